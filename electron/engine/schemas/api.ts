import { z } from 'zod';
import type { HostMethod, HostMethods } from '../../contract/api';
import { exportFormatSchema, reportChoiceSchema } from './exportJob';
import { planRequestSchema } from './plan';
import { runIdSchema } from './runFile';

const empty = z.strictObject({});
const reference = z.object({ runId: runIdSchema });
const branchName = z.string().min(1).max(4096);
const name = z.string().max(200);

/** 64 MiB of JSON lines: more than 100,000 blocks. */
const maxRunFileCharacters = 64 * 1024 * 1024;

type RequestSchemas = { readonly [M in HostMethod]: z.ZodType<HostMethods[M]['request']> };

/** What a window may ask, method by method. */
export const hostRequestSchemas: RequestSchemas = {
  'app:info': empty,
  'machine:describe': empty,
  'registers:describe': empty,
  'registers:ofSides': reference,
  'plan:preview': planRequestSchema,
  'compare:start': z.object({
    plan: planRequestSchema,
    a: branchName,
    b: branchName,
    repository: branchName,
    trust: z.boolean(),
  }),
  'run:start': planRequestSchema,
  'run:cancel': reference,
  'run:resume': reference,
  'run:active': empty,
  'runs:list': empty,
  'runs:open': reference,
  'runs:import': z.object({ text: z.string().max(maxRunFileCharacters) }),
  'runs:annotate': z.object({
    runId: runIdSchema,
    name: name.optional(),
    notes: z.string().max(100_000).optional(),
    tags: z.array(name).max(100).optional(),
  }),
  'report:export': z.object({
    runId: runIdSchema,
    format: exportFormatSchema,
    baseline: z.string().min(1).max(400).optional(),
    choice: reportChoiceSchema,
  }),
  'report:facts': z.object({ runId: runIdSchema }),
};
