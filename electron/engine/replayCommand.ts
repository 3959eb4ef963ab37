import type { RunPlan } from '../contract/plan';
import type { TacticId } from '../contract/tactic';
import { formatRouting } from './routing/routingText';

/**
 * The command that repeats a plan, or one tactic of it, on another machine.
 *
 * @param tacticId absent: every tactic that the plan's filter selects
 */
export function replayCommand(plan: RunPlan, tacticId?: TacticId): string {
  const { problem } = plan;
  const unique = (items: readonly string[]): string => [...new Set(items)].join(',');
  const sizes =
    plan.preset === undefined
      ? `--hidden ${problem.hiddenSize} --intermediate ${problem.intermediateSize} ` +
        `--experts ${problem.numExperts} --top-k ${problem.topK} --activation ${problem.activation}` +
        (problem.bias ? ' --bias' : '')
      : `--preset ${plan.preset}`;
  const filter = tacticId ?? plan.tacticFilter;
  const words = [
    'moe-workbench run',
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
  return /^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
