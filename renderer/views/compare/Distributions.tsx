import type { RunDocument } from '../../../electron/contract/runFile';
import { comparedSourceLine } from '../../../electron/engine/report/sourceLine';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import { formatUs } from '../../../electron/engine/text/format';
import type { CellVerdict } from '../../../electron/engine/verdict/comparisonSummary';
import { ExportMenu } from '../../charts/ExportMenu';
import { sourceText } from '../../charts/exports';
import { MeasuredWidth } from '../../charts/MeasuredWidth';
import { summaryOf } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { BlockEffects } from './BlockEffects';
import { blockPoints, ecdf } from './distributionData';
import {
  BLOCKS_NOTE,
  BLOCKS_TITLE,
  blockEffectsExport,
  ecdfExport,
  SLOTS_NOTE,
  SLOTS_TITLE,
} from './distributionExports';
import { EcdfPair } from './EcdfPair';

const HEIGHT = 250;
/** Where there is no layout yet a chart is drawn this wide. */
const FALLBACK_WIDTH = 480;

/** One cell down to its slots: how both sides are spread, and whether anything drifted. */
export function Distributions(props: {
  readonly chosen: CellVerdict;
  readonly margin: number;
  readonly a: RunDocument;
  readonly b: RunDocument;
}) {
  const { chosen, margin, a, b } = props;
  const provisional = summaryOf(a).provisional || summaryOf(b).provisional;
  const words = {
    cell: cellText(chosen),
    source: sourceText(comparedSourceLine(a, b), provisional),
  };
  return (
    <div className="distributions">
      <Slots chosen={chosen} a={a} b={b} words={words} />
      <Blocks chosen={chosen} margin={margin} b={b} words={words} />
    </div>
  );
}

type Words = Parameters<typeof ecdfExport>[2];

function Slots(props: {
  readonly chosen: CellVerdict;
  readonly a: RunDocument;
  readonly b: RunDocument;
  readonly words: Words;
}) {
  const { chosen, a, b, words } = props;
  const { cell, baseline } = chosen;
  const paired = baseline === undefined;
  const stepsA = paired ? ecdf(a, cell.index, 'A') : ecdf(a, baseline.index, sideOf(a));
  const stepsB = ecdf(b, cell.index, paired ? 'B' : sideOf(b));
  const timed = stepsA.length + stepsB.length > 0;
  return (
    <Card
      title={SLOTS_TITLE}
      note={SLOTS_NOTE}
      actions={timed && <ExportMenu chart={ecdfExport(stepsA, stepsB, words)} />}
    >
      {timed ? (
        <MeasuredWidth
          fallback={FALLBACK_WIDTH}
          render={(width) => <EcdfPair a={stepsA} b={stepsB} width={width} height={HEIGHT} />}
        />
      ) : (
        <p className="note">No slot has been timed.</p>
      )}
      <p className="chart-legend" aria-hidden="true">
        <span className="legend-a">A, dashed</span> <span className="legend-b">B, solid</span>
      </p>
      <p className="note">
        A: {rangeText(stepsA.map(({ us }) => us))} · B: {rangeText(stepsB.map(({ us }) => us))}
      </p>
    </Card>
  );
}

function Blocks(props: {
  readonly chosen: CellVerdict;
  readonly margin: number;
  readonly b: RunDocument;
  readonly words: Words;
}) {
  const { chosen, margin, b, words } = props;
  const paired = chosen.baseline === undefined;
  const points = paired ? blockPoints(b, chosen.cell.index) : [];
  return (
    <Card
      title={BLOCKS_TITLE}
      note={BLOCKS_NOTE}
      actions={
        points.length > 0 && <ExportMenu chart={blockEffectsExport(points, margin, words)} />
      }
    >
      {points.length > 0 && (
        <MeasuredWidth
          fallback={FALLBACK_WIDTH}
          render={(width) => (
            <BlockEffects points={points} margin={margin} width={width} height={HEIGHT} />
          )}
        />
      )}
      {points.length === 0 && (
        <p className="note">
          {paired
            ? 'No block has been timed.'
            : 'These cells share no block: their times were taken apart.'}
        </p>
      )}
    </Card>
  );
}

function cellText({ cell, baseline }: CellVerdict): string {
  const { tacticId, stage, routing, batchSize } = cell;
  const other = baseline?.tacticId ?? cell.baselineTacticId ?? tacticId;
  const against = other === tacticId ? '' : ` against ${other}`;
  return `${tacticId}${against}, ${stage}, ${formatRouting(routing)} routing, batch size ${batchSize}`;
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
