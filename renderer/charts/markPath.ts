import type { MarkShape } from '../theme/familyLook';

/** Outline of a mark around a centre, as path data; `size` is the radius of the circle, the others look as large. */
export function markPath(shape: MarkShape, cx: number, cy: number, size: number): string {
  if (shape === 'circle') {
    const turn = `a${size} ${size} 0 1 0`;
    return `M${cx - size} ${cy}${turn} ${2 * size} 0${turn} ${-2 * size} 0Z`;
  }
  if (shape === 'square') {
    const half = size * 0.88;
    return `M${cx - half} ${cy - half}h${2 * half}v${2 * half}h${-2 * half}Z`;
  }
  const reach = size * 1.3;
  return shape === 'diamond'
    ? `M${cx} ${cy - reach}L${cx + reach} ${cy}L${cx} ${cy + reach}L${cx - reach} ${cy}Z`
    : `M${cx} ${cy - reach}L${cx + reach} ${cy + reach * 0.8}L${cx - reach} ${cy + reach * 0.8}Z`;
}
