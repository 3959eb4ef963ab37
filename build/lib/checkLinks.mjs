// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';
import { filesBelow } from './stamps.mjs';

/** @returns {string[]} links in our Markdown files that lead nowhere */
export function linkProblems() {
  const documents = filesBelow(root).filter((file) => file.endsWith('.md'));
  return documents.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(dirname(file), target)))
      .map((target) => `${relative(root, file)} links to ${target}, which does not exist`),
  );
}
