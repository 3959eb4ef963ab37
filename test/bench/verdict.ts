/** Judges an invented run of 10,000 cells x 20 replicates; prints how long that takes. */
import type { BlockRecord } from '../../electron/contract/runFile';
import { Random } from '../../electron/engine/random';
import { compareRun } from '../../electron/engine/verdict/compareRun';
import { comparisonPlan, pairedBlock } from '../fixtures/comparisons';
import { documentOf } from '../fixtures/plans';

const [cellCount, replicates, repetitions] = [10_000, 20, 5];
const plan = comparisonPlan([1]);
const [cell] = plan.cells;
if (cell === undefined) throw new Error('the fixture has no cell');
const cells = Array.from({ length: cellCount }, (_, index) => ({ ...cell, index }));
const random = Random.of(1, 'verdict bench');
const records: BlockRecord[] = cells.flatMap(({ index }) =>
  Array.from({ length: replicates }, (_, replicate) =>
    pairedBlock(index, replicate, 100, 100 * Math.exp(0.004 * random.nextNormal())),
  ),
);
const document = documentOf({ ...plan, cells }, records);
const times = Array.from({ length: repetitions }, () => {
  const startMs = performance.now();
  const summary = compareRun(document);
  const ms = performance.now() - startMs;
  if (summary?.cells.length !== cellCount) throw new Error('not every cell was judged');
  return ms;
}).toSorted((a, b) => a - b);
const middle = times[Math.floor(repetitions / 2)] ?? 0;
process.stdout.write(
  `${cellCount} cells x ${replicates} replicates judged in ${(middle / 1000).toFixed(2)} s ` +
    `(median of ${repetitions}, worst ${((times.at(-1) ?? 0) / 1000).toFixed(2)} s)\n`,
);
