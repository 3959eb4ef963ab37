import type { CacheMode, Effort } from '../../../electron/contract/plan';
import type { PlanRequest } from '../../../electron/contract/plan';
import { EFFORTS } from '../../../electron/contract/plan';
import { PRESETS } from '../../../electron/contract/presets';
import {
  ACTIVATIONS,
  GPT_OSS_SWIGLU,
  SCHEMES,
  STAGES,
  type MoeProblem,
} from '../../../electron/contract/problem';
import { ROUTING_KINDS, type RoutingSpec } from '../../../electron/contract/routing';
import { QUICK_PLAN } from '../../state/quickPlan';

/** The plan being built, as text: what the fields hold and what the link keeps. */
export interface PlanDraft {
  readonly preset: string;
  readonly hidden: string;
  readonly intermediate: string;
  readonly experts: string;
  readonly topk: string;
  readonly scheme: string;
  readonly activation: string;
  readonly bias: string;
  readonly stages: string;
  readonly batch: string;
  readonly routing: string;
  readonly parameter: string;
  readonly tactics: string;
  readonly threads: string;
  readonly effort: string;
  readonly cache: string;
  readonly seed: string;
}

export type DraftField = keyof PlanDraft;
export type DraftErrors = Partial<Record<DraftField, string>>;

/** In place of a preset's name when the sizes are given one by one. */
export const FREE_SIZES = 'free';

export const ROUTING_PARAMETERS: Record<
  RoutingSpec['kind'],
  { readonly label: string; readonly initial: string } | undefined
> = {
  uniform: undefined,
  balanced: undefined,
  zipf: { label: 'Exponent', initial: '1.1' },
  dirichlet: { label: 'Alpha', initial: '0.5' },
  single: { label: 'Expert', initial: '0' },
};

export function draftOfRequest(request: PlanRequest): PlanDraft {
  const { problem } = request;
  const routing = request.routings[0] ?? { kind: 'uniform' };
  return {
    preset: request.preset ?? FREE_SIZES,
    hidden: String(problem.hiddenSize),
    intermediate: String(problem.intermediateSize),
    experts: String(problem.numExperts),
    topk: String(problem.topK),
    scheme: problem.scheme,
    activation: problem.activation,
    bias: problem.bias ? 'yes' : 'no',
    stages: request.stages.join(','),
    batch: request.batchSizes.join(', '),
    routing: routing.kind,
    parameter: String(parameterOf(routing) ?? ''),
    tactics: request.tacticFilter,
    threads: String(request.threads),
    effort: request.effort,
    cache: request.cacheMode,
    seed: String(request.seed),
  };
}

export const DEFAULT_DRAFT: PlanDraft = draftOfRequest(QUICK_PLAN);

/** What the link says over the defaults; unknown words in the link are left out. */
export function draftOfView(view: Readonly<Record<string, string>>): PlanDraft {
  const fields = Object.keys(DEFAULT_DRAFT) as DraftField[];
  const given = fields.filter((field) => Object.hasOwn(view, field));
  return {
    ...DEFAULT_DRAFT,
    ...Object.fromEntries(given.map((field) => [field, view[field] ?? ''])),
  };
}

/** Only what differs from the defaults goes into the link. An empty word is kept as a blank. */
export function viewOfDraft(draft: PlanDraft): Record<string, string> {
  const fields = Object.keys(draft) as DraftField[];
  const changed = fields.filter((field) => draft[field] !== DEFAULT_DRAFT[field]);
  return Object.fromEntries(changed.map((field) => [field, draft[field] || ' ']));
}

/** A preset fills the problem's fields, so that what will be measured is always in view. */
export function withPreset(draft: PlanDraft, name: string): PlanDraft {
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset === undefined) return { ...draft, preset: FREE_SIZES };
  const { hidden, intermediate, experts, topk, scheme, activation, bias } = draftOfRequest({
    ...QUICK_PLAN,
    problem: preset.problem,
  });
  const sizes = { hidden, intermediate, experts, topk, scheme, activation, bias };
  return { ...draft, ...sizes, preset: preset.name };
}

