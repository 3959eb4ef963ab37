// @ts-check
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nativeFolder, root } from './paths.mjs';
import { firstLine, must } from './run.mjs';
import { hashOf, isFresh, writeStamp } from './stamps.mjs';

export const cmakeFolder = join(nativeFolder, 'cmake');

/**
 * Builds kernels and addon when a source, a flag or the compiler has changed.
 *
 * @param {{ tests: boolean }} options  whether the native tests are built too
 */
export async function buildNative({ tests }) {
  const compiler = firstLine('g++', '--version') ?? 'unknown compiler';
  const sources = tests ? ['native', 'test/native'] : ['native'];
  const hash = hashOf(sources, [compiler, process.version, `tests ${tests}`]);
  const stamp = join(nativeFolder, tests ? '.tests-built' : '.built');
  if (isFresh(stamp, hash)) {
    return false;
  }
  process.stdout.write(`building native code${tests ? ' and its tests' : ''}\n`);
  const configure = nativeConfiguration(cmakeFolder, nativeFolder, tests);
  await must('configuring the native build', 'cmake', configure);
  await must('the native build', 'cmake', ['--build', cmakeFolder]);
  writeStamp(stamp, hash);
  if (tests) {
    // The tests' build made everything that the plain build makes.
    writeStamp(
      join(nativeFolder, '.built'),
      hashOf(['native'], [compiler, process.version, 'tests false']),
    );
  }
  return true;
}

/**
 * Arguments of cmake that configure a build of everything native.
 *
 * @param {string} buildFolder
 * @param {string} outputFolder  for finished libraries
 * @param {boolean} [tests]
 */
export function nativeConfiguration(buildFolder, outputFolder, tests = true) {
  return [
    '-S',
    'native',
    '-B',
    buildFolder,
    '-G',
    'Ninja',
    `-DMOE_OUTPUT_DIR=${outputFolder}`,
    `-DMOE_BUILD_TESTS=${tests ? 'ON' : 'OFF'}`,
    `-DNODE_ADDON_API_DIR=${addonApiFolder()}`,
    `-DNODE_INCLUDE_DIR=${nodeHeaders()}`,
  ];
}

function addonApiFolder() {
  const require = createRequire(join(root, 'package.json'));
  return String(require('node-addon-api').include_dir).replaceAll('"', '');
}

/** Node's own headers: beside the running node, or where a package of the system puts them. */
function nodeHeaders() {
  const candidates = [
    process.env['npm_config_nodedir'] ?? '',
    join(process.execPath, '..', '..'),
    '/usr',
  ].map((folder) => join(folder, 'include', 'node'));
  return candidates.find((folder) => existsSync(join(folder, 'node_api.h'))) ?? '';
}
