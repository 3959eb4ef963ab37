import { describe, expect, it } from 'vitest';
import type { CacheMode, PlanRequest } from '../../../electron/contract/plan';
import type { MoeProblem } from '../../../electron/contract/problem';
import { PRESETS } from '../../../electron/contract/presets';
import { buildPlan, memoryRefusal } from '../../../electron/engine/planBuilder';
import { findPreset } from '../../../electron/engine/planCheck';
import { formatBytes } from '../../../electron/engine/text/format';
import { machineFacts, offers, smallProblem, smallRequest } from '../../fixtures/plans';

function complaintOf(changes: Partial<PlanRequest>): string {
  const built = buildPlan({ ...smallRequest, ...changes }, machineFacts());
  return built.ok ? '' : built.error.message;
}

function planOf(changes: Partial<PlanRequest>, facts = machineFacts()) {
  const built = buildPlan({ ...smallRequest, ...changes }, facts);
  if (!built.ok) {
    throw new Error(built.error.message);
  }
  return built.value;
}

describe('threads', () => {
  it('are at most those of the processor: more would wait for each other and measure nothing', () => {
    expect(complaintOf({ threads: 2 })).toBe('');
    expect(complaintOf({ threads: 0 })).toBe('');
    expect(complaintOf({ threads: 400 })).toBe('400 threads are more than the 2 of this machine');
  });

  it("of a GPU's host are as many as are asked for: they only prepare", () => {
    expect(complaintOf({ threads: 400, target: 'sm90' })).toBe('');
  });
});

describe('a plan', () => {
  it('has a cell for each stage, routing, batch size and selected tactic', () => {
    const { plan } = planOf({ stages: ['gemm1', 'layer'], batchSizes: [1, 4, 16] });
    expect(plan.cells).toHaveLength(2 * 1 * 3 * 2);
    expect(plan.cells.map((cell) => cell.index)).toEqual(plan.cells.map((_, index) => index));
  });

  it('takes the best instruction set unless told otherwise', () => {
    const setsOf = (tacticFilter: string) =>
      planOf({ tacticFilter }).plan.tactics.map((tactic) => tactic.instructionSet);
    expect(setsOf('')).toEqual(['avx2', 'avx2']);
    expect(setsOf('*')).toEqual(['avx2', 'avx2', 'generic']);
    expect(setsOf('family:natural')).toEqual(['avx2', 'generic']);
    expect(setsOf('natural, generic')).toEqual(['generic']);
    expect(setsOf('natural !generic')).toEqual(['avx2']);
  });

  it('takes the best of each family where only some have tiles', () => {
    const [natural, streaming] = offers;
    if (natural === undefined || streaming === undefined) {
      throw new Error('the fixture has no tactics');
    }
    const tiles = {
      ...streaming,
      tactic: { ...streaming.tactic, id: 'streaming.amx_bf16', instructionSet: 'amx_bf16' },
    };
    const facts = machineFacts({ offers: [tiles, ...offers] });
    const ids = planOf({ tacticFilter: '' }, facts).plan.tactics.map(({ id }) => id);
    expect(ids).toEqual([tiles.tactic.id, natural.tactic.id]);
  });

  it('leaves tactics of another scheme out, and is refused where there is no other', () => {
    const [first] = offers;
    const facts = machineFacts({
      offers: offers.map((offer) => ({
        ...offer,
        schemes: offer === first ? (['int4_fp8'] as const) : (['mxfp4_bf16'] as const),
      })),
    });
    const ids = (scheme: MoeProblem['scheme']) =>
      planOf({ problem: { ...smallProblem, scheme }, tacticFilter: '*' }, facts).plan.tactics.map(
        ({ id }) => id,
      );
    expect(ids('int4_fp8')).toEqual([first?.tactic.id]);
    expect(ids('mxfp4_bf16')).not.toContain(first?.tactic.id);
    const none = machineFacts({ offers: facts.offers.slice(1) });
    const built = buildPlan(
      { ...smallRequest, problem: { ...smallProblem, scheme: 'int4_fp8' } },
      none,
    );
    expect(built.ok ? '' : built.error).toMatchObject({
      code: 'unsupported',
      message: 'no tactic takes scheme int4_fp8',
    });
  });

  it('keeps a tactic that cannot run, with the reason', () => {
    const [first] = offers;
    const support = machineFacts().support.map((entry) =>
      entry.tacticId === first?.tactic.id
        ? { ...entry, supported: false, reason: 'hidden size 128 is not a multiple of 256' }
        : entry,
    );
    const { plan, measurableCells } = planOf({}, machineFacts({ support }));
    expect(measurableCells).toBe(2);
    expect(plan.cells[0]?.unsupported).toMatch(/multiple of 256/);
  });

  it('is refused when nothing in it can be measured', () => {
    const support = machineFacts().support.map((entry) => ({
      ...entry,
      supported: false,
      reason: 'hidden size 130 is not a multiple of 64',
    }));
    const built = buildPlan(smallRequest, machineFacts({ support }));
    expect(built.ok ? '' : built.error.message).toMatch(/hidden size 130 is not a multiple of 64/);
  });
});

