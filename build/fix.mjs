// @ts-check
/** `npm run fix`: formats everything and mends what lint can mend. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, root } from './lib/paths.mjs';
import { must, runMain } from './lib/run.mjs';
import { filesBelow } from './lib/stamps.mjs';
import { wgmmaKinds, wgmmaSource } from './lib/wgmmaSource.mjs';

await runMain(async () => {
  for (const kind of wgmmaKinds) writeFileSync(join(root, kind.file), wgmmaSource(kind));
  const bin = (/** @type {string} */ name) => join(nodeModules, '.bin', name);
  await must('prettier', bin('prettier'), ['--write', '--log-level', 'warn', '.']);
  await must('oxlint', bin('oxlint'), ['--fix', '--config', 'build/oxlint.json', '--quiet', '.']);
  const native = [...filesBelow(join(root, 'native')), ...filesBelow(join(root, 'test', 'native'))];
  const sources = native.filter((file) => /\.(cpp|hpp|h)$/.test(file));
  await must('clang-format', 'clang-format', [
    '-i',
    '--style=file:native/.clang-format',
    ...sources,
  ]);
});
