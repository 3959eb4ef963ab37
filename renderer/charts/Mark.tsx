import type { MarkShape } from '../theme/familyLook';

/** A family's mark, centred; the shape tells families apart without colour. */
export function Mark(props: {
  readonly shape: MarkShape;
  readonly color: string;
  readonly cx: number;
  readonly cy: number;
  readonly size?: number;
}) {
  const { shape, color, cx, cy, size = 4 } = props;
  if (shape === 'circle') return <circle cx={cx} cy={cy} r={size} fill={color} />;
  if (shape === 'square') {
    const half = size * 0.88;
    return <rect x={cx - half} y={cy - half} width={half * 2} height={half * 2} fill={color} />;
  }
  const reach = size * 1.3;
  const path =
    shape === 'diamond'
      ? `M${cx} ${cy - reach}L${cx + reach} ${cy}L${cx} ${cy + reach}L${cx - reach} ${cy}Z`
      : `M${cx} ${cy - reach}L${cx + reach} ${cy + reach * 0.8}L${cx - reach} ${cy + reach * 0.8}Z`;
  return <path d={path} fill={color} />;
}

/** The same mark inside text: legends, tables, chips. */
export function InlineMark({
  shape,
  color,
}: {
  readonly shape: MarkShape;
  readonly color: string;
}) {
  return (
    <svg className="inline-mark" width="11" height="11" viewBox="0 0 11 11" aria-hidden="true">
      <Mark shape={shape} color={color} cx={5.5} cy={5.5} size={3.7} />
    </svg>
  );
}
