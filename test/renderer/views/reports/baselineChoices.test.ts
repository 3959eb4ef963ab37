import { describe, expect, it } from 'vitest';
import type { RunListEntry } from '../../../../electron/contract/api';
import { baselineChoices } from '../../../../renderer/views/reports/baselineChoices';
import { comparedRun } from '../../fixtures/comparedRun';
import { inventedRun } from '../../fixtures/inventedRun';
import { runFromText } from '../../fixtures/runFromText';

const entry = (runId: string, name: string): RunListEntry => ({
  runId,
  name,
  createdAt: '2026-11-20T10:05:59.000Z',
  target: 'cpu',
  cells: 48,
  status: 'complete',
  notes: '',
  tags: [],
});
const mine = inventedRun(2, { runId: 'mine' });
const runs = [entry('mine', 'Mine'), entry('other', 'Other')];

describe('what a report can be held against', () => {
  it('is its baseline family, each other family, and every other run with its time', () => {
    expect(baselineChoices(mine, runs, '')).toEqual([
      { value: '', label: 'its baseline family, natural' },
      { value: 'family:interleaved', label: 'the family interleaved of this run' },
      { value: 'family:streaming', label: 'the family streaming of this run' },
      { value: 'other', label: 'the run Other, 2026-11-20 10:05 UTC' },
    ]);
  });

  it('is side A or a family for a run that compares', () => {
    expect(baselineChoices(comparedRun('mine'), [], '')).toEqual([
      { value: '', label: 'its own side A, main' },
      { value: 'family:natural', label: 'the family natural of this run' },
      { value: 'family:streaming', label: 'the family streaming of this run' },
    ]);
  });

  it('is nothing within a run of one family', () => {
    const one = runFromText('streaming.avx2.m32n1k64.lut.stream.after | 1 | 2000', {
      runId: 'mine',
    });
    expect(baselineChoices(one, [], '')).toEqual([
      { value: '', label: 'nothing: it has no family natural' },
    ]);
  });

  it.each(['gone', 'mine', 'family:natural', 'family:spells'])(
    'names %s, where the link does',
    (chosen) => {
      expect(baselineChoices(mine, runs, chosen).at(-1)).toEqual({
        value: chosen,
        label: `${chosen}, as the link says`,
      });
      expect(baselineChoices(mine, runs, chosen)).toHaveLength(5);
    },
  );
});
