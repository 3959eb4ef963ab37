import type { ExportFormat, ReportChoice, ReportRegisters } from '../../contract/report';
import type { IsoTime } from '../../contract/units';

/** What the report thread is asked: one run in one format. PDF is printed from HTML by whoever asks. */
export interface ExportJob {
  readonly type: 'export';
  readonly format: Exclude<ExportFormat, 'pdf'>;
  /** Path of the run file. */
  readonly run: string;
  readonly baseline?: JobBaseline | undefined;
  /** Which side files for other tools hold; absent: the contender, or the only one. */
  readonly side?: 'A' | 'B' | undefined;
  readonly choice: ReportChoice;
  readonly registers: ReportRegisters;
  readonly notes: string;
  /** Of the program that asks. */
  readonly version: string;
  readonly madeAt: IsoTime;
}

/** The path of another run file, or a family of the run. */
export type JobBaseline =
  | { readonly kind: 'run'; readonly path: string }
  | { readonly kind: 'family'; readonly family: string };

/** One file that the report thread has made. */
export interface MadeFile {
  /** A name for it without a folder, fit for any file system. */
  readonly name: string;
  readonly content: Uint8Array;
}

export type ExportAnswer =
  | { readonly type: 'exported'; readonly files: readonly MadeFile[] }
  | { readonly type: 'failed'; readonly message: string };
