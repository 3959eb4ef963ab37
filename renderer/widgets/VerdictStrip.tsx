import { VERDICT_WORDS } from '../../electron/contract/comparison';
import type { ComparisonSummary } from '../../electron/engine/verdict/comparisonSummary';
import { designText } from '../../electron/engine/verdict/verdictText';
import { FigureStrip, type Figure } from './FigureStrip';
import { countOf, formatNumber, NO_VALUE } from '../../electron/engine/text/format';
import { VERDICT_LOOKS, VerdictMark } from './VerdictMark';

/** Did B get faster, and can that be trusted: the first thing to read of a comparison. */
export function VerdictStrip(props: {
  readonly summary: ComparisonSummary;
  /** What is held against what, where nothing else on the page says it: `main over HEAD~1`. */
  readonly contest?: string | undefined;
  /** The design is said beside the strip. */
  readonly designSaid?: boolean;
}) {
  const { summary, contest = 'B over A', designSaid = false } = props;
  return (
    <FigureStrip
      figures={[
        headlineFigure(summary, contest),
        countsFigure(summary),
        marginFigure(summary, designSaid),
        detectableFigure(summary),
        controlFigure(summary),
      ]}
    />
  );
}

function headlineFigure({ headline, cells, design }: ComparisonSummary, contest: string): Figure {
  const label = `${contest}, geometric mean`;
  if (headline === undefined) {
    return {
      label,
      value: NO_VALUE,
      sub:
        design === 'separate runs'
          ? 'two runs share no replicate: no mean over their cells'
          : 'needs two replicates that have every cell',
    };
  }
  const { word, speedup } = headline;
  const { interval } = speedup;
  const range =
    interval === undefined
      ? ''
      : `${threeDecimals(interval.low)} to ${threeDecimals(interval.high)} ×, `;
  return {
    label,
    value: (
      <>
        {VERDICT_LOOKS[word].mark} {threeDecimals(speedup.ratio)} × <small>{word}</small>
      </>
    ),
    sub: `${range}${formatNumber(headline.cells)} of ${countOf(cells.length, 'cell')}, ${countOf(headline.replicates, 'replicate')}`,
    tone: VERDICT_LOOKS[word].tone,
  };
}

function countsFigure({ counts, missing, headline }: ComparisonSummary): Figure {
  const present = VERDICT_WORDS.filter((word) => counts[word] > 0);
  // A mean is surer than each of its cells, so it can be called where none of them can.
  const alone =
    headline !== undefined && counts[headline.word] === 0
      ? `; only their mean is ${headline.word}`
      : '';
  const lacking = missing.length === 0 ? '' : `; ${formatNumber(missing.length)} not on both sides`;
  return {
    label: 'Verdicts',
    value: (
      <span className="verdict-counts">
        {present.length === 0
          ? NO_VALUE
          : present.map((word) => (
              <span key={word}>
                {formatNumber(counts[word])} <VerdictMark word={word} />
              </span>
            ))}
      </span>
    ),
    sub: `of ${countOf(
      Object.values(counts).reduce((a, b) => a + b, 0),
      'cell',
    )}${alone}${lacking}`,
  };
}

function marginFigure(
  { margin, marginFloor, ...summary }: ComparisonSummary,
  designSaid: boolean,
): Figure {
  const raised = margin > marginFloor * 1.0001;
  const floor = designSaid ? 'of time' : `of time; ${designText(summary)}`;
  return {
    label: 'Margin',
    value: `± ${percent(margin)} %`,
    sub: raised ? 'raised by the A/A control' : floor,
  };
}

function detectableFigure({ detectable }: ComparisonSummary): Figure {
  return {
    label: 'Detectable effect',
    value: detectable === undefined ? NO_VALUE : `${percent(detectable)} %`,
    sub: 'of one cell, seen in 80\u00a0% of runs like this',
  };
}

function controlFigure({ controls, falseControls }: ComparisonSummary): Figure {
  if (controls.length === 0) {
    return { label: 'A against A', value: NO_VALUE, sub: 'no control: not made to be compared' };
  }
  return {
    label: 'A against A',
    value: `${formatNumber(falseControls)} of ${formatNumber(controls.length)} false`,
    sub: falseControls === 0 ? 'the baseline agrees with its copy' : 'the machine deceives',
    ...(falseControls === 0 ? {} : { tone: 'warn' }),
  };
}

function threeDecimals(ratio: number): string {
  return formatNumber(ratio, 3);
}

function percent(ratio: number): string {
  return formatNumber(100 * ratio, 2);
}
