import { Fragment } from 'react';
import { formatPercent } from '../../../electron/engine/text/format';
import { Mark } from '../../charts/Mark';
import { shortened } from '../../charts/textWidth';
import { familyLook } from '../../theme/familyLook';
import { isBad, STATUS_MARKS, stepColors } from './regretLooks';
import { LABEL_FONT, regretLayout, ROW_HEIGHT, type RegretLayout } from './regretLayout';
import { REGRET_LABELS, regretStep, type RegretMapData, type RegretRow } from './regretMapData';
import type { TacticRow } from './tacticRows';

const HEAD = { fontSize: 12, fill: 'var(--dim)' } as const;
const FIGURE_SIZE = 11.5;
/** From the top of a row to the baseline of its text. */
const BASELINE = 15;
/** Between a family's mark and its name, and before a tactic's label. */
const INDENT = 14;
/** Distance between hatching lines. */
const HATCH = 6;

/** The map of regrets as a drawing: what the table shows, for pictures. */
export function RegretPicture({ map }: { readonly map: RegretMapData }) {
  const layout = regretLayout(map);
  const { width, height, labelWidth, columnWidth } = layout;
  const middle = (column: number): number => labelWidth + (column + 0.5) * columnWidth;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <defs>
        {REGRET_LABELS.map((label, step) => (
          <Hatching key={label} step={step} />
        ))}
      </defs>
      <text x={0} y={30} {...HEAD}>
        Tactic; regret, %
      </text>
      <text x={labelWidth + 1} y={11} {...HEAD}>
        batch size, tokens
      </text>
      {map.batchSizes.map((batch, column) => (
        <text key={batch} x={middle(column)} y={30} textAnchor="middle" {...HEAD} fontWeight={560}>
          {batch}
        </text>
      ))}
      {layout.rows.map(({ row, top, headingTop }) => (
        <Fragment key={row.tacticId}>
          {headingTop !== undefined && (
            <FamilyHeading family={row.family} top={headingTop} width={width} />
          )}
          <Row row={row} top={top} layout={layout} />
        </Fragment>
      ))}
    </svg>
  );
}

function FamilyHeading(props: {
  readonly family: string;
  readonly top: number;
  readonly width: number;
}) {
  const { family, top, width } = props;
  return (
    <>
      <Mark {...familyLook(family)} cx={5} cy={top + BASELINE - 4} />
      <text x={INDENT} y={top + BASELINE} fontSize={12} fontWeight={600} fill="var(--ink)">
        {shortened(family, { size: 12, bold: true }, width - INDENT)}
      </text>
    </>
  );
}

function Row(props: {
  readonly row: RegretRow;
  readonly top: number;
  readonly layout: RegretLayout;
}) {
  const { row, top, layout } = props;
  const { labelWidth, columnWidth } = layout;
  return (
    <>
      <text x={INDENT} y={top + BASELINE} fontSize={LABEL_FONT.size} fill="var(--dim)">
        {shortened(row.label, LABEL_FONT, labelWidth - INDENT - 6)}
      </text>
      {row.cells.map((cell, column) => {
        if (cell === undefined) return null;
        const x = labelWidth + column * columnWidth;
        return (
          <Square key={layout.batchSizes[column]} cell={cell} x={x} y={top} width={columnWidth} />
        );
      })}
    </>
  );
}

function Square(props: {
  readonly cell: TacticRow;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}) {
  const { cell, x, y, width } = props;
  const box = { x: x + 1, y: y + 1, width: width - 2, height: ROW_HEIGHT - 2, rx: 3 };
  const text = {
    x: x + width / 2,
    y: y + BASELINE,
    textAnchor: 'middle',
    fontSize: FIGURE_SIZE,
  } as const;
  if (cell.regret === undefined) return <EmptySquare cell={cell} box={box} text={text} />;
  const step = regretStep(cell.regret);
  const { standing } = cell.summary;
  return (
    <>
      <rect {...box} fill={stepColors(step).fill} />
      {standing !== undefined && <rect {...box} fill={`url(#${hatchingId(step)})`} />}
      {standing === 'chosen' && <Outline {...box} />}
      <text {...text} fill={stepColors(step).ink}>
        {formatPercent(cell.regret)}
      </text>
    </>
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Within the square, as in the table. */
function Outline({ x, y, width, height }: Box) {
  return (
    <rect
      x={x + 1}
      y={y + 1}
      width={width - 2}
      height={height - 2}
      rx={2}
      fill="none"
      stroke="var(--ink)"
      strokeWidth={2}
    />
  );
}

function EmptySquare(props: {
  readonly cell: TacticRow;
  readonly box: Box & { readonly rx: number };
  readonly text: Readonly<Record<string, string | number>>;
}) {
  const { status } = props.cell.summary;
  const { x, y, width, height, rx } = props.box;
  const bad = isBad(status);
  const inner = { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, rx };
  const look = bad
    ? { fill: 'var(--bad-soft)', stroke: 'var(--bad)' }
    : { fill: 'none', stroke: 'var(--line)', strokeDasharray: '3 3' };
  const ink = bad ? { fill: 'var(--bad)', fontWeight: 700 } : { fill: 'var(--dim)' };
  return (
    <>
      <rect {...inner} {...look} />
      <text {...props.text} {...ink}>
        {STATUS_MARKS[status]}
      </text>
    </>
  );
}

/** Faint slanted lines in the ink of a step, so that the figure on them stays readable. */
function Hatching({ step }: { readonly step: number }) {
  return (
    <pattern
      id={hatchingId(step)}
      patternUnits="userSpaceOnUse"
      width={HATCH}
      height={HATCH}
      patternTransform="rotate(45)"
    >
      <path d={`M${HATCH / 2} 0v${HATCH}`} stroke={stepColors(step).ink} strokeOpacity={0.28} />
    </pattern>
  );
}

function hatchingId(step: number): string {
  return `tied-${step}`;
}
