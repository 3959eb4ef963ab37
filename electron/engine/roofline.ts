import type { CellSummary } from './runSummary';

/** How near a cell is to the ceiling that bounds it. */
export interface RooflineShare {
  /** Of what the machine can at this much arithmetic for each byte: 1 is the roof. */
  readonly share: number;
  /** The measured read bandwidth, or the measured compute peak. */
  readonly ceiling: 'memory' | 'compute';
}

/**
 * The larger share of the two measured ceilings, which is the time of the roofline model over the time
 * measured (Williams, Waterman, Patterson: Roofline, CACM 52, 2009). Older files know the read bandwidth
 * alone.
 */
export function rooflineShare({
  bandwidthShare,
  peakShare,
}: Pick<CellSummary, 'bandwidthShare' | 'peakShare'>): RooflineShare | undefined {
  if (peakShare !== undefined && peakShare > (bandwidthShare ?? 0)) {
    return { share: peakShare, ceiling: 'compute' };
  }
  return bandwidthShare === undefined ? undefined : { share: bandwidthShare, ceiling: 'memory' };
}
