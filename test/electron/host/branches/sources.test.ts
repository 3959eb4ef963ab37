import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../../../../build/lib/run.mjs';
import { findSource } from '../../../../electron/host/branches/sources';

let home: string;
let repository: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-sources-'));
  repository = join(home, 'repository');
  for (const part of ['kernels', 'api', 'emulator', 'measure']) {
    await mkdir(join(repository, 'native', part), { recursive: true });
    await writeFile(join(repository, 'native', part, 'a.hpp'), part);
  }
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
  for (const words of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'kernels'],
  ]) {
    await capture('git', ['-C', repository, ...identity, ...words], {});
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe('the sources of a branch', () => {
  it.each([['a folder'], ['a git ref']])(
    'are copied from %s with the emulator that Hopper kernels name, and nothing else',
    async (kind) => {
      const name = kind === 'a folder' ? repository : 'main';
      const source = await findSource(name, repository);
      if (!source.ok) throw new Error(source.error.message);
      const target = join(home, kind.replaceAll(' ', '-'));
      await mkdir(target);
      expect(await source.value.copyTo(target)).toEqual({ ok: true, value: undefined });
      expect(
        (await readdir(join(target, 'native'))).toSorted((a, b) => a.localeCompare(b)),
      ).toEqual(['api', 'emulator', 'kernels']);
    },
  );

  it('need no emulator', async () => {
    const bare = join(home, 'bare');
    for (const part of ['kernels', 'api']) {
      await mkdir(join(bare, 'native', part), { recursive: true });
    }
    const source = await findSource(bare, repository);
    expect(source.ok).toBe(true);
  });
});
