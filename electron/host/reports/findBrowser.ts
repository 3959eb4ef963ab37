import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from '../../contract/errors';
import { failure, success } from '../../engine/result';
import type { PrinterSurroundings } from './pdfPrinter';

const run = promisify(execFile);

/** Browsers made of Chromium, by the names that packages give them; the first found is taken. */
export const BROWSER_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'brave-browser',
] as const;

/** Starting it cold from a slow disk takes seconds. */
const VERSION_LIMIT_MS = 20_000;

export interface Browser {
  readonly path: string;
  /** Product and version as the browser says them: `Chromium 156.0.8078.73`. */
  readonly version: string;
}

/** The first browser on PATH that starts, and a sentence on each that was there and did not. */
export async function findBrowser(
  surroundings: PrinterSurroundings,
): Promise<{ readonly browser?: Browser; readonly complaints: readonly string[] }> {
  const complaints: string[] = [];
  for (const path of browsersOnPath(surroundings.environment)) {
    const browser = await inspectBrowser(path, surroundings);
    if (browser.ok) {
      return { browser: browser.value, complaints };
    }
    complaints.push(browser.error.message);
  }
  return { complaints };
}

/** Asks a program for its version: what does not answer cannot print either. */
export async function inspectBrowser(
  path: string,
  { environment }: PrinterSurroundings,
): Promise<Result<Browser>> {
  if (!isProgram(path)) {
    return failure('no_printer', `${path} is not there, or is no program`);
  }
  try {
    const { stdout } = await run(path, ['--version'], {
      env: environment,
      timeout: VERSION_LIMIT_MS,
    });
    const version = /^\S.*? \d+(?:\.\d+)+/m.exec(stdout)?.[0];
    return version === undefined
      ? failure('no_printer', `${path} does not say its version`)
      : success({ path, version });
  } catch {
    return failure('no_printer', `${path} does not start`);
  }
}

function browsersOnPath(environment: NodeJS.ProcessEnv): readonly string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return BROWSER_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).filter(
    isProgram,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
