import { describe, expect, it } from 'vitest';
import type { RunPlan } from '../../../../electron/contract/plan';
import type { RegistersAnswer, ResourceReport } from '../../../../electron/contract/registers';
import { registerParts } from '../../../../electron/engine/report/registerParts';
import { inventedReport, kernelOf, listedOf } from '../../../fixtures/registers';
import { comparisonPlan } from '../../../fixtures/comparisons';

const REPORT = inventedReport();

function answerOf(...reports: readonly ResourceReport[]): RegistersAnswer {
  return { reports, missing: [] };
}

/** A plan of these tactics. */
function planOf(ids: readonly string[], target: RunPlan['target'] = 'sm90') {
  const plan = comparisonPlan();
  const [base] = plan.tactics;
  return {
    ...plan,
    target,
    tactics: base === undefined ? [] : ids.map((id) => ({ ...base, id })),
  };
}

const listed = REPORT.tactics.map(({ id }) => id);

describe('what the compiler gave', () => {
  it('is of the tactics that were measured, and of no other', () => {
    const [clean = '', spilling = ''] = listed;
    const { compiler, parts, remarks } = registerParts({
      plan: planOf([spilling, 'not in the report']),
      registers: { B: answerOf(REPORT) },
    });
    expect(compiler).toBe('nvcc 13.0.88, sm90');
    expect(parts.map(({ row }) => row.id)).toEqual([spilling]);
    expect(parts.map(({ row }) => row.id)).not.toContain(clean);
    expect(remarks).toEqual(['Not in the compiler’s report: not in the report.']);
  });

  it('stands with most to say first', () => {
    const { parts } = registerParts({ plan: planOf(listed), registers: { B: answerOf(REPORT) } });
    const counts = parts.map(({ notes }) => notes.length);
    expect(parts).toHaveLength(listed.length);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(parts[0]?.notes.map(({ title }) => title)).toContain('It overflows its registers.');
    expect(parts.at(-1)?.notes).toEqual([]);
  });

  it('leaves out kernels that no list names, for nothing runs them', () => {
    const kernel = kernelOf({ family: 'unlisted' });
    const report = { ...REPORT, tactics: [], kernels: [kernel] };
    const { parts } = registerParts({
      plan: planOf([kernel.id]),
      registers: { B: answerOf(report) },
    });
    expect(parts).toEqual([]);
  });
});

describe('before and after', () => {
  it('has the kernel of the baseline beside that of the contender', () => {
    const now = kernelOf({ registersPerThread: 152 });
    const old = { ...now, registersPerThread: 168 };
    const reportOf = (kernel: typeof now) => ({
      ...REPORT,
      tactics: [listedOf(kernel)],
      kernels: [kernel],
    });
    const { parts } = registerParts({
      plan: planOf([now.id]),
      registers: { A: answerOf(reportOf(old)), B: answerOf(reportOf(now)) },
    });
    expect(parts).toMatchObject([
      { row: { kernel: { registersPerThread: 152 } }, before: { registersPerThread: 168 } },
    ]);
  });

  it('has nothing beside it where the baseline does not have the kernel', () => {
    const { parts } = registerParts({
      plan: planOf(listed),
      registers: { A: answerOf({ ...REPORT, kernels: [] }), B: answerOf(REPORT) },
    });
    expect(parts.map(({ before }) => before)).toEqual(listed.map(() => undefined));
  });
});

describe('what is not known', () => {
  it('is said of a CPU, whose compiler gives no report', () => {
    expect(registerParts({ plan: planOf([], 'cpu'), registers: { B: answerOf() } })).toEqual({
      compiler: '',
      parts: [],
      remarks: ['The compiler of CPU kernels gives no report of registers; nvcc does.'],
    });
  });

  it('is said where no report has a tactic of the run', () => {
    const { parts, remarks } = registerParts({
      plan: planOf(['another']),
      registers: { B: answerOf(REPORT) },
    });
    expect(parts).toEqual([]);
    expect(remarks).toEqual(['No tactic of this run is in a compiler’s report that was found.']);
  });

  it('is said of every tactic of the run that the report lacks, the first of many by name', () => {
    const remarksOf = (...others: readonly string[]) =>
      registerParts({ plan: planOf([...listed, ...others]), registers: { B: answerOf(REPORT) } })
        .remarks;
    expect(remarksOf()).toEqual([]);
    expect(remarksOf('a', 'b', 'c', 'd', 'e')).toEqual([
      'Not in the compiler’s report: a, b, c and 2 more.',
    ]);
  });

  it('names each library of either side that has no report, and why', () => {
    const missing = (library: string) => ({
      reports: [],
      missing: [{ library, reason: 'not built' }],
    });
    const { remarks } = registerParts({
      plan: planOf(listed),
      registers: {
        A: missing('old'),
        B: { ...answerOf(REPORT), ...missing('new'), reports: [REPORT] },
      },
    });
    expect(remarks).toEqual(['old: not built', 'new: not built']);
  });
});
