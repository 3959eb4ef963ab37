import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../../electron/contract/presets';
import { QUICK_PLAN } from '../../../../renderer/state/quickPlan';
import {
  DEFAULT_DRAFT,
  draftOfRequest,
  draftOfView,
  FREE_SIZES,
  parseDraft,
  viewOfDraft,
  withPreset,
  type PlanDraft,
} from '../../../../renderer/views/run/planDraft';

function errorsOf(changes: Partial<PlanDraft>) {
  const parsed = parseDraft({ ...DEFAULT_DRAFT, ...changes });
  return parsed.ok ? {} : parsed.errors;
}

describe('the plan being built', () => {
  it('begins as the quick plan', () => {
    expect(parseDraft(DEFAULT_DRAFT)).toEqual({ ok: true, request: QUICK_PLAN });
  });

  it.each(PRESETS.map(({ name, problem }) => [name, problem] as const))(
    'takes the sizes of %s',
    (name, problem) => {
      const parsed = parseDraft(withPreset(DEFAULT_DRAFT, name));
      expect(parsed).toMatchObject({ ok: true, request: { preset: name, problem } });
    },
  );

  it('is kept in the link, and only where it differs', () => {
    const draft = { ...DEFAULT_DRAFT, batch: '1, 8', tactics: 'family:streaming' };
    expect(viewOfDraft(draft)).toEqual({ batch: '1, 8', tactics: 'family:streaming' });
    expect(draftOfView(viewOfDraft(draft))).toEqual(draft);
  });

  it('is what it came from', () => {
    const request = {
      ...QUICK_PLAN,
      routings: [{ kind: 'zipf', exponent: 1.2 }],
      stages: ['gemm1', 'gemm2'],
      threads: 3,
    } as const;
    expect(parseDraft(draftOfRequest(request))).toEqual({ ok: true, request });
  });

  it('has no preset once sizes are free', () => {
    const parsed = parseDraft({ ...DEFAULT_DRAFT, preset: FREE_SIZES, hidden: '256' });
    expect(parsed).toMatchObject({ ok: true, request: { problem: { hiddenSize: 256 } } });
    expect(parsed.ok && parsed.request.preset).toBeUndefined();
  });

  it('sorts batch sizes and takes each once', () => {
    const parsed = parseDraft({ ...DEFAULT_DRAFT, batch: '16 4,4, 1' });
    expect(parsed.ok && parsed.request.batchSizes).toEqual([1, 4, 16]);
  });

  it.each([
    [{ batch: '1, x' }, 'batch', 'x is not'],
    [{ batch: '0' }, 'batch', '0 is not'],
    [{ batch: ' ' }, 'batch', 'At least one batch size'],
    [{ hidden: '-5' }, 'hidden', 'whole number of 1 or more'],
    [{ hidden: '2.5' }, 'hidden', 'whole number'],
    [{ threads: '' }, 'threads', 'whole number of 0 or more'],
    [{ stages: '' }, 'stages', 'At least one stage'],
    [{ routing: 'zipf', parameter: 'a' }, 'parameter', 'above 0'],
    [{ routing: 'single', parameter: '1.5' }, 'parameter', 'number of an expert'],
    [{ effort: 'huge' }, 'effort', 'quick, default, gate'],
  ] as const)('%j is refused at %s', (changes, field, message) => {
    expect(errorsOf(changes)[field]).toContain(message);
  });
});
