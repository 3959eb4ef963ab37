import type { RunDocument } from '../../../electron/contract/runFile';
import type { CellVerdict } from '../../../electron/engine/verdict/comparisonSummary';
import { Card } from '../../widgets/Card';
import { formatUs } from '../../../electron/engine/text/format';
import { BlockEffects } from './BlockEffects';
import { blockPoints, ecdf } from './distributionData';
import { EcdfPair } from './EcdfPair';

/** One cell down to its slots: how both sides are spread, and whether anything drifted. */
export function Distributions(props: {
  readonly chosen: CellVerdict;
  readonly margin: number;
  readonly a: RunDocument;
  readonly b: RunDocument;
}) {
  const { chosen, margin, a, b } = props;
  const { cell, baseline } = chosen;
  const paired = baseline === undefined;
  const stepsA = paired ? ecdf(a, cell.index, 'A') : ecdf(a, baseline.index, sideOf(a));
  const stepsB = ecdf(b, cell.index, paired ? 'B' : sideOf(b));
  return (
    <div className="distributions">
      <Card
        title="Slots of both sides"
        note="share of slots that took at most so long; each slot is the median of its launches"
      >
        <EcdfPair a={stepsA} b={stepsB} />
        <p className="note">
          A: {rangeText(stepsA.map(({ us }) => us))} · B: {rangeText(stepsB.map(({ us }) => us))}
        </p>
      </Card>
      <Card
        title="Blocks in the order of time"
        note="speed-up of B in each A B B A block; a trend is drift; replicates alternate in shade"
      >
        {paired ? (
          <BlockEffects points={blockPoints(b, cell.index)} margin={margin} />
        ) : (
          <p className="note">These cells share no block: their times were taken apart.</p>
        )}
      </Card>
    </div>
  );
}

function sideOf({ header }: RunDocument): 'A' | 'B' {
  return header.plan.comparison === undefined ? 'A' : 'B';
}

function rangeText(times: readonly number[]): string {
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined
    ? 'no slot'
    : `${formatUs(first)} to ${formatUs(last)} µs`;
}
