// The window must be there before React is loaded.
import './emulatedWindow';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunDocument } from '../contract/runFile';
import { cellTable } from '../engine/export/cellRows';
import { exportHead, provenanceOf, type ExportSource } from '../engine/export/exportHead';
import type { Report } from '../engine/report/report';
import { reportPage } from '../../renderer/report/reportPage';
import { assetsFolder } from './appAssets';

/** The report as one HTML file with its data inside. */
export async function htmlFile(
  report: Report,
  document: RunDocument,
  source: ExportSource,
): Promise<Uint8Array> {
  const [script, style] = await Promise.all(
    ['page.js', 'page.css'].map((name) => readFile(join(assetsFolder, name), 'utf8')),
  );
  const page = reportPage(report, pageData(report, document, source), {
    script: script ?? '',
    style: style ?? '',
    scriptHash: hashWord(script ?? ''),
    styleHash: hashWord(style ?? ''),
  });
  return new TextEncoder().encode(page);
}

/** As the JSON export, but the table of cells is rows of values: a tenth of the names. */
function pageData(report: Report, document: RunDocument, source: ExportSource): object {
  const comparison = report.comparison?.summary;
  const { rows } = cellTable(document, comparison, report.summary);
  return {
    ...exportHead(document, comparison),
    provenance: provenanceOf(document, source),
    rows: rows.map((row) => row.map((value) => value ?? null)),
  };
}

/** As a content policy names an inline script or style. */
function hashWord(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
