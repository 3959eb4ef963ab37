import { z } from 'zod';
import {
  RUN_FILE_SCHEMA_VERSION,
  type BlockRecord,
  type CheckRecord,
  type DeviceState,
  type EndRecord,
  type FailureRecord,
  type HeaderRecord,
  type ReplicateRecord,
  type ResumeRecord,
  type RunRecord,
  type SlotRecord,
} from '../../contract/runFile';
import { environmentSchema } from './machine';
import { runPlanSchema } from './plan';

const index = z.int().min(0);
const microseconds = z.number().min(0);
const at = z.iso.datetime();
const message = z.string().max(20_000);

export const runIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/, 'expected letters, digits, dot, dash, underscore')
  .refine((id) => !id.includes('..'), 'two dots in a row are not allowed');

export const headerSchema: z.ZodType<HeaderRecord> = z.object({
  type: z.literal('header'),
  format: z.literal('moerun'),
  schemaVersion: z.literal(RUN_FILE_SCHEMA_VERSION),
  runId: runIdSchema,
  createdAt: at,
  environment: environmentSchema,
  plan: runPlanSchema,
});

const replicateSchema: z.ZodType<ReplicateRecord> = z.object({
  type: z.literal('replicate'),
  replicate: index,
  event: z.enum(['started', 'finished']),
  at,
  prepareUs: microseconds.optional(),
  measuredUs: microseconds.optional(),
});

// A wrong kernel can produce NaN and infinity, which JSON writes as null.
const anyNumber = z.union([
  z.custom<number>((value) => typeof value === 'number'),
  z.null().transform(() => Number.NaN),
]);

const checkSchema = z.object({
  type: z.literal('check'),
  cell: index,
  replicate: index,
  side: z.enum(['A', 'B']).optional(),
  correct: z.boolean(),
  relativeError: anyNumber,
  comparedValues: index,
  firstBad: z
    .object({ token: index, column: index, expected: anyNumber, actual: anyNumber })
    .optional(),
}) satisfies z.ZodType<CheckRecord>;

const slotSchema: z.ZodType<SlotRecord> = z.object({
  side: z.enum(['A', 'B']),
  medianUs: z.number().positive(),
  minUs: z.number().positive(),
  maxUs: z.number().positive(),
  launches: z.int().min(1),
});

const deviceStateSchema: z.ZodType<DeviceState> = z.object({
  clockMhz: z.number().positive().optional(),
  temperatureC: z.number().optional(),
  powerW: z.number().min(0).optional(),
  throttleReasons: z.array(z.string().max(200)).max(20),
});

const blockSchema: z.ZodType<BlockRecord> = z.object({
  type: z.literal('block'),
  cell: index,
  replicate: index,
  block: index,
  at,
  slots: z.array(slotSchema).min(1),
  weightBytes: z.number().min(0),
  reuseDistanceBytes: z.number().min(0),
  device: deviceStateSchema.optional(),
});

export const failureKindSchema = z.enum(['crashed', 'hung', 'error', 'out_of_memory']);

const failureSchema: z.ZodType<FailureRecord> = z.object({
  type: z.literal('failure'),
  replicate: index,
  cell: index.optional(),
  kind: failureKindSchema,
  message,
});

const resumeSchema: z.ZodType<ResumeRecord> = z.object({
  type: z.literal('resume'),
  at,
  environment: environmentSchema,
});

const endReasonSchema = z.enum(['complete', 'precise', 'budget', 'cancelled', 'failed']);

const endSchema: z.ZodType<EndRecord> = z.object({
  type: z.literal('end'),
  at,
  reason: endReasonSchema,
  message: message.optional(),
});

export const recordSchema: z.ZodType<RunRecord> = z.union([
  blockSchema,
  checkSchema,
  replicateSchema,
  failureSchema,
  resumeSchema,
  endSchema,
]);
