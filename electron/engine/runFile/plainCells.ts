import type { Cell } from '../../contract/plan';
import type { RoutingSpec } from '../../contract/routing';
import { STAGES } from '../../contract/problem';
import { isObject } from './isObject';

/**
 * Whether all cells of a header's plan are as the schema of cells would accept them, without anything besides: a
 * tactic in a situation, as nearly all are. It takes a tenth of the schema's time, and a plan may have ten
 * thousand; what it does not accept goes to the schema. A test holds both to the same answers.
 */
export function hasPlainCells(
  json: unknown,
): json is { readonly plan: { readonly cells: readonly Cell[] } } {
  const cells = isObject(json) && isObject(json['plan']) ? json['plan']['cells'] : undefined;
  return Array.isArray(cells) && cells.length <= 1_000_000 && cells.every(isPlainCell);
}

function isPlainCell(json: unknown): boolean {
  if (!isObject(json)) {
    return false;
  }
  const { index, tacticId, batchSize, routing, stage } = json;
  return (
    isWithin(index, 0, Number.MAX_SAFE_INTEGER) &&
    typeof tacticId === 'string' &&
    tacticId.length > 0 &&
    tacticId.length <= 300 &&
    isWithin(batchSize, 1, 1_048_576) &&
    isPlainRouting(routing) &&
    STAGES.some((known) => known === stage) &&
    Object.keys(json).length === 5
  );
}

function isWithin(value: unknown, low: number, high: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high; // isSafeInteger has checked it
}

/** The two that have no figure. */
const PLAIN_ROUTINGS: readonly RoutingSpec['kind'][] = ['uniform', 'balanced'];

function isPlainRouting(json: unknown): boolean {
  return (
    isObject(json) &&
    PLAIN_ROUTINGS.some((known) => known === json['kind']) &&
    Object.keys(json).length === 1
  );
}
