import type { RunDocument } from '../../../electron/contract/runFile';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { branchText } from '../../../electron/engine/verdict/verdictText';
import { countOf, formatNumber } from '../../../electron/engine/text/format';
import type { TrustFact } from './trustFacts';

/** More of the blocks than this lost: the machine was disturbed. */
const MANY_DROPPED = 0.05;

/** What a person checks before believing a comparison: both sides, and what the filter took out. */
export function comparisonFacts(
  { header }: RunDocument,
  comparison: ComparisonSummary,
): readonly TrustFact[] {
  const branches = header.plan.comparison?.branches;
  if (branches === undefined) return [];
  const [a, b] = [branches.A, branches.B];
  return [
    { name: 'Side A', text: branchText(a), ...treeVerdict(a.dirty) },
    { name: 'Side B', text: branchText(b), ...treeVerdict(b.dirty) },
    compilerFact(a.compilers, b.compilers),
    droppedFact(comparison),
  ];
}

function treeVerdict(dirty: boolean | undefined): Pick<TrustFact, 'verdict'> {
  return dirty === true ? { verdict: { tone: 'warn', word: 'changed since the commit' } } : {};
}

/** Both sides ran in one process of one machine: only what built them can differ. */
function compilerFact(a: readonly string[], b: readonly string[]): TrustFact {
  const [textA, textB] = [a.join(', '), b.join(', ')];
  if (textA === '' || textB === '') {
    return { name: 'Compilers', text: 'not known of a library that was built elsewhere' };
  }
  return textA === textB
    ? { name: 'Compilers', text: textA, verdict: { tone: 'good', word: 'same' } }
    : {
        name: 'Compilers',
        text: `A: ${textA}; B: ${textB}`,
        verdict: { tone: 'warn', word: 'differ' },
      };
}

function droppedFact({ cells, controls }: ComparisonSummary): TrustFact {
  const all = [...cells, ...controls];
  const blocks = all.reduce((sum, cell) => sum + cell.blocks, 0);
  const dropped = all.reduce((sum, cell) => sum + cell.dropped.length, 0);
  return {
    name: 'Dropped blocks',
    text: `${formatNumber(dropped)} of ${countOf(blocks, 'block')}`,
    verdict:
      dropped > MANY_DROPPED * blocks
        ? { tone: 'warn', word: 'disturbed' }
        : { tone: 'good', word: dropped === 0 ? 'none' : 'few' },
  };
}
