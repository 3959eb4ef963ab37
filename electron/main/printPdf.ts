import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { app, BrowserWindow, session } from 'electron';
import type { Result } from '../contract/errors';
import { failure } from '../engine/result';
import { PRINT_REPORT_SWITCH, PROFILE_SWITCH } from '../host/reports/electronPrinter';
import { PRINT_LIMIT_MS, type PdfPrinter } from '../host/reports/pdfPrinter';
import { whyNotWhole } from '../host/reports/printWhole';
import { writeWhole } from '../host/writeWhole';

/** The files being printed: all that a page in the printing session may load. */
const beingPrinted = new Set<string>();

/**
 * Electron's own printing, in a hidden window without scripts.
 *
 * @param limitMs how long it may take, in milliseconds
 */
export function windowPrinter(limitMs = PRINT_LIMIT_MS): PdfPrinter {
  const name = `Electron ${process.versions.electron}`;
  return {
    name,
    print: async (html, pdf) => {
      try {
        const bytes = await printedBytes(resolve(html), limitMs);
        const complaint = whyNotWhole(bytes);
        return complaint === undefined
          ? writeWhole(resolve(pdf), bytes)
          : failure('print_failed', `${name} could not print: ${complaint}`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return failure('print_failed', `${name} could not print ${html}: ${reason}`);
      }
    },
  };
}

/** The arguments behind PRINT_REPORT_SWITCH; undefined when this start is an ordinary one. */
export function reportToPrint(commandLine: readonly string[]): readonly string[] | undefined {
  const at = commandLine.indexOf(PRINT_REPORT_SWITCH);
  return at === -1 ? undefined : commandLine.slice(at + 1);
}

/** Prints without a window to be seen, and ends the program: with 0, or 1 and a sentence. */
export async function printAndExit(paths: readonly string[]): Promise<void> {
  const profile = app.commandLine.getSwitchValue(PROFILE_SWITCH);
  if (profile !== '') {
    app.setPath('userData', profile);
  }
  // Electron ends by itself after the last window, which here is before the file is written.
  app.on('window-all-closed', () => undefined);
  await app.whenReady();
  const printed = await printPaths(paths);
  if (!printed.ok) {
    process.stderr.write(`${printed.error.message}\n`);
  }
  app.exit(printed.ok ? 0 : 1);
}

async function printPaths([html, pdf]: readonly string[]): Promise<Result<undefined>> {
  return html === undefined || pdf === undefined
    ? failure('invalid_request', `expected ${PRINT_REPORT_SWITCH} HTML PDF`)
    : windowPrinter().print(html, pdf);
}

async function printedBytes(html: string, limitMs: number): Promise<Buffer> {
  beingPrinted.add(html);
  const window = createPrintingWindow();
  try {
    return await within(limitMs, loadAndPrint(window, html));
  } finally {
    window.destroy();
    beingPrinted.delete(html);
  }
}

async function loadAndPrint(window: BrowserWindow, html: string): Promise<Buffer> {
  await window.loadURL(pathToFileURL(html).href);
  return window.webContents.printToPDF({
    preferCSSPageSize: true,
    printBackground: true,
    displayHeaderFooter: false,
    generateDocumentOutline: true,
    generateTaggedPDF: true,
  });
}

function createPrintingWindow(): BrowserWindow {
  // In memory and apart from the session of the visible window: nothing of a report stays.
  const printing = session.fromPartition('report-printing');
  printing.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !mayLoad(url) }));
  return new BrowserWindow({
    show: false,
    webPreferences: {
      session: printing,
      javascript: false,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  });
}

/** The report itself, and what it carries inside. */
function mayLoad(text: string): boolean {
  const url = new URL(text);
  return (
    url.protocol === 'data:' || (url.protocol === 'file:' && beingPrinted.has(fileURLToPath(url)))
  );
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it had not finished within ${limitMs / 1000} s`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
