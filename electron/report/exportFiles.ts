import type { Result } from '../contract/errors';
import { jsonExport } from '../engine/export/jsonExport';
import { cellTable } from '../engine/export/cellRows';
import { chromeTrace } from '../engine/export/chromeTrace';
import { csvText } from '../engine/export/csv';
import type { ExportSource } from '../engine/export/exportHead';
import { googleBenchmarkJson } from '../engine/export/googleBenchmark';
import { nvbenchJson } from '../engine/export/nvbench';
import { parquetBytes } from '../engine/export/parquet';
import { buildReport, type ReportSource } from '../engine/report/buildReport';
import { pairsNothing } from '../engine/report/comparable';
import type { ExportJob, MadeFile } from '../engine/report/exportJob';
import { reportMarkdown } from '../engine/report/markdown/reportMarkdown';
import type { Report } from '../engine/report/report';
import { failure, success } from '../engine/result';
import { readSource } from './readSource';

/** A run in the format of the job: one file, or one for each picture. */
export async function exportFiles(job: ExportJob): Promise<Result<readonly MadeFile[]>> {
  const source = await readSource(job);
  if (!source.ok) {
    return source;
  }
  const nothing = pairsNothing(source.value);
  if (nothing !== undefined) {
    return failure('invalid_request', nothing);
  }
  const report = buildReport(source.value, job.choice);
  if (job.baseline !== undefined && report.comparison === undefined) {
    return failure('invalid_request', 'the baseline has no time where the run has another');
  }
  if (job.format === 'svg' || job.format === 'png') {
    const { pictureFiles } = await import('./pictureFiles');
    return pictureFiles(report, job.format);
  }
  const content = await contentOf(job.format, source.value, report, job.side);
  const stem = source.value.run.document.header.runId;
  return success([{ name: `${stem}.${ENDINGS[job.format]}`, content }]);
}

/** Loads what a format takes besides: React and the charts, which most formats do without. */
export async function loadFormat(format: unknown): Promise<void> {
  if (format === 'html') {
    await import('./htmlFile');
  } else if (format === 'svg' || format === 'png') {
    await import('./pictureFiles');
  }
}

type SingleFormat = Exclude<ExportJob['format'], 'svg' | 'png'>;

const ENDINGS: Readonly<Record<SingleFormat, string>> = {
  html: 'html',
  md: 'md',
  csv: 'csv',
  json: 'json',
  parquet: 'parquet',
  nvbench: 'nvbench.json',
  'google-benchmark': 'google-benchmark.json',
  'chrome-trace': 'chrome-trace.json',
};

async function contentOf(
  format: SingleFormat,
  source: ReportSource,
  report: Report,
  side: ExportJob['side'],
): Promise<Uint8Array> {
  const { document } = source.run;
  const comparison = report.comparison?.summary;
  switch (format) {
    case 'html': {
      const { htmlFile } = await import('./htmlFile');
      return htmlFile(report, document, provenanceFor(source, report));
    }
    case 'md':
      return bytes(reportMarkdown(report));
    case 'csv': {
      const { headings, rows } = cellTable(document, comparison, report.summary);
      return bytes(csvText(headings, rows));
    }
    case 'json':
      return jsonBytes(
        jsonExport(document, {
          comparison,
          summary: report.summary,
          ...provenanceFor(source, report),
        }),
      );
    case 'parquet':
      return parquetBytes(document, comparison, provenanceFor(source, report));
    case 'nvbench':
      return jsonBytes(nvbenchJson(document, side));
    case 'google-benchmark':
      return jsonBytes(googleBenchmarkJson(document, side));
    case 'chrome-trace':
      return jsonBytes(chromeTrace(document));
  }
}

function provenanceFor({ run }: ReportSource, { provenance }: Report): ExportSource {
  const { version, baseline } = provenance;
  return {
    digestSha256: run.digestSha256,
    version,
    ...(baseline === undefined ? {} : { baseline }),
  };
}

function jsonBytes(value: object): Uint8Array {
  return bytes(`${JSON.stringify(value, undefined, 2)}\n`);
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
