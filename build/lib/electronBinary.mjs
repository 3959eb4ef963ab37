// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, out } from './paths.mjs';
import { capture } from './run.mjs';
import { writeStamp } from './stamps.mjs';

const packageFolder = join(nodeModules, 'electron');
const tried = join(out, '.electron-tried');
/** A person waits for this; the binary is about 110 MB. */
const limitMs = 60_000;

/**
 * Path of Electron's binary, or undefined. Never imports `electron`, which would start a download.
 */
export function findElectron() {
  const own = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (own !== undefined && existsSync(join(own, 'electron'))) {
    return join(own, 'electron');
  }
  try {
    const name = readFileSync(join(packageFolder, 'path.txt'), 'utf8').trim();
    const path = join(packageFolder, 'dist', name);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

export function hasDisplay() {
  return (
    process.platform !== 'linux' ||
    Boolean(process.env['DISPLAY']) ||
    Boolean(process.env['WAYLAND_DISPLAY'])
  );
}

/**
 * Where a window could be shown and the binary is missing, tries once to fetch it by Electron's own
 * installer, and says in one line what came of it. Its absence is no failure.
 */
export async function offerElectron() {
  if (findElectron() !== undefined || !hasDisplay() || process.env['CI'] || existsSync(tried)) {
    return;
  }
  process.stdout.write('fetching the Electron binary (tried once, for up to a minute)\n');
  const installer = join(packageFolder, 'install.js');
  const { code, output } = await capture(process.execPath, [installer], { timeoutMs: limitMs });
  writeStamp(tried, new Date().toISOString());
  const reason = output.trim().split('\n')[0] ?? 'no reason given';
  process.stdout.write(
    code === 0 && findElectron() !== undefined
      ? 'Electron is installed\n'
      : `Electron could not be fetched (${reason}); the browser window does the same. ` +
          'Try again with: npx install-electron\n',
  );
}