describe('a request is refused in one sentence', () => {
  it.each<[string, Partial<PlanRequest>, RegExp]>([
    ['zero size', { problem: { ...smallProblem, hiddenSize: 0 } }, /hidden size 0 must be/],
    ['negative size', { problem: { ...smallProblem, intermediateSize: -5 } }, /size -5/],
    ['top-k', { problem: { ...smallProblem, topK: 9 } }, /top-k 9 is more than the 8 experts/],
    ['batch size', { batchSizes: [4, 0] }, /batch size 0/],
    ['no batch size', { batchSizes: [] }, /at least one batch size/],
    ['expert outside', { routings: [{ kind: 'single', expert: 8 }] }, /outside 0 to 7/],
    ['tactic', { tacticFilter: 'streeming' }, /unknown tactic "streeming"/],
  ])('%s', (_, changes, reason) => {
    expect(complaintOf(changes)).toMatch(reason);
  });

  it('an unknown preset, with the nearest names', () => {
    const found = findPreset('gpt-oss');
    expect(found.ok ? '' : found.error.message).toMatch(/did you mean gpt-oss-20b or gpt-oss-120b/);
    expect(findPreset('deepseek-v3').ok).toBe(true);
  });
});

describe('memory', () => {
  it('that is not there is refused with what it needs, what there is and what would fit', () => {
    const preset = PRESETS.find(({ name }) => name === 'Kimi-K2');
    const problem = preset?.problem ?? smallProblem;
    const facts = machineFacts({
      memory: { hostBytes: 6 * 1024 ** 3, lastLevelCacheBytes: 32 * 1024 * 1024 },
    });
    const preview = planOf({ problem, batchSizes: [1] }, facts);
    const refusal = memoryRefusal(preview) ?? '';
    expect(refusal).toContain(`needs ${formatBytes(preview.memory.neededBytes)} of memory`);
    expect(refusal).toContain(`${formatBytes(preview.memory.availableBytes)} are available`);
    const { largestExpertCount } = preview.memory;
    expect(refusal).toContain(`${largestExpertCount} of the 384 experts would fit`);

    const numExperts = largestExpertCount;
    const smaller = planOf({ problem: { ...problem, numExperts }, batchSizes: [1] }, facts);
    expect(memoryRefusal(smaller)).toBeUndefined();
  });

  /** Experts of an eighth of a GB that are cold only after 2.5 GB: few of them need more copies. */
  const planWith = (numExperts: number, hostBytes: number, cacheMode: CacheMode = 'cold') => {
    const problem = { ...smallProblem, numExperts };
    const { support } = machineFacts();
    const facts = machineFacts({
      memory: { hostBytes, lastLevelCacheBytes: 500e6 },
      support: support.map((entry) => ({ ...entry, weightBytes: (numExperts / 8) * 1e9 })),
    });
    return planOf({ problem, cacheMode, batchSizes: [1] }, facts);
  };

  it.each([6e9, 7e9, 8e9, 10e9, 13e9])(
    'of %d bytes: cold weights of the experts that are told of do fit',
    (hostBytes) => {
      const { memory } = planWith(64, hostBytes);
      expect(memory.neededBytes).toBeGreaterThan(memory.availableBytes);
      expect(memory.largestExpertCount).toBeGreaterThan(0);
      expect(memoryRefusal(planWith(memory.largestExpertCount, hostBytes))).toBeUndefined();
    },
  );

  it('that cold weights do not find with fewer experts either says what needs less', () => {
    const preview = planWith(8, 2.4e9);
    expect(preview.memory.largestExpertCount).toBe(0);
    expect(memoryRefusal(preview)).toMatch(/fewer tactics or hot weights need less$/);
    expect(memoryRefusal(planWith(8, 2.4e9, 'hot'))).toBeUndefined();
  });

  it('of a GPU is told apart from that of its host, and the fuller one is told of', () => {
    const preset = PRESETS.find(({ name }) => name === 'Kimi-K2');
    const problem = preset?.problem ?? smallProblem;
    const memoryOf = (deviceBytes: number) =>
      planOf(
        { problem, batchSizes: [1] },
        machineFacts({ memory: { hostBytes: 1e12, deviceBytes, lastLevelCacheBytes: 50e6 } }),
      ).memory;
    // The fixture's layouts take 0.1 MB a copy; the natural weights of the layer some 9 GB.
    expect(memoryOf(1e12).neededBytes).toBeGreaterThan(5e9);
    expect(memoryOf(2.7e8).neededBytes).toBeLessThan(2e9);
    expect(memoryOf(2.7e8).availableBytes).toBeLessThan(2.7e8);
  });

  it('that is there is not refused', () => {
    expect(memoryRefusal(planOf({}))).toBeUndefined();
  });
});
