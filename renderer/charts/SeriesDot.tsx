import type { MarkShape } from '../theme/familyLook';
import { Mark } from './Mark';

/** A point of a line; Recharts adds the position. Nothing is drawn where nothing was measured. */
export function SeriesDot(props: {
  readonly shape: MarkShape;
  readonly color: string;
  readonly cx?: number | null;
  readonly cy?: number | null;
}) {
  const { shape, color, cx, cy } = props;
  if (typeof cx !== 'number' || typeof cy !== 'number') return null;
  return <Mark shape={shape} color={color} cx={cx} cy={cy} />;
}
