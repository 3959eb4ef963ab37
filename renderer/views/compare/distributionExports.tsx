import { csvText } from '../../../electron/engine/export/csv';
import { formatNumber } from '../../../electron/engine/text/format';
import type { ChartExport } from '../../charts/exports';
import { BlockEffects } from './BlockEffects';
import type { BlockPoint, EcdfStep } from './distributionData';
import { EcdfPair } from './EcdfPair';
import { REPLICATE_LOOKS, SIDE_LOOKS } from './sideLooks';

const SIZE = { width: 860, height: 340 };

/** What both pictures of a cell say beside their data. */
interface CellWords {
  /** Which cell: tactic, stage, routing, batch size. */
  readonly cell: string;
  /** Where its figures come from. */
  readonly source: string;
}

/** The distributions of both sides for export. */
export function ecdfExport(
  a: readonly EcdfStep[],
  b: readonly EcdfStep[],
  { cell, source }: CellWords,
): ChartExport {
  const rows = (side: 'A' | 'B', steps: readonly EcdfStep[]) =>
    steps.map(({ us, share }) => [side, us, share]);
  return {
    title: SLOTS_TITLE,
    note: `${cell}; ${SLOTS_NOTE}`,
    legend: [
      { ...SIDE_LOOKS.A, shape: 'dashed' },
      { ...SIDE_LOOKS.B, shape: 'line' },
    ],
    source,
    ...SIZE,
    draw: () => <EcdfPair a={a} b={b} {...SIZE} />,
    csv: () =>
      csvText(
        ['side', 'time of a slot, µs', 'share of slots, ratio'],
        [...rows('A', a), ...rows('B', b)],
      ),
  };
}

/** The block effects of a cell for export. @param margin change of time that counts, as a ratio */
export function blockEffectsExport(
  points: readonly BlockPoint[],
  margin: number,
  { cell, source }: CellWords,
): ChartExport {
  return {
    title: BLOCKS_TITLE,
    note: `${cell}; ${BLOCKS_NOTE}`,
    legend: [
      ...REPLICATE_LOOKS,
      { name: `margin, ${formatNumber(100 * margin, 2)} %`, color: 'var(--chip)' },
    ],
    source,
    ...SIZE,
    draw: () => <BlockEffects points={points} margin={margin} {...SIZE} />,
    csv: () =>
      csvText(
        ['block, in the order of time', 'replicate', 'speed-up of B over A, ratio'],
        points.map(({ order, replicate, ratio }) => [order, replicate + 1, ratio]),
      ),
  };
}

export const SLOTS_TITLE = 'Slots of both sides';
export const SLOTS_NOTE =
  'share of slots that took at most so long; each slot is the median of its launches';
export const BLOCKS_TITLE = 'Blocks in the order of time';
export const BLOCKS_NOTE =
  'speed-up of B in each A B B A block; a trend is drift; replicates alternate in mark and shade';
