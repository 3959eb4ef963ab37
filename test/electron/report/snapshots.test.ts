import { describe, expect, it } from 'vitest';
import { comparisonPlan, simulatedRun } from '../../fixtures/comparisons';
import { runFromText } from '../../renderer/fixtures/runFromText';
import { filesOf, jobOf, textOf, written } from './exported';

const oneSide = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after | 1 | 800 808 792 800 801
  streaming.avx2.m32n6k64.lut.stream.after | 1 | 400 404 396 400 400
  streaming.avx2.m32n6k64.lut.stream.after | 4 | incorrect
  streaming.avx2.m32n6k64.lut.stream.after | 8 | unsupported: too "many", tokens
`);
const twoSides = simulatedRun(
  comparisonPlan([1]),
  { replicates: 6, effect: -0.05, placement: 0.003, jitter: 0.004 },
  5,
);

/** Twelve digits: the last ones of a logarithm are the engine's own, and with them the digest of the file. */
function withoutLastDigits(text: string): string {
  return text
    .replace(/"[0-9a-f]{64}"/, '"…"')
    .replaceAll(/\d+\.\d+(e-?\d+)?/g, (figure) =>
      figure.length <= 13 ? figure : String(Number(Number(figure).toPrecision(12))),
    );
}

/*
 * What scripts read, as it is written: a change of it is a change for everybody who reads it. The snapshots of
 * Markdown are beside the tests of Markdown.
 */
describe.each([
  ['oneSide', oneSide],
  ['twoSides', twoSides],
] as const)('%s', (name, run) => {
  it.each(['csv', 'json'] as const)('as %s', async (format) => {
    const [file] = await filesOf(jobOf(format, await written(run)));
    const text = textOf(file);
    // Git and editors take CR LF for LF.
    expect(text.includes('\r\n')).toBe(format === 'csv');
    const lines = withoutLastDigits(text.replaceAll('\r\n', '\n'));
    await expect(lines).toMatchFileSnapshot(`./snapshots/${name}.${format}.snap`);
  });
});
