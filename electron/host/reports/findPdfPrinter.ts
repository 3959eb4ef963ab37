import type { Result } from '../../contract/errors';
import { failure, success } from '../../engine/result';
import { chromiumPrinter } from './chromiumPrinter';
import { electronPrinter } from './electronPrinter';
import { BROWSER_NAMES, findBrowser, inspectBrowser } from './findBrowser';
import { findElectron, whyElectronCannotStart } from './findElectron';
import type { PdfPrinter, PrinterSurroundings } from './pdfPrinter';

const HOW_TO_GET_ONE =
  'To get one: apt-get install chromium (Debian, Ubuntu), or npx install-electron; ' +
  'or set MOE_WORKBENCH_BROWSER to the path of a Chromium, Chrome, Edge or Brave';

/**
 * The browser that MOE_WORKBENCH_BROWSER names; without it the first that works here, in order: Electron,
 * then a Chromium. A failure, `no_printer`, says what was looked for and how to get one.
 */
export async function findPdfPrinter(
  surroundings: PrinterSurroundings,
): Promise<Result<PdfPrinter>> {
  const named = surroundings.environment['MOE_WORKBENCH_BROWSER'] ?? '';
  if (named !== '') {
    return namedBrowser(named, surroundings);
  }
  const electron = findElectron(surroundings);
  if (!electron.ok) {
    return electron;
  }
  if (electron.value === undefined) {
    return anyBrowser(surroundings, 'no Electron in node_modules or ELECTRON_OVERRIDE_DIST_PATH');
  }
  const obstacle = whyElectronCannotStart(surroundings);
  return obstacle === undefined
    ? success(electronPrinter(electron.value, surroundings))
    : passingOver(`${electron.value.name} was passed over: ${obstacle}`, surroundings);
}

async function namedBrowser(
  path: string,
  surroundings: PrinterSurroundings,
): Promise<Result<PdfPrinter>> {
  const browser = await inspectBrowser(path, surroundings);
  return browser.ok
    ? success(chromiumPrinter(browser.value, surroundings))
    : failure('no_printer', `MOE_WORKBENCH_BROWSER names no browser: ${browser.error.message}`);
}

/** A person who has Electron is told why it is not what printed. */
async function passingOver(
  reason: string,
  surroundings: PrinterSurroundings,
): Promise<Result<PdfPrinter>> {
  const printer = await anyBrowser(surroundings, reason);
  return printer.ok
    ? success({ ...printer.value, name: `${printer.value.name}; ${reason}` })
    : printer;
}

/** @param noElectron why Electron does not print, for the sentence when nothing else does either */
async function anyBrowser(
  surroundings: PrinterSurroundings,
  noElectron: string,
): Promise<Result<PdfPrinter>> {
  const { browser, complaints } = await findBrowser(surroundings);
  if (browser !== undefined) {
    return success(chromiumPrinter(browser, surroundings));
  }
  const noBrowser =
    complaints.length === 0 ? `none of ${BROWSER_NAMES.join(', ')} on PATH` : complaints.join(', ');
  return failure(
    'no_printer',
    `nothing here can print a PDF: ${noElectron}; ${noBrowser}. ${HOW_TO_GET_ONE}`,
  );
}
