import type { ExportFormat } from '../../../electron/contract/report';

/** A form that a run can leave the program in, as a button and as an action of the palette. */
export interface FormatLook {
  readonly format: ExportFormat;
  readonly label: string;
  /** What it is for, in a few words. */
  readonly use: string;
}

/** Forms that belong together. */
export interface FormatGroup {
  readonly heading: string;
  /** The action before "as HTML". */
  readonly action: string;
  readonly formats: readonly FormatLook[];
}

/** Every form, once. */
export const FORMAT_GROUPS: readonly FormatGroup[] = [
  {
    heading: 'The report',
    action: 'Export the report as',
    formats: [
      { format: 'html', label: 'HTML', use: 'one file, opens offline' },
      { format: 'pdf', label: 'PDF', use: 'pages to print' },
      { format: 'md', label: 'Markdown', use: 'for the pull request' },
    ],
  },
  {
    heading: 'The data',
    action: 'Export the data as',
    formats: [
      { format: 'csv', label: 'CSV', use: 'every cell' },
      { format: 'json', label: 'JSON', use: 'cells and verdicts' },
      { format: 'parquet', label: 'Parquet', use: 'every cell' },
    ],
  },
  {
    heading: 'The charts',
    action: 'Export the charts as',
    formats: [
      { format: 'svg', label: 'SVG', use: 'a file for each chart of the report' },
      { format: 'png', label: 'PNG', use: 'a file for each chart of the report' },
    ],
  },
  {
    heading: 'For other tools',
    action: 'Export the data for',
    formats: [
      { format: 'nvbench', label: 'nvbench', use: 'JSON' },
      { format: 'google-benchmark', label: 'google-benchmark', use: 'JSON' },
      { format: 'chrome-trace', label: 'Chrome trace', use: 'Perfetto' },
    ],
  },
];
