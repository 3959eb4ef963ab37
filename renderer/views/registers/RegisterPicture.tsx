import { Fragment } from 'react';
import type { KernelResources } from '../../../electron/contract/registers';
import { SM90 } from '../../../electron/engine/registers/occupancy';
import { rowKey, type RegisterRow } from '../../../electron/engine/registers/registerRows';
import { formatNumber, NO_VALUE } from '../../../electron/engine/text/format';
import { Mark } from '../../charts/Mark';
import { shortened } from '../../charts/textWidth';
import { familyLook } from '../../theme/familyLook';
import {
  HEAD_HEIGHT,
  LABEL_FONT,
  registerLayout,
  registerX,
  type PlacedRow,
  type RegisterLayout,
} from './registerLayout';

const TICKS = [0, 64, 128, 192, SM90.maxRegistersPerThread];
const HEAD = { fontSize: 11.5, fill: 'var(--dim)' } as const;
const FIGURE = { fontSize: 12, textAnchor: 'end' } as const;
/** From the top of a row to the baseline of its text, and to the middle of its bar. */
const BASELINE = 15;
const MIDDLE = 11;
const INDENT = 14;
const BAR_HEIGHT = 9;
/** How far a limit's line stands out of the bar on either side. */
const LIMIT_OVERHANG = 3;
/** Right edge of a consumer's figure, from the end of the bars. */
const USED_RIGHT = 62;

/** Bars of registers per consumer thread, by family: what the table shows, for pictures. */
export function RegisterPicture({ rows }: { readonly rows: readonly RegisterRow[] }) {
  const layout = registerLayout(rows);
  const { width, height, barRight } = layout;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <text x={layout.barLeft} y={10} {...HEAD}>
        registers per thread
      </text>
      <text x={barRight + USED_RIGHT} y={26} {...HEAD} textAnchor="end">
        used
      </text>
      <text x={width} y={26} {...HEAD} textAnchor="end">
        spilled per thread, B
      </text>
      {TICKS.map((tick) => (
        <Tick key={tick} tick={tick} x={registerX(layout, tick)} height={height} />
      ))}
      {layout.rows.map((placed) => (
        <Fragment key={rowKey(placed.row)}>
          {placed.headingTop !== undefined && (
            <FamilyHeading
              family={placed.row.structure.family}
              top={placed.headingTop}
              width={width}
            />
          )}
          <Row placed={placed} layout={layout} />
        </Fragment>
      ))}
    </svg>
  );
}

/** The last one is the most that a thread can have. */
function Tick(props: { readonly tick: number; readonly x: number; readonly height: number }) {
  const { tick, x, height } = props;
  const isLast = tick === SM90.maxRegistersPerThread;
  return (
    <>
      <text x={x} y={26} {...HEAD} textAnchor="middle">
        {tick}
      </text>
      <path
        d={`M${x} ${HEAD_HEIGHT - 2}V${height}`}
        stroke={isLast ? 'var(--line-strong)' : 'var(--grid)'}
      />
    </>
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

function Row({ placed, layout }: { readonly placed: PlacedRow; readonly layout: RegisterLayout }) {
  const { row, label, top } = placed;
  const { kernel } = row;
  const spills = (kernel.spillStoreBytes ?? 0) > 0;
  const ink = spills ? 'var(--bad)' : 'var(--ink)';
  const y = top + BASELINE;
  return (
    <>
      <text x={INDENT} y={y} fontSize={LABEL_FONT.size} fill="var(--ink)">
        {shortened(label, LABEL_FONT, layout.barLeft - INDENT - 12)}
      </text>
      <Bar kernel={kernel} spills={spills} y={top + MIDDLE} layout={layout} />
      <text x={layout.barRight + USED_RIGHT} y={y} {...FIGURE} fill="var(--ink)">
        {figure(kernel.consumerRegisters)}
      </text>
      <text x={layout.width} y={y} {...FIGURE} fill={ink} fontWeight={spills ? 600 : 400}>
        {kernel.failure === '' ? figure(kernel.spillStoreBytes) : 'did not compile'}
      </text>
    </>
  );
}

/** What a consumer thread uses, its setmaxnreg limit (tall) and the count at launch. */
function Bar(props: {
  readonly kernel: KernelResources;
  readonly spills: boolean;
  readonly y: number;
  readonly layout: RegisterLayout;
}) {
  const { kernel, spills, y, layout } = props;
  const { consumerRegisters, consumerRegisterLimit, registersPerThread } = kernel;
  const x = (registers: number): number => registerX(layout, registers);
  const half = BAR_HEIGHT / 2;
  const track = { x: x(0), y: y - half, height: BAR_HEIGHT };
  return (
    <>
      <rect {...track} width={layout.barRight - layout.barLeft} fill="var(--grid)" />
      {consumerRegisters !== null && (
        <rect
          {...track}
          width={x(consumerRegisters) - x(0)}
          fill={spills ? 'var(--bad)' : 'var(--accent)'}
        />
      )}
      {registersPerThread !== null && (
        <Line x={x(registersPerThread)} y={y} half={half} color="var(--line-strong)" />
      )}
      <Line x={x(consumerRegisterLimit)} y={y} half={half + LIMIT_OVERHANG} color="var(--ink)" />
    </>
  );
}

/** With a rim, so that it shows on every bar. */
function Line(props: {
  readonly x: number;
  readonly y: number;
  readonly half: number;
  readonly color: string;
}) {
  const { x, y, half, color } = props;
  const path = `M${x} ${y - half}v${2 * half}`;
  return (
    <>
      <path d={path} stroke="var(--panel)" strokeWidth={4} />
      <path d={path} stroke={color} strokeWidth={2} />
    </>
  );
}

function figure(value: number | null): string {
  return value === null ? NO_VALUE : formatNumber(value);
}
