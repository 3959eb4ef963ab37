import { EFFORTS, type PlanRequest } from '../contract/plan';
import {
  ACTIVATIONS,
  GPT_OSS_SWIGLU,
  SCHEMES,
  STAGES,
  TARGETS,
  type MoeProblem,
} from '../contract/problem';
import { findPreset } from '../engine/planCheck';
import { unknownName } from '../engine/nearestName';
import { parseRouting } from '../engine/routing/routingText';
import { CliError, orThrow } from './cliError';

/** The options of `run` as commander gives them. */
export interface PlanOptions {
  readonly preset?: string;
  readonly hidden?: number;
  readonly intermediate?: number;
  readonly experts?: number;
  readonly topK?: number;
  readonly scheme?: string;
  readonly activation?: string;
  readonly bias?: boolean;
  readonly batch: string;
  readonly stage: string;
  readonly routing: string;
  readonly tactics: string;
  readonly gemm2Tactic?: string;
  readonly target: string;
  readonly threads: number;
  readonly effort: string;
  readonly cache: string;
  readonly seed: number;
}

export function planRequest(options: PlanOptions): PlanRequest {
  return {
    ...(options.preset === undefined ? {} : { preset: presetName(options.preset) }),
    problem: problemOf(options),
    target: oneOf('target', options.target, TARGETS),
    stages: list(options.stage).map((stage) => oneOf('stage', stage, STAGES)),
    batchSizes: list(options.batch).map(batchSize),
    routings: list(options.routing).map((routing) => orThrow(parseRouting(routing))),
    tacticFilter: options.tactics,
    ...(options.gemm2Tactic === undefined ? {} : { gemm2TacticId: options.gemm2Tactic }),
    threads: notNegative('--threads', options.threads),
    effort: oneOf('effort', options.effort, EFFORTS),
    cacheMode: oneOf('cache mode', options.cache, ['cold', 'hot'] as const),
    seed: notNegative('--seed', options.seed),
  };
}

/** A preset's sizes, with any size given beside it in its place; or all four sizes. */
function problemOf(options: PlanOptions): MoeProblem {
  const preset =
    options.preset === undefined ? undefined : orThrow(findPreset(options.preset)).problem;
  const activation =
    options.activation === undefined
      ? (preset?.activation ?? 'swiglu')
      : oneOf('activation', options.activation, ACTIVATIONS);
  return {
    hiddenSize: size('--hidden', options.hidden, preset?.hiddenSize),
    intermediateSize: size('--intermediate', options.intermediate, preset?.intermediateSize),
    numExperts: size('--experts', options.experts, preset?.numExperts),
    topK: size('--top-k', options.topK, preset?.topK),
    scheme:
      options.scheme === undefined
        ? (preset?.scheme ?? 'mxfp4_bf16')
        : oneOf('scheme', options.scheme, SCHEMES),
    activation,
    ...(activation === 'swiglu_oai' ? { swiglu: GPT_OSS_SWIGLU } : {}),
    bias: options.bias ?? preset?.bias ?? false,
  };
}

function presetName(text: string): string {
  return orThrow(findPreset(text)).name;
}

function size(option: string, given: number | undefined, preset: number | undefined): number {
  const value = given ?? preset;
  if (value === undefined) {
    throw new CliError(`${option} is needed, or a --preset that has it`);
  }
  return value;
}

function batchSize(text: string): number {
  if (!/^-?\d+$/.test(text)) {
    throw new CliError(`batch size ${JSON.stringify(text)} is not a whole number`);
  }
  return Number(text);
}

function notNegative(option: string, value: number): number {
  if (value < 0) {
    throw new CliError(`${option} ${value} must not be negative`);
  }
  return value;
}

export function oneOf<T extends string>(what: string, text: string, names: readonly T[]): T {
  const found = names.find((name) => name === text);
  if (found === undefined) {
    throw new CliError(unknownName(what, text, names));
  }
  return found;
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