export type ParsedDraft =
  | { readonly ok: true; readonly request: PlanRequest }
  | { readonly ok: false; readonly errors: DraftErrors };

/** Reads the fields. Only what the fields themselves can tell; the rest is the host's to say. */
export function parseDraft(draft: PlanDraft): ParsedDraft {
  const errors: DraftErrors = {};
  const whole = (field: DraftField, least: number): number => {
    const text = draft[field].trim();
    const value = Number(text);
    if (text === '' || !Number.isSafeInteger(value) || value < least) {
      errors[field] = `A whole number of ${least} or more is expected.`;
    }
    return value;
  };
  const oneOf = <T extends string>(field: DraftField, known: readonly T[], instead: T): T => {
    const value = known.find((candidate) => candidate === draft[field]);
    if (value === undefined) errors[field] = `One of ${known.join(', ')} is expected.`;
    return value ?? instead;
  };
  const activation = oneOf('activation', ACTIVATIONS, 'none');
  const problem: MoeProblem = {
    hiddenSize: whole('hidden', 1),
    intermediateSize: whole('intermediate', 1),
    numExperts: whole('experts', 1),
    topK: whole('topk', 1),
    scheme: oneOf('scheme', SCHEMES, 'mxfp4_bf16'),
    activation,
    ...(activation === 'swiglu_oai' ? { swiglu: GPT_OSS_SWIGLU } : {}),
    bias: draft.bias === 'yes',
  };
  const stages = STAGES.filter((stage) => draft.stages.split(',').includes(stage));
  if (stages.length === 0) errors.stages = 'At least one stage is expected.';
  const request: PlanRequest = {
    ...(draft.preset === FREE_SIZES ? {} : { preset: draft.preset }),
    problem,
    target: 'cpu',
    stages,
    batchSizes: parseBatchSizes(draft.batch, errors),
    routings: [parseRouting(draft, errors)],
    tacticFilter: draft.tactics.trim(),
    threads: whole('threads', 0),
    effort: oneOf<Effort>('effort', EFFORTS, 'quick'),
    cacheMode: oneOf<CacheMode>('cache', ['cold', 'hot'], 'cold'),
    seed: whole('seed', 0),
  };
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, request };
}

function parseBatchSizes(text: string, errors: DraftErrors): readonly number[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const sizes = words.map(Number);
  const wrong = words.find((_, index) => !isBatchSize(sizes[index]));
  if (wrong !== undefined) errors.batch = `${wrong} is not a number of tokens of 1 or more.`;
  else if (sizes.length === 0) errors.batch = 'At least one batch size is expected, e.g. 1, 4, 16.';
  return [...new Set(sizes)].toSorted((a, b) => a - b);
}

function isBatchSize(value: number | undefined): boolean {
  return value !== undefined && Number.isSafeInteger(value) && value >= 1;
}

function parseRouting(draft: PlanDraft, errors: DraftErrors): RoutingSpec {
  const kind = ROUTING_KINDS.find((candidate) => candidate === draft.routing) ?? 'uniform';
  if (kind === 'uniform' || kind === 'balanced') return { kind };
  const value = Number(draft.parameter);
  const whole = kind === 'single';
  const valid =
    draft.parameter.trim() !== '' &&
    (whole ? Number.isSafeInteger(value) && value >= 0 : value > 0);
  if (!valid || !Number.isFinite(value)) {
    errors.parameter = whole
      ? 'The number of an expert is expected, 0 or more.'
      : 'A number above 0 is expected.';
  }
  if (kind === 'zipf') return { kind, exponent: value };
  return kind === 'dirichlet' ? { kind, alpha: value } : { kind, expert: value };
}

function parameterOf(routing: RoutingSpec): number | undefined {
  if (routing.kind === 'zipf') return routing.exponent;
  if (routing.kind === 'dirichlet') return routing.alpha;
  return routing.kind === 'single' ? routing.expert : undefined;
}
