import type { Cell, RunPlan } from '../contract/plan';
import type { RunDocument } from '../contract/runFile';
import type { Bytes, BytesPerSecond, FlopsPerSecond, Microseconds } from '../contract/units';
import { multiplyAdds } from './arithmetic';
import type { CellSummary } from './runSummary';

/** What the run's machine gave when it began; absent where it was not measured. */
export interface MeasuredCeilings {
  readonly bandwidth?: BytesPerSecond | undefined;
  readonly peak?: FlopsPerSecond | undefined;
}

/** The environment of the latest start or resume: the one its ceilings were measured in. */
export function latestEnvironment({ header, records }: RunDocument) {
  const resumed = records.findLast((record) => record.type === 'resume');
  return resumed?.type === 'resume' ? resumed.environment : header.environment;
}

/** Files before version 0.4 hold the host's bandwidth of a GPU run too, which says nothing of it. */
export function measuredCeilings(document: RunDocument): MeasuredCeilings {
  const { readBandwidth, computePeak, deviceReadBytesPerSecond } = latestEnvironment(document);
  return document.header.plan.target === 'cpu'
    ? { bandwidth: readBandwidth?.bytesPerSecond, peak: computePeak?.flopsPerSecond }
    : { bandwidth: deviceReadBytesPerSecond };
}

type CellRates = Pick<
  CellSummary,
  'weightBytes' | 'weightBytesPerSecond' | 'bandwidthShare' | 'flopsPerSecond' | 'peakShare'
>;

/** How fast a cell read its weights and multiplied, and of what the machine can. */
export function cellRates(
  { problem }: RunPlan,
  { stage, batchSize }: Cell,
  medianUs: Microseconds,
  weightBytes: Bytes,
  { bandwidth, peak }: MeasuredCeilings,
): CellRates {
  const seconds = medianUs / 1e6;
  const weightBytesPerSecond = weightBytes / seconds;
  const flopsPerSecond = (2 * multiplyAdds(problem, stage, batchSize)) / seconds;
  return {
    weightBytes,
    weightBytesPerSecond,
    ...(bandwidth === undefined ? {} : { bandwidthShare: weightBytesPerSecond / bandwidth }),
    flopsPerSecond,
    ...(peak === undefined ? {} : { peakShare: flopsPerSecond / peak }),
  };
}
