import { describe, expect, it } from 'vitest';
import type { RunPlan } from '../../../../electron/contract/plan';
import type { EndRecord, RunDocument } from '../../../../electron/contract/runFile';
import { methodsOf } from '../../../../electron/engine/report/methods';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { compareRuns, matchingCells } from '../../../../electron/engine/verdict/compareRuns';
import type { ComparisonSummary } from '../../../../electron/engine/verdict/comparisonSummary';
import { pairFamilies } from '../../../../electron/engine/verdict/runParts';
import { comparisonPlan, pairedBlock } from '../../../fixtures/comparisons';
import { block, documentOf } from '../../../fixtures/plans';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { renamed } from './reports';

const ONE_SIDE = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 800 801
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 400 400
`);
const TWO_SIDES = comparedRun('demo');

/** The paragraph as it is read. */
function methods(
  document: RunDocument,
  comparison: ComparisonSummary | undefined = compareRun(document),
): string {
  return methodsOf(document, summariseRun(document), comparison).join(' ');
}

function withPlan(document: RunDocument, changes: Partial<RunPlan>): RunDocument {
  return {
    ...document,
    header: { ...document.header, plan: { ...document.header.plan, ...changes } },
  };
}

function endingWith(document: RunDocument, end: Pick<EndRecord, 'reason' | 'at'>): RunDocument {
  const records = document.records.filter(({ type }) => type !== 'end');
  return { ...document, records: [...records, { type: 'end', ...end }] };
}

describe('the problem', () => {
  it('is said with every size that it takes to measure it again', () => {
    expect(methods(ONE_SIDE)).toContain(
      'One MoE layer (hidden size 2880, intermediate size 2880, 32 experts, top-4, mxfp4_bf16, ' +
        'swiglu_oai, with bias) was measured on the CPU with 2 threads, uniform routing, seed 1.',
    );
  });

  it('names each routing once, one thread as one, and no bias where there is none', () => {
    const run = runFromText(
      ['uniform', 'zipf:1.1', 'uniform']
        .map(
          (routing, i) =>
            `natural.avx2.m16n1k64.arith.direct.after | ${i + 1} | 8 | layer ${routing}`,
        )
        .join('\n'),
    );
    const problem = { ...run.header.plan.problem, bias: false };
    const text = methods(withPlan(run, { threads: 1, problem }));
    expect(text).toContain('with 1 thread, uniform, zipf:1.1 routing');
    expect(text).not.toContain('bias');
    expect(methods(withPlan(run, { threads: 0 }))).toContain('with every hardware thread');
  });
});

describe('the design', () => {
  it('of one side says that nothing was compared', () => {
    expect(methods(ONE_SIDE)).toContain('Design: one side was measured; nothing was compared.');
    expect(methods(ONE_SIDE)).not.toMatch(/Margin|Correction|both sides/);
  });

  it('of two branches is A B B A in one process, with the estimator', () => {
    expect(methods(TWO_SIDES)).toMatch(
      /Design: both branches .* in blocks A B B A and B A A B by turns.*mean log B less mean log A, of a replicate the median of its blocks\./,
    );
  });

  it('of two families of one run is weaker, and says so', () => {
    const compared = compareRuns(ONE_SIDE, ONE_SIDE, pairFamilies(ONE_SIDE, 'natural'));
    expect(methods(ONE_SIDE, compared)).toContain(
      'Design: both sides are cells of one run, paired by replicate but not interleaved, which is weaker',
    );
  });

  it('of two runs is the weakest, with what it asks for', () => {
    const before = renamed(ONE_SIDE, 'before');
    const compared = compareRuns(before, ONE_SIDE, matchingCells(before, ONE_SIDE));
    expect(methods(ONE_SIDE, compared)).toMatch(
      /two runs of different times, unpaired, which is the weakest design; it asks for 8 replicates and a margin of 1 %\..*Margin: 1\.00 % of time\./,
    );
  });

  it('counts what was planned and what has finished', () => {
    expect(methods(ONE_SIDE)).toContain(
      'Effort quick plans 5 replicates, 5 finished; a replicate is a fresh process that visits every ' +
        'cell in random order with 1 block of 4 slots.',
    );
    const { effortPlan } = ONE_SIDE.header.plan;
    const wide = { ...effortPlan, maxReplicates: 64, blocksPerReplicate: 2 };
    expect(methods(withPlan(ONE_SIDE, { effortPlan: wide }))).toMatch(
      /plans 5 to 64 replicates.*with 2 blocks of 4 slots/,
    );
  });
});

describe('how a time is made', () => {
  it('has a timer for each target, and says how long a slot is', () => {
    expect(methods(ONE_SIDE)).toContain(
      'launches of at least 1 ms, its value the median launch; the timer is the steady clock of the processor.',
    );
    const onGpu = methods(withPlan(ONE_SIDE, { target: 'sm90' }));
    expect(onGpu).toContain('was measured on the GPU, uniform routing');
    expect(onGpu).toContain('the timer is CUDA events on the stream of the launches');
  });

  it('says whether weights were cold, and how cold', () => {
    expect(methods(ONE_SIDE)).toMatch(
      /Weights were cold: .* at least 5 times the last-level cache/,
    );
    expect(methods(withPlan(ONE_SIDE, { cacheMode: 'hot' }))).toContain(
      'Weights were hot: the same buffers again and again.',
    );
  });

  it('speaks of sides only where there are two', () => {
    const cold = withPlan(TWO_SIDES, { cacheMode: 'cold' });
    expect(methods(cold)).toContain('for every launch, the same on both sides.');
    expect(methods(ONE_SIDE)).toContain('for every launch.');
  });

  it('says what the worst interval covers, and that there is none with one replicate', () => {
    // 1 - 2 / 2^5, of the smallest and the largest of five.
    expect(methods(ONE_SIDE)).toContain('an order-statistic interval of 93.8 % coverage or more');
    const once = runFromText('natural.avx2.m16n1k64.arith.direct.after | 1 | 800');
    expect(methods(once)).toContain(
      'A time is the median over replicate medians, without an interval.',
    );
  });

  it('says that a wrong tactic has none', () => {
    expect(methods(ONE_SIDE)).toMatch(
      /compared with a plain fp32 oracle before it was timed; a wrong one has no time/,
    );
  });
});

describe('how a verdict is made', () => {
  it('has the rule of each word, the filter, the correction and the control', () => {
    const text = methods(TWO_SIDES);
    const { cells, controls } = compareRun(TWO_SIDES) ?? { cells: [], controls: [] };
    expect(text).toContain(
      "Margin: 0.50 % of time. FASTER and SLOWER: the 95 % interval by Student's t",
    );
    expect(text).toContain(
      'SAME: the 90 % interval lies wholly within it; otherwise INCONCLUSIVE.',
    );
    expect(text).toContain(
      'A block with a throttle reason or a clock under 0.9 of the median is dropped',
    );
    expect(text).toContain(`Correction for ${cells.length} cells: Benjamini-Hochberg.`);
    expect(text).toContain(
      `An A/A control of ${controls.length} cells, the baseline against a second copy of itself, was falsely called FASTER or SLOWER 0 times.`,
    );
    expect(text).toMatch(
      /Smallest change that one cell would show in 80 % of runs like this: \d\.\d\d %\./,
    );
  });

  it('says that the control has raised the margin, and how often it was falsely called', () => {
    const plan = comparisonPlan();
    const records = plan.cells.flatMap(({ index, control }) =>
      Array.from({ length: 8 }, (_, replicate) =>
        // The copy of the baseline is 4 % slower, time after time.
        pairedBlock(index, replicate, 100, (control === true ? 104 : 100) + 0.01 * (replicate % 3)),
      ),
    );
    const run = documentOf(plan, records);
    const controls = plan.cells.filter(({ control }) => control === true).length;
    expect(controls).toBeGreaterThan(1);
    expect(methods(run)).toMatch(/Margin: 4\.\d\d % of time, raised by the A\/A control\./);
    expect(methods(run)).toContain(`falsely called FASTER or SLOWER ${controls} times.`);
  });

  it("names Holm's correction, and says where there is no control and no filter", () => {
    const { comparison } = TWO_SIDES.header.plan;
    const holm =
      comparison === undefined ? comparison : { ...comparison, correction: 'holm' as const };
    expect(methods(withPlan(TWO_SIDES, { comparison: holm }))).toContain('cells: Holm.');
    const families = compareRuns(ONE_SIDE, ONE_SIDE, pairFamilies(ONE_SIDE, 'natural'));
    expect(methods(ONE_SIDE, families)).toContain(
      'Correction for 1 cell: Benjamini-Hochberg. There was no A/A control.',
    );
    expect(methods(ONE_SIDE, families)).not.toContain('throttle');
  });
});

describe('why the run stopped', () => {
  const at = '2026-11-20T10:01:15.000Z'; // 75 s after it began

  it.each([
    [
      'precise',
      /^The run stopped after 1 min 15 s because every interval was within 0\.25 % on either side; it never stops on significance\.$/,
    ],
    [
      'budget',
      /^The run stopped after 1 min 15 s because its budget was spent; it never stops on significance\.$/,
    ],
    ['complete', /^The run ended after 1 min 15 s, with every planned replicate\.$/],
    ['cancelled', /^The run was cancelled after 1 min 15 s: every figure is provisional\.$/],
    ['failed', /^The run failed after 1 min 15 s: every figure is provisional\.$/],
  ] as const)('%s', (reason, sentence) => {
    const run = endingWith(ONE_SIDE, { reason, at });
    expect(methodsOf(run, summariseRun(run), undefined).at(-1)).toMatch(sentence);
  });

  it('is not known of a run that is not finished, also where it had ended before it was resumed', () => {
    const resumed = { ...ONE_SIDE, records: [...ONE_SIDE.records, block(0, 5, 800)] };
    expect(methods(resumed)).toMatch(/The run is not finished: every figure is provisional\.$/);
  });
});
