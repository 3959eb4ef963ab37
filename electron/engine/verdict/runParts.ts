import type { Cell } from '../../contract/plan';
import type { RunDocument } from '../../contract/runFile';
import { unknownName } from '../nearestName';
import type { RunSummary } from '../runSummary';
import { summariseRun } from '../summariseRun';
import { contendersOf, type CellPairs } from './compareRuns';

/** A part of a run that is compared with another: `family:natural`, `tactic:ID`, `batch:16`. */
export interface RunPart {
  readonly kind: 'family' | 'tactic' | 'batch';
  readonly value: string;
}

/** @returns undefined where the text names no part */
export function parseRunPart(text: string): RunPart | undefined {
  const [, kind, value] = /^(family|tactic|batch):(.+)$/.exec(text) ?? [];
  return value !== undefined && (kind === 'family' || kind === 'tactic' || kind === 'batch')
    ? { kind, value }
    : undefined;
}

/** Why a run has no such part, in a sentence with what it has; undefined where it has one. */
export function unknownPart(run: RunDocument, { kind, value }: RunPart): string | undefined {
  const names = partsOf(run, kind);
  return names.includes(value)
    ? undefined
    : `run ${run.header.runId}: ${unknownName(kind === 'batch' ? 'batch size' : kind, value, names)}`;
}

function partsOf(run: RunDocument, kind: RunPart['kind']): readonly string[] {
  const cells = contendersOf(run);
  switch (kind) {
    case 'tactic':
      return [...new Set(cells.map(({ tacticId }) => tacticId))];
    case 'batch':
      return [...new Set(cells.map(({ batchSize }) => String(batchSize)))];
    case 'family': {
      const measured = new Set(cells.map(({ tacticId }) => tacticId));
      const own = run.header.plan.tactics.filter(({ id }) => measured.has(id));
      return [...new Set(own.map(({ family }) => family))];
    }
  }
}

/**
 * Cells of two parts that do the same work. Of a family the fastest tactic of each situation stands for
 * it; two batch sizes are compared tactic by tactic.
 */
export function pairParts(
  a: RunDocument,
  partA: RunPart,
  b: RunDocument,
  partB: RunPart,
): CellPairs {
  const acrossBatches = partA.kind === 'batch' || partB.kind === 'batch';
  return pairCells(cellsOf(a, partA), cellsOf(b, partB), acrossBatches);
}

function pairCells(a: readonly Cell[], b: readonly Cell[], acrossBatches: boolean): CellPairs {
  const keyOf = ({ tacticId, stage, routing, batchSize }: Cell): string =>
    JSON.stringify([stage, routing, acrossBatches ? tacticId : batchSize]);
  const ofA = new Map(a.map((cell) => [keyOf(cell), cell]));
  return b.flatMap((cell) => {
    const partner = ofA.get(keyOf(cell));
    return partner === undefined ? [] : [[partner, cell] as const];
  });
}

/**
 * The family against every other of the run: one baseline and its contenders.
 *
 * @param summary of the run, where it has been made already
 */
export function pairFamilies(
  run: RunDocument,
  baseline: string,
  summary: RunSummary = summariseRun(run),
): CellPairs {
  const others = new Set(run.header.plan.tactics.map(({ family }) => family));
  others.delete(baseline);
  const ofBaseline = fastestOfFamily(run, baseline, summary);
  return [...others].flatMap((family) =>
    pairCells(ofBaseline, fastestOfFamily(run, family, summary), false),
  );
}

function cellsOf(run: RunDocument, { kind, value }: RunPart): readonly Cell[] {
  switch (kind) {
    case 'tactic':
      return contendersOf(run).filter(({ tacticId }) => tacticId === value);
    case 'batch':
      return contendersOf(run).filter(({ batchSize }) => String(batchSize) === value);
    case 'family':
      return fastestOfFamily(run, value, summariseRun(run));
  }
}

function fastestOfFamily(
  run: RunDocument,
  family: string,
  { groups }: RunSummary,
): readonly Cell[] {
  const cells = new Map(run.header.plan.cells.map((cell) => [cell.index, cell]));
  return groups.flatMap(({ families }) =>
    families
      .filter((series) => series.family === family)
      .flatMap(({ points }) => points.flatMap(({ cell }) => cells.get(cell) ?? [])),
  );
}
