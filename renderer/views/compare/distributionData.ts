import type { BlockRecord, RunDocument } from '../../../electron/contract/runFile';
import type { CellVerdict } from '../../../electron/engine/verdict/comparisonSummary';
import { blockEffect } from '../../../electron/engine/verdict/effects';

/** One block of a comparison. */
export interface BlockPoint {
  /** Place in time order, from 1. */
  readonly order: number;
  readonly replicate: number;
  /** Time of A over time of B: above 1 is faster. */
  readonly ratio: number;
}

/** One step of an empirical distribution: `share` of the slots took at most `us`. */
export interface EcdfStep {
  readonly us: number;
  readonly share: number;
}

/** Block effects in the order of time, so that drift shows. */
export function blockPoints(document: RunDocument, cell: number): readonly BlockPoint[] {
  return blocksOf(document, cell)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .flatMap((block) => {
      const effect = blockEffect(block.slots);
      return effect === undefined ? [] : [{ replicate: block.replicate, ratio: Math.exp(-effect) }];
    })
    .map((point, index) => ({ order: index + 1, ...point }));
}

/** All slots of one side. */
export function ecdf(document: RunDocument, cell: number, side: 'A' | 'B'): readonly EcdfStep[] {
  const times = blocksOf(document, cell)
    .flatMap(({ slots }) => slots.filter((slot) => slot.side === side))
    .map(({ medianUs }) => medianUs)
    .toSorted((a, b) => a - b);
  return times.map((us, index) => ({ us, share: (index + 1) / times.length }));
}

function blocksOf({ records }: RunDocument, cell: number): readonly BlockRecord[] {
  return records.filter((record) => record.type === 'block').filter((block) => block.cell === cell);
}

/** One block as it was timed. */
export interface SampleRow {
  readonly run: string;
  readonly replicate: number;
  readonly block: number;
  readonly slots: readonly { readonly side: 'A' | 'B'; readonly us: number }[];
  /** Of a block that has both sides: time of A over time of B. */
  readonly ratio?: number | undefined;
  readonly clockMhz?: number | undefined;
}

/** Blocks of a cell in the order of time; of two runs A's before B's, each slot under its run's side. */
export function sampleRows(
  a: RunDocument,
  b: RunDocument,
  { cell, baseline }: Pick<CellVerdict, 'cell' | 'baseline'>,
): readonly SampleRow[] {
  if (baseline === undefined) {
    return blocksOf(b, cell.index).map((block) => sampleRow(b, block));
  }
  return [
    ...blocksOf(a, baseline.index).map((block) => sampleRow(a, block, 'A')),
    ...blocksOf(b, cell.index).map((block) => sampleRow(b, block, 'B')),
  ];
}

/** @param as the side that a block of one run stands for; absent: its slots have sides of their own */
function sampleRow({ header }: RunDocument, block: BlockRecord, as?: 'A' | 'B'): SampleRow {
  const effect = as === undefined ? blockEffect(block.slots) : undefined;
  const clockMhz = block.device?.clockMhz;
  return {
    run: `${header.runId} ${as ?? ''}`,
    replicate: block.replicate,
    block: block.block,
    slots: block.slots.map(({ side, medianUs }) => ({ side: as ?? side, us: medianUs })),
    ...(effect === undefined ? {} : { ratio: Math.exp(-effect) }),
    ...(clockMhz === undefined ? {} : { clockMhz }),
  };
}
