import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../build/lib/paths.mjs';
import { wgmmaFile, wgmmaSource } from '../../build/lib/wgmmaSource.mjs';

it('the generated wgmma specialisations are those of the generator', () => {
  expect(readFileSync(join(root, wgmmaFile), 'utf8')).toBe(wgmmaSource());
});
