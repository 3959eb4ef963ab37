import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packaging } from '../../build/electron-builder.mjs';
import { nodeModules, root } from '../../build/lib/paths.mjs';
import { capture } from '../../build/lib/run.mjs';

const require = createRequire(import.meta.url);

/** The packager's own check of a configuration, which it makes before it does anything else. */
async function complaintOf(configuration: object): Promise<string> {
  const folder = join(nodeModules, 'app-builder-lib', 'out', 'util', 'config', 'config.js');
  const { validateConfiguration } = require(folder);
  const { DebugLogger } = require(join(nodeModules, 'builder-util'));
  try {
    await validateConfiguration(configuration, new DebugLogger(false));
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('the packaging configuration', () => {
  it('is one that the packager accepts', async () => {
    expect(await complaintOf(structuredClone(packaging))).toBe('');
  });

  it('would be refused with a key that the packager does not know', async () => {
    expect(await complaintOf({ ...structuredClone(packaging), asarr: true })).toMatch(/asarr/);
  });

  it('closes the doors that Electron leaves open', () => {
    expect(packaging.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
    });
  });
});

/** A directory made with a stand-in for Electron's binary, which cannot be had everywhere. */
describe('a packaged directory', () => {
  let folder: string;
  let archive: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moe-package-'));
    const stand = join(folder, 'electron');
    await mkdir(join(stand, 'locales'), { recursive: true });
    await mkdir(join(stand, 'resources'));
    await cp('/bin/true', join(stand, 'electron'));
    await writeFile(join(stand, 'version'), '45.4.1');
    await writeFile(join(stand, 'LICENSE'), '');
    await writeFile(join(stand, 'LICENSES.chromium.html'), '');
    await writeFile(join(stand, 'locales', 'en-US.pak'), '');
    await mkdir(join(folder, 'empty'));
    await createPackage(join(folder, 'empty'), join(stand, 'resources', 'default_app.asar'));
    const { electronFuses: _, ...rest } = packaging;
    const configuration = {
      ...rest,
      electronDist: stand,
      directories: { ...packaging.directories, output: join(folder, 'out') },
    };
    await writeFile(join(folder, 'config.json'), JSON.stringify(configuration));
    const builder = join(nodeModules, '.bin', 'electron-builder');
    const { code, output } = await capture(
      builder,
      ['--linux', 'dir', '--config', join(folder, 'config.json')],
      { cwd: root },
    );
    if (code !== 0) {
      throw new Error(output);
    }
    archive = listPackage(resources('app.asar'), { isPack: false });
  }, 180_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function resources(...path: readonly string[]): string {
    return join(folder, 'out', 'linux-unpacked', 'resources', ...path);
  }

  it('holds the bundles of every process and the renderer', () => {
    for (const name of ['main.cjs', 'preload.cjs', 'worker.mjs', 'renderer/index.html']) {
      expect(archive).toContain(`/build/out/app/${name}`);
    }
  });

  it('has native files beside the archive, where they can be loaded', async () => {
    const unpacked = await readdir(resources('app.asar.unpacked'), { recursive: true });
    expect(unpacked).toContain('build/out/native/moe_addon.node');
    expect(unpacked).toContain('build/out/native/libmoe_cpu.so');
    expect(unpacked.filter((file) => /sqlite.*\.node$/.test(file))).not.toEqual([]);
  });

  it('leaks no source but the template, no test and no library made for tests', () => {
    const leaked = archive.filter(
      (file) =>
        /\.(ts|tsx|cpp|hpp)$/.test(file) &&
        !file.includes('node_modules') &&
        !file.startsWith('/build/out/app/template/'),
    );
    expect(leaked).toEqual([]);
    expect(archive.filter((file) => /\/test\/|moe_(faulty|slowed|cpu_to_slow)/.test(file))).toEqual(
      [],
    );
  });
});
