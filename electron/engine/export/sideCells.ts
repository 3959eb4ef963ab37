import type { RunDocument, SlotRecord } from '../../contract/runFile';
import type { Microseconds } from '../../contract/units';
import { collectRecords } from '../cellRecords';
import type { CellSummary } from '../runSummary';
import { mean } from '../statistics/quantiles';
import { ownSide, summariseRun } from '../summariseRun';
import { replicateMedians } from '../timeEstimate';

/** A cell of one side of a run, as tools show it that know of samples but not of replicates. */
export interface SideCell {
  readonly summary: CellSummary;
  /** Median of each replicate, in the order of the replicates; empty where the cell has no time. */
  readonly samplesUs: readonly Microseconds[];
  /** Mean over the cell's blocks, of both sides; absent where the device does not say. */
  readonly clockMhz?: number | undefined;
}

/**
 * Every cell of one side, the A/A control left out. A cell whose kernel was wrong on either side has no time
 * on either: such a pair is not compared.
 *
 * @param side of a run that compares; absent: the contender. A run of one side has no other.
 */
export function sideCells(document: RunDocument, side?: SlotRecord['side']): readonly SideCell[] {
  const own = ownSide(document.header.plan);
  const chosen = own === 'A' ? own : (side ?? own);
  const records = collectRecords(document);
  return summariseRun(document, chosen).cells.map((summary): SideCell => {
    const blocks = records[summary.cell.index]?.blocks ?? [];
    if (summary.time === undefined) {
      return { summary, samplesUs: [] };
    }
    const clocks = blocks.flatMap(({ device }) => device?.clockMhz ?? []);
    return {
      summary,
      samplesUs: [...replicateMedians(blocks, chosen)]
        .toSorted(([a], [b]) => a - b)
        .map(([, medianUs]) => medianUs),
      ...(clocks.length === 0 ? {} : { clockMhz: mean(clocks) }),
    };
  });
}
