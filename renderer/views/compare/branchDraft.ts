import type { CompareRequest } from '../../../electron/contract/api';
import { EFFORTS } from '../../../electron/contract/plan';
import { PRESETS } from '../../../electron/contract/presets';
import { TARGETS } from '../../../electron/contract/problem';
import { QUICK_PLAN } from '../../state/quickPlan';

/** The fields as text, with what they hold at first. */
export const BRANCH_FIELDS = {
  a: 'main',
  b: 'HEAD',
  repository: '.',
  problem: QUICK_PLAN.preset ?? '',
  target: 'cpu',
  batch: '1, 4, 16',
  effort: 'default',
  tactics: '',
} as const;
export type BranchDraft = Readonly<Record<keyof typeof BRANCH_FIELDS, string>>;

export type ParsedBranches =
  | { readonly ok: true; readonly request: Omit<CompareRequest, 'trust'> }
  | { readonly ok: false; readonly message: string };

export function draftOfLink(view: Readonly<Record<string, string>>): BranchDraft {
  return Object.fromEntries(
    Object.entries(BRANCH_FIELDS).map(([field, first]) => [field, view[field] ?? first]),
  ) as BranchDraft; // the same keys
}

export function parseBranches(draft: BranchDraft): ParsedBranches {
  const preset = PRESETS.find(({ name }) => name === draft.problem);
  const target = TARGETS.find((name) => name === draft.target);
  const effort = EFFORTS.find((name) => name === draft.effort);
  const batchSizes = draft.batch
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map(Number);
  const wrong = batchSizes.find((size) => !Number.isSafeInteger(size) || size < 1);
  if (draft.a.trim() === '' || draft.b.trim() === '') {
    return { ok: false, message: 'Both branches need a name.' };
  }
  if (preset === undefined || target === undefined || effort === undefined) {
    return { ok: false, message: 'Problem, target and effort come from their lists.' };
  }
  if (batchSizes.length === 0 || wrong !== undefined) {
    return { ok: false, message: 'Batch sizes are whole numbers of 1 or more, e.g. 1, 4, 16.' };
  }
  return {
    ok: true,
    request: {
      plan: {
        ...QUICK_PLAN,
        preset: preset.name,
        problem: preset.problem,
        target,
        effort,
        batchSizes,
        tacticFilter: draft.tactics,
        comparison: { correction: 'benjamini-hochberg' },
      },
      a: draft.a.trim(),
      b: draft.b.trim(),
      repository: draft.repository.trim() === '' ? '.' : draft.repository.trim(),
    },
  };
}
