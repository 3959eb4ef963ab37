import { z } from 'zod';
import type { Branch, ComparisonPlan, ComparisonRequest } from '../../contract/comparison';

const words = z.string().min(1).max(4096);

const comparison = z.object({
  baselineTacticId: z.string().min(1).max(300).optional(),
  correction: z.enum(['holm', 'benjamini-hochberg']),
  weights: z
    .array(z.object({ batchSize: z.int().min(1), weight: z.number().positive() }))
    .max(100)
    .optional(),
});

export const comparisonRequestSchema: z.ZodType<ComparisonRequest> = comparison;

export const branchSchema: z.ZodType<Branch> = z.object({
  name: words,
  origin: words,
  commit: z.string().max(100).optional(),
  dirty: z.boolean().optional(),
  buildKey: z.string().max(100).optional(),
  compilers: z.array(z.string().max(1000)).max(10),
  builtAt: z.iso.datetime().optional(),
  contentHash: z.string().max(100),
});

export const comparisonPlanSchema: z.ZodType<ComparisonPlan> = comparison.extend({
  branches: z.object({ A: branchSchema, B: branchSchema }),
  marginFloor: z.number().positive(),
});
