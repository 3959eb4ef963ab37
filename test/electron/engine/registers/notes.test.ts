import { describe, expect, it } from 'vitest';
import type { KernelResources, ResourceReport } from '../../../../electron/contract/registers';
import { registerNotes } from '../../../../electron/engine/registers/notes';
import { registerRows } from '../../../../electron/engine/registers/registerRows';
import { inventedReport, kernelOf, listedOf } from '../../../fixtures/registers';

function notesOf(kernel: KernelResources): readonly string[] {
  const report: ResourceReport = {
    ...inventedReport(),
    tactics: [listedOf(kernel)],
    kernels: [kernel],
  };
  const [row] = registerRows(report);
  if (row === undefined) throw new Error('the report has a row');
  return registerNotes(row, report).map(({ title, text }) => `${title} ${text}`);
}

function noteTexts(report: ResourceReport): Record<string, readonly string[]> {
  const rows = registerRows(report);
  return Object.fromEntries(
    rows.map((row) => [
      `${row.structure.family} ${row.structure.tileM} ${row.structure.schedule} ${row.standing}`,
      registerNotes(row, report).map(({ title, text }) => `${title} ${text}`),
    ]),
  );
}

describe('notes on registers', () => {
  it('are silent on a tactic that has room', () => {
    expect(notesOf(kernelOf())).toEqual([]);
  });

  it('are silent on what the compiler did not say', () => {
    const unknown = { consumerRegisters: null, spillStoreBytes: null, stackBytes: null };
    expect(notesOf(kernelOf(unknown))).toEqual([]);
  });

  it('explain an overflow with its figures, and name a kernel that does not', () => {
    const notes = noteTexts(inventedReport())['original 128 pingpong offered'] ?? [];
    expect(notes[0]).toBe(
      'It overflows its registers. Each consumer thread holds 128 accumulators of the output tile and, ' +
        'because scales are applied after the products, up to 128 more for the group in flight: 256 before ' +
        'converted weights and addresses, against a limit of 232. It costs 1,540 B stored and 1,544 B loaded ' +
        'per thread, 688 B of stack. To try: the cooperative schedule of the same tile (64 accumulators); ' +
        'the compiler spills nothing there.',
    );
  });

  it('say what a duplicate, an excluded and an unlisted kernel are', () => {
    const notes = noteTexts(inventedReport());
    expect(notes['original 128 cooperative duplicate']?.[0]).toContain(
      'runs 128x128x128 pingpong for it',
    );
    expect(notes['pr12451 128 cooperative excluded']?.[0]).toContain('It is not offered.');
    expect(notes['original 128 cooperative unlisted']?.[0]).toContain(
      'No dispatcher makes this kernel.',
    );
  });

  it('pass on a serialisation warning in words', () => {
    const notes = noteTexts(inventedReport())['pr12451 128 cooperative excluded'] ?? [];
    expect(notes.some((note) => note.includes('serialises') && note.includes('C7512'))).toBe(true);
  });

  it('warn of CTAs whose odd warps may meet on one scheduler', () => {
    const odd = { registersPerThread: 112, threadsPerBlock: 160, dynamicSharedBytes: 64_000 };
    const [note] = notesOf(kernelOf(odd));
    expect(note).toContain('3 CTAs fit an SM by number, but its 5 warps are no multiple of the 4');
    expect(note).toContain('only 2 fit');
    expect(notesOf(kernelOf({ ...odd, threadsPerBlock: 128 }))).toEqual([]);
  });

  it('warn of consumers at their limit and of a shallow pipeline', () => {
    const [tight, shallow] = notesOf(kernelOf({ consumerRegisters: 226, stages: 3 }));
    expect(tight).toContain('They use 226 of 232 registers: 6 left.');
    expect(shallow).toContain('only 3 stages fit');
  });

  it("put the compiler's message first when a kernel did not compile", () => {
    const [first] = notesOf(kernelOf({ failure: 'error: no such type', registersPerThread: null }));
    expect(first).toBe('It did not compile. error: no such type');
  });
});
