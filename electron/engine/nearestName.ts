import { distance } from 'fastest-levenshtein';

/**
 * Up to `count` names that a person may have meant, nearest first; far-off ones are left out: those of
 * which more than half would have to be changed, and more than two letters.
 */
export function nearestNames(
  wanted: string,
  names: readonly string[],
  count = 3,
): readonly string[] {
  const lower = wanted.toLowerCase();
  return names
    .map((name) => ({ name, apart: apartness(lower, name.toLowerCase()) }))
    .filter(({ name, apart }) => apart <= Math.max(2, name.length / 2))
    .sort((a, b) => a.apart - b.apart)
    .slice(0, count)
    .map(({ name }) => name);
}

/** `unknown preset "gpt-oss"; did you mean gpt-oss-20b or gpt-oss-120b?`, or the list when none is near. */
export function unknownName(what: string, wanted: string, names: readonly string[]): string {
  const near = nearestNames(wanted, names);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : `there is ${names.slice(0, 12).join(', ')}`;
  return `unknown ${what} ${JSON.stringify(wanted)}; ${hint}`;
}

/** A name that contains the wanted text is near, however long the rest of it is. */
function apartness(wanted: string, name: string): number {
  return wanted !== '' && name.includes(wanted) ? 1 : distance(wanted, name);
}
