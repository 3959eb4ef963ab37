import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ggmlPackage, integrityFault } from '../../build/lib/ggmlPackage.mjs';
import { root } from '../../build/lib/paths.mjs';

describe('the package with ggml', () => {
  it('is used only when its archive is the one that was pinned', () => {
    const archive = new TextEncoder().encode('an archive');
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    expect(integrityFault(archive, integrity)).toBeUndefined();
    expect(integrityFault(archive, ggmlPackage.integrity)).toContain('not the one');
  });

  it('is pinned to one version and burdens no installation', () => {
    expect(ggmlPackage.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain(ggmlPackage.name);
  });
});
