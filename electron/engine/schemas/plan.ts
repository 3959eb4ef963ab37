import { z } from 'zod';
import {
  EFFORTS,
  type Cell,
  type EffortPlan,
  type PlanRequest,
  type RunPlan,
} from '../../contract/plan';
import { comparisonPlanSchema, comparisonRequestSchema } from './comparison';
import { problemSchema, routingSchema, stageSchema, tacticSchema, targetSchema } from './problem';

const batchSize = z.int().min(1).max(1_048_576);
const threads = z.int().min(0).max(4096);
const seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const cacheMode = z.enum(['cold', 'hot']);
const count = z.int().min(0);
const tacticFilter = z.string().max(1000);
const gemm2TacticId = z.string().min(1).max(300).optional();

export const planRequestSchema: z.ZodType<PlanRequest> = z.object({
  preset: z.string().max(200).optional(),
  problem: problemSchema,
  target: targetSchema,
  stages: z.array(stageSchema).min(1).max(3),
  batchSizes: z.array(batchSize).min(1).max(100),
  routings: z.array(routingSchema).min(1).max(20),
  tacticFilter,
  gemm2TacticId,
  threads,
  effort: z.enum(EFFORTS),
  cacheMode,
  seed,
  comparison: comparisonRequestSchema.optional(),
});

const effortPlanSchema: z.ZodType<EffortPlan> = z.object({
  minReplicates: count,
  maxReplicates: count,
  blocksPerReplicate: count,
  slotsPerBlock: count,
  minSlotUs: z.number().positive(),
  targetHalfWidth: z.number().positive(),
  budgetSeconds: z.number().positive(),
});

const cellSchema: z.ZodType<Cell> = z.object({
  index: count,
  tacticId: z.string().min(1).max(300),
  batchSize,
  routing: routingSchema,
  stage: stageSchema,
  gemm2TacticId,
  baselineTacticId: z.string().min(1).max(300).optional(),
  control: z.literal(true).optional(),
  unsupported: z.string().optional(),
});

const runPlan = z.object({
  preset: z.string().optional(),
  problem: problemSchema,
  target: targetSchema,
  threads,
  effort: z.enum(EFFORTS),
  effortPlan: effortPlanSchema,
  cacheMode,
  seed,
  tacticFilter,
  gemm2TacticId,
  comparison: comparisonPlanSchema.optional(),
  tactics: z.array(tacticSchema).max(10_000),
  cells: z.array(cellSchema).max(1_000_000),
});

export const runPlanSchema: z.ZodType<RunPlan> = runPlan;

/** The plan as an export has it: its cells are the export's own. */
export const exportedPlanSchema: z.ZodType<Omit<RunPlan, 'cells'>> = runPlan.omit({ cells: true });
