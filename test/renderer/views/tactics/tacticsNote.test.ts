import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { tacticRows } from '../../../../renderer/views/tactics/tacticRows';
import { tacticsNote } from '../../../../renderer/views/tactics/tacticsNote';
import { runFromText } from '../../fixtures/runFromText';

function noteOf(text: string): string {
  const document = runFromText(text);
  return tacticsNote(tacticRows(document.header.plan, summariseRun(document)), 'natural');
}

describe('the note above the table of cells', () => {
  it('explains the speed-up where a cell has one', () => {
    const note = noteOf(`
      natural.avx2.m16n1k64.arith.direct.after | 1 | 2000
      streaming.avx2.m32n6k64.lut.stream.after | 1 | 1000
    `);
    expect(note).toMatch(/^All avx2, layer, uniform, measured\. Regret: /);
    expect(note).toContain('speed-up: over the best of natural');
  });

  it('says nothing of a column that the table has not', () => {
    const note = noteOf('streaming.avx2.m32n6k64.lut.stream.after | 1 | 1000');
    expect(note).not.toContain('speed-up');
  });
});
