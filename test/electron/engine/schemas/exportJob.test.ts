import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '../../../../electron/contract/report';
import {
  exportAnswerSchema,
  exportJobSchema,
  reportChoiceSchema,
} from '../../../../electron/engine/schemas/exportJob';
import { inventedReport } from '../../../fixtures/registers';

const choice = { sections: ['verdicts', 'times'], title: '', remarks: '' };
const job = {
  type: 'export',
  format: 'html',
  run: '/runs/x.moerun',
  choice,
  registers: { B: { reports: [inventedReport()], missing: [] } },
  notes: '',
  version: '0.5.0',
  madeAt: '2026-11-24T12:00:00.000Z',
};

describe('a job of the report thread', () => {
  it.each(EXPORT_FORMATS.filter((format) => format !== 'pdf'))('may be in %s', (format) => {
    expect(exportJobSchema.parse({ ...job, format })).toEqual({ ...job, format });
  });

  it.each([
    ['pdf, which whoever asks prints', { format: 'pdf' }],
    ['no run', { run: '' }],
    ['a side that is none', { side: 'C' }],
    ['a baseline without its family', { baseline: { kind: 'family', family: '' } }],
    ['a baseline of no kind', { baseline: '/runs/y.moerun' }],
    ['no section', { choice: { ...choice, sections: [] } }],
    ['registers of no side', { registers: {} }],
    ['a time that is none', { madeAt: 'today' }],
  ])('may not have %s', (_, changes) => {
    expect(exportJobSchema.safeParse({ ...job, ...changes }).success).toBe(false);
  });
});

describe('what a person chooses', () => {
  it('is any of the sections, in any order', () => {
    const reversed = { ...choice, sections: ['times', 'verdicts'] };
    expect(reportChoiceSchema.parse(reversed)).toEqual(reversed);
  });

  it.each([
    ['a section twice', { sections: ['times', 'times'] }, /a section stands twice/],
    ['a section that there is not', { sections: ['verdict'] }, /verdicts/],
    ['a title like a book', { title: 'x'.repeat(1001) }, /1000/],
    ['remarks like a library', { remarks: 'x'.repeat(100_001) }, /100000/],
  ])('is not %s', (_, changes, why) => {
    const parsed = reportChoiceSchema.safeParse({ ...choice, ...changes });
    expect(parsed.error?.message).toMatch(why);
  });
});

describe('an answer', () => {
  it('holds bytes under names, and at least one file', () => {
    const file = { name: 'x.html', content: new Uint8Array([1, 2]) };
    const answer = { type: 'exported', files: [file] };
    expect(exportAnswerSchema.parse(answer)).toEqual(answer);
    expect(exportAnswerSchema.safeParse({ type: 'exported', files: [] }).success).toBe(false);
    const text = { type: 'exported', files: [{ ...file, content: 'text' }] };
    expect(exportAnswerSchema.safeParse(text).success).toBe(false);
  });
});
