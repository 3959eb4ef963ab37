import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ElectronBinary } from './findElectron';
import { printWhole } from './printWhole';
import { PRINT_LIMIT_MS, type PdfPrinter, type PrinterSurroundings } from './pdfPrinter';
import { runPrinter } from './runPrinter';

/** `--print-report HTML PDF`: the desktop program prints a file and ends, with 0 if it could. */
export const PRINT_REPORT_SWITCH = '--print-report';

/** Where the desktop program keeps its own things, a switch of every Chromium. */
export const PROFILE_SWITCH = 'user-data-dir';

/** Prints with Electron from outside it: the desktop program is started, prints and ends. */
export function electronPrinter(
  { path, name }: ElectronBinary,
  { environment, appFolder, limitMs = PRINT_LIMIT_MS }: PrinterSurroundings,
): PdfPrinter {
  // Set by editors built on Electron for what they start; it would make the binary a plain Node.
  const env = { ...environment, ELECTRON_RUN_AS_NODE: undefined };
  return {
    name,
    print: (html, pdf) =>
      printWhole(name, resolve(pdf), async (folder, printed) => {
        const profile = join(folder, 'profile');
        await mkdir(profile);
        const commandArguments = [
          join(appFolder, 'main.cjs'),
          // A window that is open has the usual profile to itself.
          `--${PROFILE_SWITCH}=${profile}`,
          PRINT_REPORT_SWITCH,
          resolve(html),
          printed,
        ];
        return runPrinter(path, commandArguments, env, limitMs);
      }),
  };
}
