import { z } from 'zod';
import type {
  CellVisit,
  ProblemSupport,
  WorkerJob,
  WorkerMessage,
  WorkerReport,
} from '../../contract/workerApi';
import { bytesPerSecondSchema, ceilingsSchema, cpuSchema, libraryReportSchema } from './machine';
import { runPlanSchema } from './plan';
import { problemSchema, stageSchema } from './problem';
import { failureKindSchema, recordSchema } from './runFile';

const index = z.int().min(0);
const path = z.string().min(1).max(4096);
const limitUs = z.number().positive();

const visitSchema: z.ZodType<CellVisit> = z.object({
  cell: index,
  firstBlock: index,
  blocks: index,
});

export const workerJobSchema: z.ZodType<WorkerJob> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('describe'),
    libraryPaths: z.array(path),
    problem: problemSchema.optional(),
    stages: z.array(stageSchema).optional(),
  }),
  z.object({ type: z.literal('ceilings'), threads: index }),
  z.object({ type: z.literal('deviceBandwidth'), libraryPath: path }),
  z.object({
    type: z.literal('replicate'),
    libraries: z.object({ A: path, B: path.optional(), control: path.optional() }),
    plan: runPlanSchema,
    replicate: index,
    visits: z.array(visitSchema),
  }),
]);

const supportSchema: z.ZodType<ProblemSupport> = z.object({
  tacticId: z.string(),
  stage: stageSchema,
  supported: z.boolean(),
  reason: z.string().optional(),
  weightBytes: z.number().min(0),
});

const reportSchema: z.ZodType<WorkerReport> = z.object({
  cpu: cpuSchema,
  libraries: z.array(libraryReportSchema),
  support: z.array(supportSchema),
  failures: z.array(z.object({ path: z.string(), message: z.string() })),
});

export const workerMessageSchema: z.ZodType<WorkerMessage> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('described'), report: reportSchema }),
  z.object({ type: z.literal('ceilings'), ceilings: ceilingsSchema }),
  z.object({ type: z.literal('deviceBandwidth'), bytesPerSecond: bytesPerSecondSchema }),
  z.object({ type: z.literal('activity'), activity: z.string(), limitUs }),
  z.object({ type: z.literal('entering'), cell: index, limitUs }),
  z.object({ type: z.literal('record'), record: recordSchema }),
  z.object({ type: z.literal('finished') }),
  z.object({ type: z.literal('failed'), kind: failureKindSchema, message: z.string() }),
]);
