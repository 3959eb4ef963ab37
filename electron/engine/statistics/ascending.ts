/**
 * A sorted copy. Nearly every list here is a handful of slots or replicates, which insertion sorts several times
 * faster than a library that must be asked; longer ones sort in an array of numbers, which needs no function to
 * compare them.
 */
export function ascending(values: readonly number[]): ArrayLike<number> {
  return values.length > FEW ? new Float64Array(values).sort() : insertionSorted(values);
}

const FEW = 24;

function insertionSorted(values: readonly number[]): readonly number[] {
  const ordered: number[] = [];
  for (const value of values) {
    let place = ordered.length;
    for (; place > 0 && (ordered[place - 1] ?? 0) > value; place--) {
      ordered[place] = ordered[place - 1] ?? 0;
    }
    ordered[place] = value;
  }
  return ordered;
}
