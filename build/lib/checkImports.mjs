// @ts-check
import { readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { importRules, includeRules, ownedHeaders } from './importRules.mjs';
import { root } from './paths.mjs';
import { filesBelow } from './stamps.mjs';

/** Static, type-only and dynamic imports, and exports from elsewhere. */
const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/g;
const includePattern = /^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/gm;

/**
 * @param {string} file  path relative to the root
 * @param {string} source
 * @returns {string[]} one sentence per import that no rule allows
 */
export function importProblems(file, source) {
  const rule = importRules.find(({ folder }) => file.startsWith(`${folder}/`));
  if (rule === undefined) {
    return [];
  }
  return [...source.matchAll(importPattern)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((specifier) => resolveSpecifier(file, specifier))
    .filter((target) => !isWithin(target, rule.folder) && !isAllowed(target, rule.allow))
    .map(
      (target) =>
        `${file} may not import ${target}: ${rule.folder} may import ${rule.allow.join(', ') || 'nothing'}`,
    );
}

/**
 * @param {string} file
 * @param {string} source
 * @returns {string[]}
 */
export function includeProblems(file, source) {
  const rule = includeRules.find(({ folder }) => file.startsWith(`${folder}/`));
  return [...source.matchAll(includePattern)].flatMap((match) => {
    const [, own, foreign] = match;
    if (own !== undefined) {
      const target = `native/${own}`;
      const allowed =
        rule === undefined ||
        isWithin(target, rule.folder) ||
        rule.allow.some((folder) => isWithin(own, folder));
      return allowed
        ? []
        : [
            `${file} may not include ${own}: ${rule.folder} may include ${rule.allow.join(', ') || 'nothing of ours'}`,
          ];
    }
    const owner = ownedHeaders.find(({ header }) => header.test(foreign ?? ''));
    return owner === undefined || file.startsWith(`${owner.folder}/`)
      ? []
      : [`${file} may not include ${foreign}: only ${owner.folder} may`];
  });
}

/** @returns {{ problems: string[], files: number }} */
export function checkImports() {
  const scripts = [...filesBelow(join(root, 'electron')), ...filesBelow(join(root, 'renderer'))]
    .map((file) => relative(root, file))
    .filter((file) => /\.tsx?$/.test(file));
  const native = filesBelow(join(root, 'native'))
    .map((file) => relative(root, file))
    .filter((file) => /\.(cpp|hpp|h|cu|cuh)$/.test(file));
  if (scripts.length === 0 || native.length === 0) {
    throw new Error('the import rules found no files to check');
  }
  const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');
  return {
    files: scripts.length + native.length,
    problems: [
      ...scripts.flatMap((file) => importProblems(file, read(file))),
      ...native.flatMap((file) => includeProblems(file, read(file))),
    ],
  };
}

/**
 * A path of the repository for a relative import, 'node:' for Node's modules, else the package's name.
 *
 * @param {string} file
 * @param {string} specifier
 */
function resolveSpecifier(file, specifier) {
  if (specifier.startsWith('.')) {
    return posix.normalize(posix.join(posix.dirname(file), specifier));
  }
  if (specifier.startsWith('node:')) {
    return 'node:';
  }
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * The package electron is not the folder electron: names of folders have a slash.
 *
 * @param {string} target
 * @param {readonly string[]} allow
 */
function isAllowed(target, allow) {
  return allow.some(
    (allowed) => target === allowed || (allowed.includes('/') && isWithin(target, allowed)),
  );
}

/**
 * @param {string} target
 * @param {string} folder
 */
function isWithin(target, folder) {
  return target === folder || target.startsWith(`${folder}/`);
}
