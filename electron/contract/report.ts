import type { RunReference } from './api';
import type { RegistersAnswer } from './registers';

/** Parts of a report, in their usual order; a person chooses which, and in what order. */
export const REPORT_SECTIONS = [
  'verdicts',
  'speedup',
  'times',
  'regrets',
  'tactics',
  'registers',
  'environment',
  'dropped',
  'methods',
  'repeat',
] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

/** The sections that are one picture each, and can be exported as such. */
export const PICTURE_SECTIONS = ['speedup', 'times', 'regrets'] as const satisfies ReportSection[];
export type PictureSection = (typeof PICTURE_SECTIONS)[number];

/** What a run can be written as: for people, for scripts, for other tools. */
export const EXPORT_FORMATS = [
  'html',
  'pdf',
  'md',
  'csv',
  'json',
  'parquet',
  'svg',
  'png',
  'nvbench',
  'google-benchmark',
  'chrome-trace',
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a person chooses of a report. */
export interface ReportChoice {
  /** In this order; none twice. */
  readonly sections: readonly ReportSection[];
  /** '': the report names itself. */
  readonly title: string;
  /** Markdown, below the title; may be ''. */
  readonly remarks: string;
}

export interface ExportRequest extends RunReference {
  readonly format: ExportFormat;
  /** A run id, or `family:NAME` for a family of the run itself; absent: the run's own sides. */
  readonly baseline?: string | undefined;
  readonly choice: ReportChoice;
}

/** A file for the window to save. */
export interface ExportedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly base64: string;
  /** What a person should know of how it was made, e.g. which program printed it. */
  readonly note?: string | undefined;
}

/** What a report says of a run that the window does not know from the run file alone. */
export interface ReportFacts {
  /** SHA-256 of the run file's bytes, in hexadecimal. */
  readonly digestSha256: string;
  /** What the compilers gave: of the contender, and of the baseline where it is another build. */
  readonly registers: ReportRegisters;
}

export interface ReportRegisters {
  readonly A?: RegistersAnswer | undefined;
  readonly B: RegistersAnswer;
}
