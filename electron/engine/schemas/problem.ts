import { z } from 'zod';
import {
  ACTIVATIONS,
  SCHEMES,
  STAGES,
  TARGETS,
  type MoeProblem,
  type SwigluParameters,
} from '../../contract/problem';
import type { RoutingSpec } from '../../contract/routing';
import type { Tactic } from '../../contract/tactic';

const size = z.int().min(1).max(1_048_576);

export const stageSchema = z.enum(STAGES);
export const targetSchema = z.enum(TARGETS);

const swigluSchema: z.ZodType<SwigluParameters> = z.object({
  alpha: z.number(),
  beta: z.number(),
  limit: z.number().positive().optional(),
});

export const problemSchema: z.ZodType<MoeProblem> = z.object({
  hiddenSize: size,
  intermediateSize: size,
  numExperts: size,
  topK: size,
  scheme: z.enum(SCHEMES),
  activation: z.enum(ACTIVATIONS),
  swiglu: swigluSchema.optional(),
  bias: z.boolean(),
});

export const routingSchema: z.ZodType<RoutingSpec> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uniform') }),
  z.object({ kind: z.literal('balanced') }),
  z.object({ kind: z.literal('zipf'), exponent: z.number().min(0).max(10) }),
  z.object({ kind: z.literal('dirichlet'), alpha: z.number().min(0.001).max(1000) }),
  z.object({ kind: z.literal('single'), expert: z.int().min(0) }),
]);

const word = z.string().min(1).max(80);
const small = z.int().min(0).max(65_536);

export const tacticSchema: z.ZodType<Tactic> = z.object({
  id: z.string().min(1).max(300),
  family: word,
  instructionSet: word,
  tileM: small,
  tileN: small,
  tileK: small,
  clusterM: small,
  clusterN: small,
  stages: small,
  swizzle: small,
  splitK: small,
  schedule: word,
  raster: word,
  conversion: word,
  loader: word,
  scaling: word,
  weightLayout: word,
  isDefault: z.boolean(),
});
