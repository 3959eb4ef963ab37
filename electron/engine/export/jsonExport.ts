import type { RunDocument } from '../../contract/runFile';
import type { RunSummary } from '../runSummary';
import { compareRun } from '../verdict/compareRun';
import type { ComparisonSummary } from '../verdict/comparisonSummary';
import { cellTable } from './cellRows';
import {
  exportHead,
  provenanceOf,
  type ExportHead,
  type ExportProvenance,
  type ExportSource,
} from './exportHead';

/** A run as one JSON document. FORMATS.md documents it, schemas/exportDocument.ts checks it. */
export interface ExportDocument extends ExportHead {
  readonly provenance: ExportProvenance;
  /** One object per cell, with every column as key. */
  readonly cells: readonly Readonly<Record<string, string | number | null>>[];
}

/**
 * The table of cells with all that it was measured on, by and for. What is absent in a cell or in the
 * comparison is null, so that every object has every key.
 *
 * @param options.comparison as in cellTable, like the summary
 */
export function jsonExport(
  document: RunDocument,
  options: ExportSource & {
    readonly comparison?: ComparisonSummary | undefined;
    readonly summary?: RunSummary | undefined;
  },
): ExportDocument {
  const { comparison = compareRun(document), summary, ...source } = options;
  const { headings, rows } = cellTable(document, comparison, summary);
  const { schema, schemaVersion, ...head } = exportHead(document, comparison);
  return {
    schema,
    schemaVersion,
    provenance: provenanceOf(document, source),
    ...head,
    cells: rows.map((row) =>
      Object.fromEntries(headings.map((name, index) => [name, row[index] ?? null])),
    ),
  };
}
