import type { Cell } from '../../contract/plan';
import type { RunDocument } from '../../contract/runFile';
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
  const keyOf = ({ tacticId, stage, routing, batchSize }: Cell): string =>
    JSON.stringify([stage, routing, acrossBatches ? tacticId : batchSize]);
  const ofA = new Map(cellsOf(a, partA).map((cell) => [keyOf(cell), cell]));
  return cellsOf(b, partB).flatMap((cell) => {
    const partner = ofA.get(keyOf(cell));
    return partner === undefined ? [] : [[partner, cell] as const];
  });
}

/** The family against every other of the run: one baseline and its contenders. */
export function pairFamilies(run: RunDocument, baseline: string): CellPairs {
  const families = new Set(run.header.plan.tactics.map(({ family }) => family));
  families.delete(baseline);
  return [...families].flatMap((family) =>
    pairParts(run, { kind: 'family', value: baseline }, run, { kind: 'family', value: family }),
  );
}

function cellsOf(run: RunDocument, { kind, value }: RunPart): readonly Cell[] {
  switch (kind) {
    case 'tactic':
      return contendersOf(run).filter(({ tacticId }) => tacticId === value);
    case 'batch':
      return contendersOf(run).filter(({ batchSize }) => String(batchSize) === value);
    case 'family':
      return fastestOfFamily(run, value);
  }
}

function fastestOfFamily(run: RunDocument, family: string): readonly Cell[] {
  const cells = new Map(run.header.plan.cells.map((cell) => [cell.index, cell]));
  return summariseRun(run).groups.flatMap(({ families }) =>
    families
      .filter((series) => series.family === family)
      .flatMap(({ points }) => points.flatMap(({ cell }) => cells.get(cell) ?? [])),
  );
}
