import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Result } from '../../contract/errors';
import { failure, success } from '../../engine/result';
import { runsAsRoot, type PrinterSurroundings } from './pdfPrinter';

export interface ElectronBinary {
  readonly path: string;
  /** For a sentence: `Electron 45.4.1 (/x/dist/electron)`. */
  readonly name: string;
}

/**
 * Electron's binary: MOE_WORKBENCH_ELECTRON, else that of ELECTRON_OVERRIDE_DIST_PATH, else the package's.
 * The package is never imported, which would start a download.
 *
 * @returns undefined when there is none; a failure when one is named that is not there
 */
export function findElectron({
  environment,
  appFolder,
}: PrinterSurroundings): Result<ElectronBinary | undefined> {
  const named = environment['MOE_WORKBENCH_ELECTRON'] ?? '';
  if (named !== '') {
    return existsSync(named)
      ? success(describeBinary(named))
      : failure('no_printer', `MOE_WORKBENCH_ELECTRON names ${named}, which is not there`);
  }
  const path = overriddenBinary(environment) ?? packagedBinary(appFolder);
  return success(path === undefined ? undefined : describeBinary(path));
}

/** What keeps Electron from starting in these surroundings; undefined: nothing known. */
export function whyElectronCannotStart(surroundings: PrinterSurroundings): string | undefined {
  const { environment } = surroundings;
  const display = environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] || '';
  if (process.platform === 'linux' && display === '') {
    return 'it does not start without a display';
  }
  return runsAsRoot(surroundings) ? 'its sandbox does not run as root' : undefined;
}

function overriddenBinary(environment: NodeJS.ProcessEnv): string | undefined {
  const folder = environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  return folder === '' ? undefined : existingFile(join(folder, 'electron'));
}

/** As Node looks for packages: in every `node_modules` from the folder upwards. */
function packagedBinary(folder: string): string | undefined {
  const electron = join(folder, 'node_modules', 'electron');
  const name = textOf(join(electron, 'path.txt'));
  const found = name === undefined ? undefined : existingFile(join(electron, 'dist', name));
  const parent = dirname(folder);
  return found ?? (parent === folder ? undefined : packagedBinary(parent));
}

/** The version lies beside the binary, which need not be started for it. */
function describeBinary(path: string): ElectronBinary {
  const version = textOf(join(dirname(path), 'version'));
  return { path, name: `Electron${version === undefined ? '' : ` ${version}`} (${path})` };
}

function existingFile(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
