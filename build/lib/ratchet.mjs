// @ts-check
/**
 * Things there should be fewer of: their numbers may only fall. When one has fallen, write the new number
 * here.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './paths.mjs';
import { filesBelow } from './stamps.mjs';

const folders = ['electron', 'renderer', 'native', 'test', 'build'];
const sourcePattern = /\.(ts|tsx|mjs|cpp|hpp|h|css)$/;

/** @type {readonly { what: string, limit: number, count: (text: string) => number }[]} */
const limits = [
  {
    what: 'files over 400 lines',
    limit: 0,
    count: (text) => (text.split('\n').length > 401 ? 1 : 0),
  },
  {
    what: 'uses of any',
    limit: 0,
    count: (text) => matches(text, /(?:[:<|]|\bas)\s*any\s*[;,)>\]=|&]/g),
  },
  { what: 'casts through unknown', limit: 4, count: (text) => matches(text, /\bas unknown as\b/g) },
  {
    what: 'marks of unfinished work',
    limit: 0,
    count: (text) => matches(text, /\b(TO[D]O|FIX[M]E|HA[C]K|XX[X])\b/g),
  },
];

/** @returns {string[]} one sentence per number that has risen, with the files */
export function ratchetProblems() {
  const files = folders
    .flatMap((folder) => filesBelow(join(root, folder)))
    .filter((file) => sourcePattern.test(file));
  if (files.length === 0) {
    throw new Error('the ratchet found no files to count in');
  }
  const texts = files.map((file) => ({
    file: relative(root, file),
    text: readFileSync(file, 'utf8'),
  }));
  return limits.flatMap(({ what, limit, count }) => {
    const found = texts
      .map(({ file, text }) => ({ file, number: count(text) }))
      .filter(({ number }) => number > 0);
    const total = found.reduce((sum, { number }) => sum + number, 0);
    const list = found.map(({ file, number }) => `${file} (${number})`).join(', ');
    return total > limit ? [`${what}: ${total}, allowed ${limit}: ${list}`] : [];
  });
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function matches(text, pattern) {
  return [...text.matchAll(pattern)].length;
}
