// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { out } from './paths.mjs';
import { capture } from './run.mjs';

/**
 * ggml as an npm package ships it, prebuilt: the peer of the CPU kernels (MIT licence). It is 11 MB
 * that nobody needs but one benchmark, so it is no dependency: it is fetched when that runs.
 */
export const ggmlPackage = {
  name: '@node-llama-cpp/linux-x64',
  version: '3.22.1',
  integrity:
    'sha512-5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==',
  libraries: join('package', 'bins', 'linux-x64'),
};

/**
 * The folder of ggml's shared objects, fetched through npm the first time; or why there is none.
 *
 * @returns {Promise<{ folder: string } | { missing: string }>}
 */
export async function fetchGgml() {
  const place = join(out, 'peers', `ggml-${ggmlPackage.version}`);
  const folder = join(place, ggmlPackage.libraries);
  if (existsSync(folder)) {
    return { folder };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { missing: `${ggmlPackage.name} is for Linux on x86-64` };
  }
  const download = `${place}.download`;
  rmSync(download, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  const fault = (await pack(download)) ?? (await unpack(download));
  if (fault !== undefined) {
    rmSync(download, { recursive: true, force: true });
    return { missing: fault };
  }
  renameSync(download, place);
  return { folder };
}

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>} what went wrong
 */
async function pack(folder) {
  const wanted = `${ggmlPackage.name}@${ggmlPackage.version}`;
  const { code, output } = await capture('npm', ['pack', wanted, '--silent'], { cwd: folder });
  return code === 0 ? undefined : `npm pack ${wanted} failed: ${lastLine(output)}`;
}

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>} what went wrong
 */
async function unpack(folder) {
  const archive = join(folder, `node-llama-cpp-linux-x64-${ggmlPackage.version}.tgz`);
  const fault = integrityFault(readFileSync(archive), ggmlPackage.integrity);
  if (fault !== undefined) {
    return fault;
  }
  const { code, output } = await capture('tar', ['-xzf', archive], { cwd: folder });
  rmSync(archive);
  return code === 0 ? undefined : `unpacking failed: ${lastLine(output)}`;
}

/**
 * @param {Uint8Array} archive
 * @param {string} integrity  as npm writes it: `sha512-` and the digest in base 64
 */
export function integrityFault(archive, integrity) {
  const digest = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  return digest === integrity
    ? undefined
    : `the archive of ${ggmlPackage.name} is not the one that was expected (${digest})`;
}

/** @param {string} output */
function lastLine(output) {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
