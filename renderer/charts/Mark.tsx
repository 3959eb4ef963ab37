import type { MarkShape } from '../theme/familyLook';
import { markPath } from './markPath';

/** A family's mark, centred; the shape tells families apart without colour. */
export function Mark(props: {
  readonly shape: MarkShape;
  readonly color: string;
  readonly cx: number;
  readonly cy: number;
  readonly size?: number;
}) {
  const { shape, color, cx, cy, size = 4 } = props;
  return <path d={markPath(shape, cx, cy, size)} fill={color} />;
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
      <path d={markPath(shape, 5.5, 5.5, 3.7)} fill={color} />
    </svg>
  );
}
