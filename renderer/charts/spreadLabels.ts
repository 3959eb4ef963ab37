/**
 * Moves labels apart so that neighbours are at least `gap` apart, each as near to its own place as
 * can be, all within [top, bottom]. Positions in pixels, downwards; the order is kept.
 */
export function spreadLabels(
  positions: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = positions.map((_, index) => index);
  order.sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const placed = [...positions];
  let lowest = top;
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, lowest);
    lowest = (placed[index] ?? 0) + gap;
  }
  let highest = bottom;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, highest);
    highest = (placed[index] ?? 0) - gap;
  }
  return placed;
}
