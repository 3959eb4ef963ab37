import { join } from 'node:path';

/** The bundled report process. @param appFolder where the bundled processes are */
export function reportProcessPath(appFolder: string): string {
  return join(appFolder, 'report', 'main.mjs');
}

/**
 * Nearly all that the process makes is garbage soon: a large young generation takes 1 to 2 s off the export of
 * 10,000 cells (`npm run bench -- report`). In MiB.
 */
export const REPORT_PROCESS_SWITCHES = ['--min-semi-space-size=128', '--max-semi-space-size=256'];
