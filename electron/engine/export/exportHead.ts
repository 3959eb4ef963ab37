import type { Environment } from '../../contract/machine';
import type { RunPlan } from '../../contract/plan';
import type { RunDocument } from '../../contract/runFile';
import { deviceName } from '../deviceName';
import type { RunSource } from '../report/report';
import { latestEnvironment } from '../cellRates';
import type { ComparisonSummary } from '../verdict/comparisonSummary';
import { cellColumns, type CellColumn } from './columns';
import { comparisonExport, type ExportedComparison } from './comparisonExport';

/** Raised by a change that a reader has to know of; a new key or column is none. */
export const EXPORT_SCHEMA_VERSION = 1;

/** What holds for the whole run: the top of the JSON document, the metadata of a Parquet file. */
export interface ExportHead {
  readonly schema: 'moe-workbench-export';
  readonly schemaVersion: typeof EXPORT_SCHEMA_VERSION;
  /** Of the latest start or resume. */
  readonly environment: Environment;
  readonly plan: Omit<RunPlan, 'cells'>;
  readonly comparison: ExportedComparison | null;
  readonly columns: readonly Pick<CellColumn, 'name' | 'type' | 'unit' | 'meaning'>[];
}

/** What the caller knows of the file that is exported. */
export interface ExportSource {
  /** SHA-256 of the run file's bytes, in hexadecimal. */
  readonly digestSha256: string;
  /** Of the program that exports. */
  readonly version: string;
  /** The run that is side A, where it is another. */
  readonly baseline?: RunSource | undefined;
}

/** Where the exported figures come from, so that they can be checked. */
export interface ExportProvenance extends RunSource {
  readonly workbenchVersion: string;
  /** The GPU or processor. */
  readonly device: string;
  /** The run that is side A; null where there is none, or it is the run itself. */
  readonly baseline: RunSource | null;
}

/** @param comparison undefined where there is nothing to compare */
export function exportHead(
  document: RunDocument,
  comparison: ComparisonSummary | undefined,
): ExportHead {
  const { cells: _, ...plan } = document.header.plan;
  return {
    schema: 'moe-workbench-export',
    schemaVersion: EXPORT_SCHEMA_VERSION,
    environment: latestEnvironment(document),
    plan,
    comparison: comparison === undefined ? null : comparisonExport(comparison),
    columns: cellColumns.map(({ name, type, unit, meaning }) => ({ name, type, unit, meaning })),
  };
}

/** The run that is exported, and what the caller knows of its file. */
export function provenanceOf(document: RunDocument, source: ExportSource): ExportProvenance {
  const { runId, createdAt } = document.header;
  return {
    runId,
    createdAt,
    digestSha256: source.digestSha256,
    workbenchVersion: source.version,
    device: deviceName(document),
    baseline: source.baseline ?? null,
  };
}
