import type { Branch, ComparisonPlan } from '../contract/comparison';
import type { RunPlan } from '../contract/plan';
import type { TacticId } from '../contract/tactic';
import { formatRouting } from './routing/routingText';

/**
 * The command that repeats a plan, or one tactic of it, on another machine.
 *
 * @param tacticId absent: every tactic that the plan's filter selects
 */
export function replayCommand(plan: RunPlan, tacticId?: TacticId): string {
  return plan.comparison === undefined || tacticId !== undefined
    ? `moe-workbench run ${planWords(plan, tacticId)}`
    : `moe-workbench compare ${comparisonWords(plan.comparison)} ${planWords(plan)}`;
}

function comparisonWords({ branches, baselineTacticId, weights }: ComparisonPlan): string {
  return [
    branchWord(branches.A),
    branchWord(branches.B),
    baselineTacticId === undefined ? '' : `--baseline-tactic ${quote(baselineTacticId)}`,
    weights === undefined
      ? ''
      : `--weights ${weights.map(({ batchSize, weight }) => `${batchSize}:${weight}`).join(',')}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** A commit says most; kernels that were changed since, or built elsewhere, only their place. */
function branchWord({ origin, commit, dirty }: Branch): string {
  return quote(commit === undefined || dirty === true ? origin : commit);
}

function planWords(plan: RunPlan, tacticId?: TacticId): string {
  const { problem } = plan;
  const unique = (items: readonly string[]): string => [...new Set(items)].join(',');
  const sizes =
    plan.preset === undefined
      ? `--hidden ${problem.hiddenSize} --intermediate ${problem.intermediateSize} ` +
        `--experts ${problem.numExperts} --top-k ${problem.topK} --activation ${problem.activation}` +
        (problem.bias ? ' --bias' : '')
      : `--preset ${quote(plan.preset)}`;
  const filter = tacticId ?? plan.tacticFilter;
  const words = [
    sizes,
    `--scheme ${problem.scheme}`,
    `--batch ${unique(plan.cells.map((cell) => String(cell.batchSize)))}`,
    `--stage ${unique(plan.cells.map((cell) => cell.stage))}`,
    `--routing ${unique(plan.cells.map((cell) => formatRouting(cell.routing)))}`,
    filter === '' ? '' : `--tactics ${quote(filter)}`,
    plan.gemm2TacticId === undefined ? '' : `--gemm2-tactic ${quote(plan.gemm2TacticId)}`,
    `--target ${plan.target}`,
    plan.threads === 0 ? '' : `--threads ${plan.threads}`,
    `--effort ${plan.effort}`,
    plan.cacheMode === 'cold' ? '' : '--cache hot',
    `--seed ${plan.seed}`,
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** For a POSIX shell. */
function quote(text: string): string {
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
