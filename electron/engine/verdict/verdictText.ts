import type { Tactic, TacticId } from '../../contract/tactic';
import { VERDICT_WORDS, type Branch, type ComparisonPlan } from '../../contract/comparison';
import type { RunDocument } from '../../contract/runFile';
import type { Speedup } from '../runSummary';
import { countOf } from '../text/format';
import { correctionName } from './compareRun';
import type { CellVerdict, ComparisonSummary } from './comparisonSummary';

/** What a cell is held against, whatever came of it. */
type ComparedCell = Pick<CellVerdict, 'cell' | 'baseline'>;

/** One line: what to believe of the whole comparison. */
export function headlineText({ headline, cells, design }: ComparisonSummary): string {
  if (headline === undefined && design === 'separate runs') {
    return 'no headline: two runs share no replicate';
  }
  if (headline === undefined) {
    return `no headline: fewer than two replicates have all ${cells.length} cells`;
  }
  const { word, speedup } = headline;
  return `${word}: ${speedupText(speedup)}, geometric mean of ${countOf(headline.cells, 'cell')}, ${countOf(headline.replicates, 'replicate')}`;
}

/** What the sides are to each other: two families or tactics are there at the same time. */
export function sideRoles(
  summary: Pick<ComparisonSummary, 'design' | 'cells'>,
): readonly [a: string, b: string] {
  const other = summary.design === 'same run' || sharedBaseline(summary) !== undefined;
  return other ? ['baseline', 'contender'] : ['before', 'after'];
}

/** `1.013 × [1.008, 1.018]`. */
export function speedupText({ ratio, interval }: Speedup): string {
  const range =
    interval === undefined ? '' : ` [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`;
  return `${ratio.toFixed(3)} ×${range}`;
}

/** `3 FASTER, 1 SAME`; words without a cell are left out. */
export function countsText({ counts }: ComparisonSummary): string {
  const parts = VERDICT_WORDS.filter((word) => counts[word] > 0).map(
    (word) => `${counts[word]} ${word}`,
  );
  return parts.length === 0 ? 'no cells' : parts.join(', ');
}

/** The control and what the run can see, in words. */
export function trustLines(summary: ComparisonSummary): readonly string[] {
  const { controls, falseControls, margin, marginFloor, detectable, cells } = summary;
  const all = [...cells, ...controls];
  const blocks = all.reduce((sum, cell) => sum + cell.blocks, 0);
  const dropped = all.reduce((sum, cell) => sum + cell.dropped.length, 0);
  const raised = margin > marginFloor * 1.0001 ? ', raised by the A/A control' : '';
  return [
    `design: ${designText(summary)}`,
    `margin: ${(margin * 100).toFixed(2)} % of time${raised}`,
    controls.length === 0
      ? 'A/A control: none; these runs were not made to be compared'
      : `A/A control: ${falseControls} of ${controls.length} cells falsely called FASTER or SLOWER`,
    detectable === undefined
      ? 'minimum detectable effect: not known'
      : `minimum detectable effect: ${(detectable * 100).toFixed(2)} %`,
    `dropped blocks: ${dropped} of ${blocks}`,
    `correction for ${countOf(cells.length, 'cell')}: ${correctionName(summary.correction)}`,
  ];
}

export function designText({ design }: Pick<ComparisonSummary, 'design'>): string {
  switch (design) {
    case 'interleaved':
      return 'A B B A in one process, replicates in fresh processes';
    case 'same run':
      return 'two cells of one run, paired by replicate, not interleaved: weaker than A B B A';
    case 'separate runs':
      return 'two runs of different times, unpaired: weakest, so it needs 8 replicates and a margin of 1 %';
  }
}

/** `main (1a2b3c4)`, `. (1a2b3c4, changed since)`. */
export function branchText({ name, commit, dirty }: Branch): string {
  const parts = [
    ...(commit === undefined ? [] : [commit.slice(0, 10)]),
    ...(dirty === true ? ['changed since'] : []),
  ];
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
}

/**
 * Names of both sides: branches, of one branch the families that it was measured with; or run ids where
 * two runs are compared, of a comparison its side B.
 */
export function sideNames(a: RunDocument, b: RunDocument): readonly [string, string] {
  const { comparison, cells, tactics } = b.header.plan;
  if (a !== b || comparison === undefined) {
    return [runName(a), runName(b)];
  }
  const contenders = cells.filter(({ control }) => control !== true).map((cell) => ({ cell }));
  const [textA, textB] = sideTexts({ cells: contenders }, comparison, tactics);
  const [nameA, nameB] = [branchText(comparison.branches.A), branchText(comparison.branches.B)];
  return nameA === nameB && textA !== textB
    ? [`${textA} of ${nameA}`, `${textB} of ${nameB}`]
    : [nameA, nameB];
}

/**
 * Both sides in as few words as tell them apart: the branches where they differ, else the families
 * where each side has one of its own.
 *
 * @param tactics of the run's plan, which names their families
 */
export function sideTexts(
  { cells }: { readonly cells: readonly ComparedCell[] },
  { branches }: Pick<ComparisonPlan, 'branches'>,
  tactics: readonly Pick<Tactic, 'id' | 'family'>[],
): readonly [a: string, b: string] {
  const names = [branchText(branches.A), branchText(branches.B)] as const;
  if (names[0] !== names[1]) return names;
  const familyOf = new Map(tactics.map(({ id, family }) => [id, family]));
  const familiesA = new Set(
    cells.map((row) => familyOf.get(baselineTactic(row) ?? row.cell.tacticId)),
  );
  const familiesB = new Set(cells.map(({ cell }) => familyOf.get(cell.tacticId)));
  const [a, ...othersA] = familiesA;
  const [b, ...othersB] = familiesB;
  const told = othersA.length === 0 && othersB.length === 0 && a !== b;
  return told && a !== undefined && b !== undefined ? [a, b] : names;
}

/** What is held against what: `main over HEAD~1`; the letters where the sides have the same name. */
export function contestText(
  summary: Pick<ComparisonSummary, 'cells'>,
  comparison: Pick<ComparisonPlan, 'branches'>,
  tactics: readonly Pick<Tactic, 'id' | 'family'>[],
): string {
  const [a, b] = sideTexts(summary, comparison, tactics);
  return a === b ? 'B over A' : `${b} over ${a}`;
}

function runName({ header: { runId, plan } }: RunDocument): string {
  return plan.comparison === undefined ? runId : `side B of ${runId}`;
}

/** Regressions first, then by size of the effect. */
export function byConcern(a: CellVerdict, b: CellVerdict): number {
  const order = ['INCORRECT', 'SLOWER', 'INVALID', 'INCONCLUSIVE', 'FASTER', 'SAME'];
  const place = order.indexOf(a.word) - order.indexOf(b.word);
  return place === 0 ? (a.speedup?.ratio ?? 1) - (b.speedup?.ratio ?? 1) : place;
}

/** The tactic that side A ran in a cell, where it is another one than side B's. */
export function baselineTactic({ cell, baseline }: ComparedCell): TacticId | undefined {
  const id = baseline?.tacticId ?? cell.baselineTacticId;
  return id === cell.tacticId ? undefined : id;
}

/** What every cell is held against, where that is one other tactic. */
export function sharedBaseline({ cells }: Pick<ComparisonSummary, 'cells'>): TacticId | undefined {
  const [first, ...others] = new Set(cells.map(baselineTactic));
  return others.length === 0 ? first : undefined;
}
