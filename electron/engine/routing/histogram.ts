/** Tokens per expert of one batch, [E]. @param expertIds [T, k] */
export function expertHistogram(expertIds: Int32Array, numExperts: number): Int32Array {
  const counts = new Int32Array(numExperts);
  for (const expert of expertIds) {
    counts[expert] = (counts[expert] ?? 0) + 1;
  }
  return counts;
}
