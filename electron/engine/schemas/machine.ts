import { z } from 'zod';
import type {
  Bandwidth,
  Ceilings,
  ComputePeak,
  CpuInfo,
  DeviceReport,
  Environment,
  LibraryIdentity,
  LibraryReport,
} from '../../contract/machine';
import { SCHEMES } from '../../contract/problem';
import type { TacticOffer } from '../../contract/tactic';
import { tacticSchema, targetSchema } from './problem';

const bytes = z.number().min(0);
const text = z.string().max(10_000);

export const cpuSchema: z.ZodType<CpuInfo> = z.object({
  model: text,
  hardwareThreads: z.int().min(1),
  features: z.array(text),
  l1dBytes: bytes,
  l2Bytes: bytes,
  lastLevelCacheBytes: bytes,
});

export const bytesPerSecondSchema = z.number().positive();

const bandwidthSchema: z.ZodType<Bandwidth> = z.object({
  threads: z.int().min(1),
  bytesPerSecond: bytesPerSecondSchema,
});

const computePeakSchema: z.ZodType<ComputePeak> = z.object({
  threads: z.int().min(1),
  flopsPerSecond: z.number().positive(),
  instruction: z.enum(['bf16_tiles', 'bf16_dot', 'fp32_multiply_add']),
});

export const ceilingsSchema: z.ZodType<Ceilings> = z.object({
  readBandwidth: bandwidthSchema,
  computePeak: computePeakSchema,
  hugePagesGranted: z.boolean(),
});

const deviceSchema: z.ZodType<DeviceReport> = z.object({
  ready: z.boolean(),
  description: text,
  memoryBytes: bytes,
  lastLevelCacheBytes: bytes,
});

const libraryIdentity = {
  target: targetSchema,
  name: text,
  abiVersion: z.int(),
  contentHash: text,
  device: deviceSchema.optional(),
};

const libraryIdentitySchema: z.ZodType<LibraryIdentity> = z.object(libraryIdentity);

const tacticOfferSchema: z.ZodType<TacticOffer> = z.object({
  tactic: tacticSchema,
  supported: z.boolean(),
  reason: text.optional(),
  schemes: z.array(z.enum(SCHEMES)).optional(),
});

export const libraryReportSchema: z.ZodType<LibraryReport> = z.object({
  ...libraryIdentity,
  path: text,
  device: deviceSchema,
  tactics: z.array(tacticOfferSchema),
});

export const environmentSchema: z.ZodType<Environment> = z.object({
  workbenchVersion: text,
  hostname: text,
  operatingSystem: text,
  nodeVersion: text,
  cpu: cpuSchema,
  memoryTotalBytes: bytes,
  transparentHugePages: text,
  libraries: z.array(libraryIdentitySchema),
  readBandwidth: bandwidthSchema.optional(),
  computePeak: computePeakSchema.optional(),
  deviceReadBytesPerSecond: bytesPerSecondSchema.optional(),
  hugePagesGranted: z.boolean().optional(),
});
