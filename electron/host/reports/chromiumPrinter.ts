import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Result } from '../../contract/errors';
import { failure, success } from '../../engine/result';
import type { Browser } from './findBrowser';
import { printWhole } from './printWhole';
import {
  PRINT_LIMIT_MS,
  runsAsRoot,
  type PdfPrinter,
  type PrinterSurroundings,
} from './pdfPrinter';
import { runPrinter } from './runPrinter';

/**
 * A policy before the page's own, of which the stricter holds: no script, nothing loaded from anywhere.
 * The switch that turns scripts off cannot be used: without scripts a headless Chromium prints nothing.
 */
const PRINTING_HEAD =
  '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" ' +
  `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:">`;

/** A file, no network, no traces outside the profile, no header and footer of the browser's own. */
const SWITCHES = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  // The shared memory of a container is often too small for a page.
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pdf-header-footer',
  '--generate-pdf-document-outline',
] as const;

/** Prints with a browser made of Chromium, started without a window for each file. */
export function chromiumPrinter(
  { path, version }: Browser,
  surroundings: PrinterSurroundings,
): PdfPrinter {
  const isRoot = runsAsRoot(surroundings);
  const sandbox = isRoot ? ' without its sandbox, because it runs as root' : '';
  const name = `${version} (${path})${sandbox}`;
  return {
    name,
    print: async (html, pdf) => {
      const page = await pageToPrint(html);
      return page.ok
        ? printWhole(name, resolve(pdf), async (folder, printed) => {
            const file = join(folder, 'report.html');
            await writeFile(file, page.value);
            const switches = [
              ...SWITCHES,
              ...(isRoot ? ['--no-sandbox'] : []),
              `--user-data-dir=${join(folder, 'profile')}`,
              `--print-to-pdf=${printed}`,
              pathToFileURL(file).href,
            ];
            const limitMs = surroundings.limitMs ?? PRINT_LIMIT_MS;
            return runPrinter(path, switches, surroundings.environment, limitMs);
          })
        : page;
    },
  };
}

async function pageToPrint(html: string): Promise<Result<Buffer>> {
  try {
    return success(Buffer.concat([Buffer.from(PRINTING_HEAD), await readFile(html)]));
  } catch {
    return failure('not_found', `${html} cannot be read`);
  }
}
