import type { LegendEntry } from '../../charts/legend';
import { REGRET_LABELS } from './regretMapData';
import type { TacticRow } from './tacticRows';

/** What stands in a square without a figure. */
export const STATUS_MARKS: Readonly<Record<TacticRow['summary']['status'], string>> = {
  measured: '',
  waiting: '◌',
  unsupported: '×',
  incorrect: '!',
  failed: '✕',
};

/** Colours of a step of the legend: of the square, and of what is written on it. */
export function stepColors(step: number): { readonly fill: string; readonly ink: string } {
  return { fill: `var(--regret-${step})`, ink: `var(--regret-${step}-ink)` };
}

/** Whether a square without a figure tells of a fault. */
export function isBad(status: TacticRow['summary']['status']): boolean {
  return status === 'failed' || status === 'incorrect';
}

/** What colours and marks mean: for pictures, and with the class that the table's squares have. */
export const REGRET_LEGEND: readonly (LegendEntry & { readonly className?: string })[] = [
  ...REGRET_LABELS.map((name, step) => ({
    name,
    color: stepColors(step).fill,
    className: `regret-${step}`,
  })),
  {
    name: 'as good as the best',
    color: stepColors(0).fill,
    ink: stepColors(0).ink,
    shape: 'hatched',
    className: 'regret-0 regret-tied',
  },
  {
    name: 'chosen',
    color: stepColors(0).fill,
    shape: 'outlined',
    className: 'regret-0 regret-chosen',
  },
  ...(['unsupported', 'incorrect', 'failed', 'waiting'] as const).map((status) => ({
    name: `${STATUS_MARKS[status]} ${status}`,
    color: isBad(status) ? 'var(--bad)' : 'var(--dim)',
    shape: 'none' as const,
  })),
];
