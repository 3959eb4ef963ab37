// @ts-check
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder, nodeModules, root } from './paths.mjs';
import { must } from './run.mjs';
import { hashOf, isFresh, writeStamp } from './stamps.mjs';

/**
 * One self-contained file per process; a sandboxed preload may not load a second file.
 *
 * @type {readonly { name: string, input: string, format: 'cjs' | 'es' }[]}
 */
const processes = [
  { name: 'main.cjs', input: 'electron/main/main.ts', format: 'cjs' },
  { name: 'preload.cjs', input: 'electron/preload/preload.ts', format: 'cjs' },
  { name: 'worker.mjs', input: 'electron/worker/main.ts', format: 'es' },
  { name: 'cli.mjs', input: 'electron/cli/main.ts', format: 'es' },
  { name: 'web.mjs', input: 'electron/web/main.ts', format: 'es' },
];

const external = [/^node:/, 'electron', '@photostructure/sqlite'];

/** Bundles every process and the renderer when a source has changed. */
export async function buildBundles() {
  const inputs = [
    'electron',
    'renderer',
    'native/template',
    'native/api',
    'package.json',
    'package-lock.json',
    'build/lib/bundles.mjs',
  ];
  const hash = hashOf(inputs);
  const stamp = join(appFolder, '.built');
  if (isFresh(stamp, hash)) {
    return false;
  }
  process.stdout.write('bundling\n');
  const { build } = await import('rolldown');
  for (const { name, input, format } of processes) {
    await build({
      input: join(root, input),
      platform: 'node',
      external,
      logLevel: 'warn',
      output: {
        file: join(appFolder, name),
        format,
        codeSplitting: false,
        // The command line is also package.json's `bin`.
        ...(name === 'cli.mjs' ? { banner: '#!/usr/bin/env node' } : {}),
      },
    });
  }
  const template = join(appFolder, 'template');
  rmSync(template, { recursive: true, force: true });
  cpSync(join(root, 'native', 'template'), template, { recursive: true });
  cpSync(join(root, 'native', 'api'), join(template, 'native', 'api'), { recursive: true });
  // In a process of its own: Vite sets NODE_ENV, which what comes after must not inherit.
  const vite = join(nodeModules, '.bin', 'vite');
  await must('bundling the window', vite, ['build', '--config', 'renderer/vite.config.ts']);
  writeStamp(stamp, hash);
  return true;
}
