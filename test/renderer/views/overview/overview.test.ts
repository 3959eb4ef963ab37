import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../../electron/contract/runFile';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import {
  bestByBatch,
  sharedInstructionSet,
} from '../../../../renderer/views/overview/bestByBatchData';
import { overviewFigures } from '../../../../renderer/views/overview/overviewFigures';
import { trustFacts } from '../../../../renderer/views/overview/trustFacts';
import { environment, runFromText, type RunOptions } from '../../fixtures/runFromText';

const TEXT = `
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 8000 8080 7920 8000 8010
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 4000 4040 3960 4000 4005
  natural.avx2.m16n1k64.arith.direct.after   | 4 | 16000 16160 15840 16000 16000
  streaming.avx2.m32n6k64.lut.stream.after   | 4 | 2000 2020 1980 2000 2001
`;

function figuresOf(text: string, options: RunOptions = {}) {
  const document = runFromText(text, options);
  const summary = summariseRun(document);
  const [group] = summary.groups;
  if (group === undefined) throw new Error('The run has no group.');
  return overviewFigures(document, summary, group, 'natural');
}

function factsOf(document: RunDocument) {
  return new Map(trustFacts(document, summariseRun(document)).map((fact) => [fact.name, fact]));
}

describe('the figures of the overview', () => {
  it('lead with the geometric mean of the best family and call it that', () => {
    expect(figuresOf(TEXT)[0]).toEqual({
      label: 'streaming over natural, geometric mean',
      value: '▲ 4.00 × faster',
      sub: '2.00 to 8.00 × over 2 batch sizes; every interval above 1',
      tone: 'good',
    });
  });

  it('give no verdict under five replicates', () => {
    const few = TEXT.replaceAll(/ \d+ \d+$/gm, '');
    const [first] = figuresOf(few);
    expect(first?.value).toBe('4.00 ×');
    expect(first?.sub).toContain('no verdict under 5 replicates');
    expect(first).not.toHaveProperty('tone');
  });

  it('give no verdict before the end', () => {
    const [first] = figuresOf(TEXT, { end: 'none' });
    expect(first?.value).toBe('4.00 ×');
    expect(first?.sub).toContain('no verdict before the end');
  });

  it('do not say faster when one batch size is not', () => {
    const mixed = TEXT.replace('2000 2020 1980 2000 2001', '18000 18000 18000 18000 18001');
    expect(figuresOf(mixed)[0]?.value).toContain('● ');
  });

  it('show the best tactic’s share of the measured bandwidth at the smallest batch size', () => {
    const bandwidth = figuresOf(TEXT)[3];
    expect(bandwidth?.label).toBe('Of read bandwidth, batch 1');
    expect(bandwidth?.value).toBe('62.5 %');
  });

  it('have words, not figures, where nothing is measured', () => {
    const values = figuresOf('natural.avx2.m16n1k64.arith.direct.after | 1 |').map(
      ({ value }) => value,
    );
    expect(values).toEqual(['–', '0 of 1', '1 of 5', '–', '–']);
  });
});

describe('the best tactic by batch size', () => {
  it('says its instruction set once where all rows have the same', () => {
    const setOf = (text: string): string | undefined => {
      const document = runFromText(text);
      const summary = summariseRun(document);
      const [group] = summary.groups;
      if (group === undefined) throw new Error('The run has no group.');
      const tactics = new Map(document.header.plan.tactics.map((tactic) => [tactic.id, tactic]));
      return sharedInstructionSet(bestByBatch(summary, group), tactics);
    };
    expect(setOf(TEXT)).toBe('avx2');
    expect(
      setOf(`${TEXT}  streaming.avx512.m32n6k64.lut.stream.after | 4 | 900 900 900 900 900\n`),
    ).toBeUndefined();
  });

  it('is the one with the smallest median over all families', () => {
    const summary = summariseRun(runFromText(TEXT));
    const [group] = summary.groups;
    if (group === undefined) throw new Error('The run has no group.');
    expect(
      bestByBatch(summary, group).map(({ family, point }) => [family, point.batchSize]),
    ).toEqual([
      ['streaming', 1],
      ['streaming', 4],
    ]);
  });
});

describe('what speaks for trusting a run', () => {
  it('names the reuse distance against five last-level caches', () => {
    const weights = factsOf(runFromText(TEXT)).get('Weights');
    expect(weights?.text).toContain('6.1 × the last-level cache');
    expect(weights?.verdict?.word).toBe('cold');
  });

  it('warns when weights were not cold', () => {
    const cpu = { ...environment().cpu, lastLevelCacheBytes: 100e6 };
    const facts = factsOf(runFromText(TEXT, { environment: environment({ cpu }) }));
    expect(facts.get('Weights')?.verdict).toEqual({ tone: 'warn', word: 'not cold' });
  });

  it('does not call weights cold behind caches of unknown size', () => {
    const cpu = { ...environment().cpu, lastLevelCacheBytes: 0 };
    const weights = factsOf(runFromText(TEXT, { environment: environment({ cpu }) })).get(
      'Weights',
    );
    expect(weights?.text).toContain('the system did not say');
    expect(weights?.verdict).toEqual({ tone: 'warn', word: 'not known' });
  });

  it('counts what is correct against the oracle and names what is not', () => {
    const text = `${TEXT}\ninterleaved.avx2.m16n1k64.lut.direct.after | 1 | incorrect`;
    const correct = factsOf(runFromText(text)).get('Correct');
    expect(correct?.text).toBe('4 of 5 checked cells against the oracle');
    expect(correct?.verdict).toEqual({ tone: 'bad', word: '1 INCORRECT' });
  });

  it('shows warnings of the run file', () => {
    const facts = factsOf(runFromText(TEXT, { warnings: ['The last line was cut off.'] }));
    expect(facts.get('Warning')?.text).toBe('The last line was cut off.');
  });
});
