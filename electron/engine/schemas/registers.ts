import { z } from 'zod';
import {
  RESOURCE_REPORT_SCHEMA_VERSION,
  STANDINGS,
  type KernelResources,
  type ListedTactic,
  type RegistersAnswer,
  type ResourceReport,
} from '../../contract/registers';
import { SCHEMES } from '../../contract/problem';
import { targetSchema } from './problem';

const id = z.string().min(1).max(300);
const word = z.string().min(1).max(80);
const small = z.int().min(0).max(65_536);
const bytes = z.int().min(0);
const figure = z.int().min(0).nullable();
/** A compiler's output may be long. */
const text = z.string().max(1_000_000);

const structure = {
  family: word,
  tileM: small.min(1),
  tileN: small.min(1),
  tileK: small.min(1),
  scheme: z.enum(SCHEMES).optional(),
  schedule: word,
  clusterM: small.min(1),
  clusterN: small.min(1),
};

const kernelSchema: z.ZodType<KernelResources> = z.object({
  id,
  ...structure,
  stages: small,
  threadsPerBlock: small.min(1),
  registersPerThread: figure,
  producerRegisterLimit: small,
  consumerRegisterLimit: small,
  producerRegisters: figure,
  consumerRegisters: figure,
  spillStoreBytes: figure,
  spillLoadBytes: figure,
  stackBytes: figure,
  staticSharedBytes: figure,
  dynamicSharedBytes: bytes,
  barriers: figure,
  warnings: text,
  failure: text,
});

const listedSchema: z.ZodType<ListedTactic> = z.object({
  id,
  ...structure,
  standing: z.enum(STANDINGS),
  position: z.int().min(0).nullable(),
  runsAs: id,
});

export const resourceReportSchema: z.ZodType<ResourceReport> = z.object({
  schemaVersion: z.literal(RESOURCE_REPORT_SCHEMA_VERSION),
  target: targetSchema,
  compiler: text,
  tactics: z.array(listedSchema),
  kernels: z.array(kernelSchema),
});

export const registersAnswerSchema: z.ZodType<RegistersAnswer> = z.object({
  reports: z.array(resourceReportSchema),
  missing: z.array(z.object({ library: z.string(), reason: z.string() })),
});
