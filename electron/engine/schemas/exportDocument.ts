import { z } from 'zod';
import { VERDICT_WORDS } from '../../contract/comparison';
import { cellColumns, type ColumnType } from '../export/columns';
import type {
  ExportedComparison,
  ExportedControl,
  ExportedHeadline,
  ExportedMissing,
} from '../export/comparisonExport';
import { EXPORT_SCHEMA_VERSION } from '../export/exportHead';
import type { ExportDocument } from '../export/jsonExport';
import type { RunSource } from '../report/report';
import { environmentSchema } from './machine';
import { exportedPlanSchema } from './plan';
import { stageSchema } from './problem';
import { runIdSchema } from './runFile';

const count = z.int().min(0);
const ratio = z.number().nullable();
const verdict = z.enum(VERDICT_WORDS);

const source = {
  runId: runIdSchema,
  createdAt: z.iso.datetime(),
  digestSha256: z.string().regex(/^[0-9a-f]{64}$/),
};
const sourceSchema: z.ZodType<RunSource> = z.strictObject(source);

const speedup = { speedupRatio: ratio, lowRatio: ratio, highRatio: ratio };
const cellName = {
  tactic: z.string(),
  gemm2_tactic: z.string().nullable(),
  stage: stageSchema,
  routing: z.string(),
  batch_size_tokens: count,
};

const headlineSchema: z.ZodType<ExportedHeadline> = z.strictObject({
  verdict,
  reason: z.string().nullable(),
  ...speedup,
  replicates: count,
  cells: count,
});

const controlSchema: z.ZodType<ExportedControl> = z.strictObject({
  ...cellName,
  verdict,
  ...speedup,
});

const missingSchema: z.ZodType<ExportedMissing> = z.strictObject({
  ...cellName,
  reason: z.string(),
});

const comparisonSchema: z.ZodType<ExportedComparison> = z.strictObject({
  design: z.enum(['interleaved', 'same run', 'separate runs']),
  correction: z.enum(['holm', 'benjamini-hochberg']),
  marginRatio: z.number(),
  marginFloorRatio: z.number(),
  headline: headlineSchema.nullable(),
  counts: z.record(verdict, count),
  control: z.strictObject({ cells: z.array(controlSchema), falselyCalled: count }),
  detectableRatio: ratio,
  missing: z.array(missingSchema),
});

const values = {
  text: z.string().nullable(),
  number: z.number().nullable(),
  count: count.nullable(),
} as const satisfies Record<ColumnType, z.ZodType>;

/** The JSON document that a run is exported as, version 1. */
export const exportDocumentSchema: z.ZodType<ExportDocument> = z.strictObject({
  schema: z.literal('moe-workbench-export'),
  schemaVersion: z.literal(EXPORT_SCHEMA_VERSION),
  provenance: z.strictObject({
    ...source,
    workbenchVersion: z.string(),
    device: z.string(),
    baseline: sourceSchema.nullable(),
  }),
  environment: environmentSchema,
  plan: exportedPlanSchema,
  comparison: comparisonSchema.nullable(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['text', 'number', 'count']),
      unit: z.string(),
      meaning: z.string(),
    }),
  ),
  cells: z.array(
    z.strictObject(Object.fromEntries(cellColumns.map(({ name, type }) => [name, values[type]]))),
  ),
});
