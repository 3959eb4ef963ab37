import type { Result } from '../../contract/errors';

/** A program that prints a self-contained HTML file. */
export interface PdfPrinter {
  /** What to call it in a sentence: `Chromium 156.0.8078.73 (/usr/bin/chromium)`. */
  readonly name: string;
  /**
   * Page size, margins and page numbers are those of the file's own style; its scripts do not run, and
   * nothing else is loaded.
   *
   * @param html path of the file
   * @param pdf where to write; what was there stays when this fails
   */
  print(html: string, pdf: string): Promise<Result<undefined>>;
}

/** Looks for a printer when one is wanted; a failure says what was looked for and how to get one. */
export type FindPdfPrinter = () => Promise<Result<PdfPrinter>>;

/** What decides who can print here. */
export interface PrinterSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** Where the bundled processes lie; Electron is looked for in the packages above it. */
  readonly appFolder: string;
  /** Sandboxes of browsers refuse to run as root. Absent: whether this process does. */
  readonly isRoot?: boolean | undefined;
  /** How long a program may take, in milliseconds. Absent: PRINT_LIMIT_MS. */
  readonly limitMs?: number | undefined;
}

/** A report takes seconds, and on a machine that is measuring ten times that; two minutes is a hang. */
export const PRINT_LIMIT_MS = 120_000;

/** Whether the surroundings are those of root, whose browsers have no sandbox. */
export function runsAsRoot({ isRoot }: PrinterSurroundings): boolean {
  return isRoot ?? process.getuid?.() === 0;
}
