import { z } from 'zod';
import { EXPORT_FORMATS, REPORT_SECTIONS, type ReportChoice } from '../../contract/report';
import type { ExportAnswer, ExportJob } from '../report/exportJob';
import { registersAnswerSchema } from './registers';

const path = z.string().min(1).max(4096);

/** What a person chooses; a section may stand once. */
export const reportChoiceSchema: z.ZodType<ReportChoice> = z.object({
  sections: z
    .array(z.enum(REPORT_SECTIONS))
    .min(1)
    .refine((sections) => new Set(sections).size === sections.length, 'a section stands twice'),
  title: z.string().max(1000),
  remarks: z.string().max(100_000),
});

export const exportFormatSchema = z.enum(EXPORT_FORMATS);

/** What the report thread is sent. */
export const exportJobSchema: z.ZodType<ExportJob> = z.object({
  type: z.literal('export'),
  format: exportFormatSchema.exclude(['pdf']),
  run: path,
  baseline: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('run'), path }),
      z.object({ kind: z.literal('family'), family: z.string().min(1).max(300) }),
    ])
    .optional(),
  side: z.enum(['A', 'B']).optional(),
  choice: reportChoiceSchema,
  registers: z.object({ A: registersAnswerSchema.optional(), B: registersAnswerSchema }),
  notes: z.string(),
  version: z.string().max(100),
  madeAt: z.iso.datetime(),
});

/** What it answers. */
export const exportAnswerSchema: z.ZodType<ExportAnswer> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('exported'),
    files: z.array(z.object({ name: z.string().min(1), content: z.instanceof(Uint8Array) })).min(1),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
