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

/** What the report process reads beside itself: the rasteriser and fonts for a server that has none. */
const reportAssets = [
  ['@resvg/resvg-wasm/index_bg.wasm', 'resvg.wasm'],
  ['@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf', 'Inter-Regular.ttf'],
  ['@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf', 'Inter-SemiBold.ttf'],
];

/** `use client` of component libraries means nothing where everything is one program. */
const checks = { moduleLevelDirective: false };

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
  await buildReportProcess(build);
  const template = join(appFolder, 'template');
  rmSync(template, { recursive: true, force: true });
  cpSync(join(root, 'native', 'template'), template, { recursive: true });
  cpSync(join(root, 'native', 'api'), join(template, 'native', 'api'), { recursive: true });
  // In a process of its own: Vite sets NODE_ENV, which what comes after must not inherit.
  const vite = join(nodeModules, '.bin', 'vite');
  await must('bundling the window', vite, ['build', '--config', 'renderer/vite.config.ts']);
  await must('bundling the page of reports', vite, [
    'build',
    '--config',
    'renderer/report/page/vite.config.ts',
  ]);
  writeStamp(stamp, hash);
  return true;
}

/**
 * A folder of its own: React is loaded only by the formats that draw, and the page's parts lie beside it.
 *
 * @param {typeof import('rolldown').build} build
 */
async function buildReportProcess(build) {
  const folder = join(appFolder, 'report');
  rmSync(folder, { recursive: true, force: true });
  await build({
    input: join(root, 'electron/report/main.ts'),
    platform: 'node',
    external,
    checks,
    logLevel: 'warn',
    // Modules rather than CommonJS, of which only what is used is taken along.
    resolve: { mainFields: ['module', 'main'] },
    // React's development build is several times slower, and its warnings are for tests.
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    output: {
      dir: folder,
      format: 'es',
      // Three megabytes are read by the engine at each export. Names stay, for those who read a failure.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      entryFileNames: 'main.mjs',
      chunkFileNames: '[name].mjs',
    },
  });
  for (const [from = '', to = ''] of reportAssets) {
    cpSync(join(nodeModules, from), join(folder, to));
  }
}
