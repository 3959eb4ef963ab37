// The package's main entry reads Node's file system; this one is pure.
import { parquetWriteBuffer } from 'hyparquet-writer/src/index.js';
import type { RunDocument } from '../../contract/runFile';
import { compareRun } from '../verdict/compareRun';
import type { ComparisonSummary } from '../verdict/comparisonSummary';
import { cellTable } from './cellRows';
import { cellColumns, type ColumnType } from './columns';
import { exportHead, provenanceOf, type ExportSource } from './exportHead';

const parquetTypes = {
  text: 'STRING',
  number: 'DOUBLE',
  count: 'INT32',
} as const satisfies Record<ColumnType, string>;

/**
 * The table of cells as Apache Parquet, compressed with Snappy: a row per cell, every column nullable. What
 * holds for the whole run is key-value metadata, a JSON text per key. Parquet's text is UTF-8, so that a
 * lone surrogate becomes U+FFFD.
 *
 * @param comparison as in cellTable
 * @param source absent: the metadata does not say where the run file is from
 */
export function parquetBytes(
  document: RunDocument,
  comparison: ComparisonSummary | undefined = compareRun(document),
  source?: ExportSource,
): Uint8Array {
  const { rows } = cellTable(document, comparison);
  const head = {
    ...exportHead(document, comparison),
    runId: document.header.runId,
    ...(source === undefined ? {} : { provenance: provenanceOf(document, source) }),
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: cellColumns.map(({ name, type }, index) => ({
        name,
        type: parquetTypes[type],
        data: rows.map((row) => row[index] ?? null),
      })),
      kvMetadata: Object.entries(head).map(([key, value]) => ({
        key: `moe_workbench.${key}`,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
      createdBy: 'moe-workbench',
    }),
  );
}
