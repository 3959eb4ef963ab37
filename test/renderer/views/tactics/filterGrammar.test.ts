import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { parseFilter } from '../../../../renderer/views/tactics/filterGrammar';
import { tacticRows } from '../../../../renderer/views/tactics/tacticRows';
import { runFromText } from '../../fixtures/runFromText';

const document = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after     | 1  | 2000 2000
  natural.avx2.m16n1k64.arith.direct.after     | 16 | 8000 8000 | gemm1 zipf:1.1
  streaming.avx512.m32n6k64.lut.stream.after   | 1  | 1000 1000
  streaming.avx512.m32n12k64.lut.stream.after  | 1  | 1040 1040
  streaming.avx512.m32n12k64.lut.stream.after  | 64 | incorrect
`);
const rows = tacticRows(document.header.plan, summariseRun(document));

function indicesOf(filter: string): readonly number[] | string {
  const parsed = parseFilter(filter);
  if (!parsed.ok) return parsed.message;
  return rows.filter(parsed.matches).map(({ summary }) => summary.cell.index);
}

describe('the filter of the table', () => {
  it.each([
    ['', [0, 1, 2, 3, 4]],
    ['streaming', [2, 3, 4]],
    ['streaming n12', [3, 4]],
    ['family:natural,streaming batch:1', [0, 2, 3]],
    ['FAMILY:Natural', [0, 1]],
    ['isa:avx512', [2, 3, 4]],
    ['batch:4..64', [1, 4]],
    ['batch:16..', [1, 4]],
    ['batch:1,64', [0, 2, 3, 4]],
    ['stage:gemm1', [1]],
    ['routing:zipf', [1]],
    ['status:incorrect', [4]],
    ['regret<5 batch:1', [2, 3]],
    ['regret=0 batch=1', [2]],
    ['speedup>=2', [2]],
    ['us<1500', [2, 3]],
    ['compute>0 batch:1', [0, 2, 3]],
    ['compute>100', []],
    ['roofline>0 batch:1', [0, 2, 3]],
    ['us:1010..2000', [0, 3]],
  ])('%j keeps the cells %j', (filter, indices) => {
    expect(indicesOf(filter)).toEqual(indices);
  });

  it('leaves out cells that lack the figure asked about', () => {
    expect(indicesOf('regret>=0')).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['spill=0', 'spill is not a field of the table'],
    ['nothing:x', 'nothing is not a field of the table'],
    ['regret<much', 'regret<much is not a comparison'],
    ['batch:a..b', 'batch:a..b is not a range'],
    ['family:', 'family: needs a word'],
    ['__proto__:x', '__proto__ is not a field of the table'],
  ])('%j is answered with what is wrong: %s', (filter, message) => {
    expect(indicesOf(filter)).toContain(message);
  });
});
