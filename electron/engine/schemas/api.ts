import { z } from 'zod';
import type {
  HostEvent,
  HostEvents,
  HostMethod,
  HostMethods,
  RunProgress,
} from '../../contract/api';
import { ERROR_CODES, type WorkbenchError } from '../../contract/errors';
import { machineReportSchema } from './machine';
import { planPreviewSchema, planRequestSchema } from './plan';
import { documentSchema, endReasonSchema, recordSchema, runIdSchema } from './runFile';

const empty = z.strictObject({});
const reference = z.object({ runId: runIdSchema });
const name = z.string().max(200);
const seconds = z.number().min(0);

/** 64 MiB of JSON lines: more than 100,000 blocks. */
const maxRunFileCharacters = 64 * 1024 * 1024;

const progressSchema: z.ZodType<RunProgress> = z.object({
  runId: runIdSchema,
  phase: z.enum(['preparing', 'measuring', 'finishing']),
  activity: z.string(),
  replicate: z.int().min(0),
  plannedReplicates: z.int().min(0),
  doneCells: z.int().min(0),
  plannedCells: z.int().min(0),
  fraction: z.number().min(0).max(1),
  elapsedSeconds: seconds,
  remainingSeconds: seconds.optional(),
});

const errorSchema: z.ZodType<WorkbenchError> = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  details: z.string().optional(),
});

const runListEntrySchema = z.object({
  runId: runIdSchema,
  name: z.string(),
  createdAt: z.iso.datetime(),
  preset: z.string().optional(),
  target: z.string(),
  cells: z.int().min(0),
  status: z.union([z.enum(['running', 'interrupted']), endReasonSchema]),
  notes: z.string(),
  tags: z.array(z.string()),
});

type MethodSchemas = {
  readonly [M in HostMethod]: {
    readonly request: z.ZodType<HostMethods[M]['request']>;
    readonly reply: z.ZodType<HostMethods[M]['reply']>;
  };
};

/** What may cross between a window and its host, method by method. */
export const hostMethodSchemas: MethodSchemas = {
  'app:info': {
    request: empty,
    reply: z.object({
      version: z.string(),
      shell: z.enum(['electron', 'web']),
      libraryFolder: z.string(),
    }),
  },
  'machine:describe': { request: empty, reply: machineReportSchema },
  'plan:preview': { request: planRequestSchema, reply: planPreviewSchema },
  'run:start': { request: planRequestSchema, reply: reference },
  'run:cancel': { request: reference, reply: empty },
  'run:resume': { request: reference, reply: reference },
  'run:active': { request: empty, reply: z.object({ progress: progressSchema.optional() }) },
  'runs:list': { request: empty, reply: z.array(runListEntrySchema) },
  'runs:open': { request: reference, reply: documentSchema },
  'runs:import': {
    request: z.object({ text: z.string().max(maxRunFileCharacters) }),
    reply: reference,
  },
  'runs:annotate': {
    request: z.object({
      runId: runIdSchema,
      name: name.optional(),
      notes: z.string().max(100_000).optional(),
      tags: z.array(name).max(100).optional(),
    }),
    reply: empty,
  },
};

type EventSchemas = { readonly [E in HostEvent]: z.ZodType<HostEvents[E]> };

export const hostEventSchemas: EventSchemas = {
  'run:records': z.object({
    runId: runIdSchema,
    firstIndex: z.int().min(0),
    records: z.array(recordSchema),
  }),
  'run:progress': progressSchema,
  'run:ended': z.object({
    runId: runIdSchema,
    reason: endReasonSchema,
    error: errorSchema.optional(),
  }),
  'runs:changed': empty,
  'runs:opened': reference,
};
