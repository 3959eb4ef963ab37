import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../build/lib/paths.mjs';
import { wgmmaKinds, wgmmaSource } from '../../build/lib/wgmmaSource.mjs';

it.each(wgmmaKinds)('the specialisations of $name are those of the generator', (kind) => {
  expect(readFileSync(join(root, kind.file), 'utf8')).toBe(wgmmaSource(kind));
});
