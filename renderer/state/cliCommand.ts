import { GPT_OSS_SWIGLU, type MoeProblem } from '../../electron/contract/problem';
import type { RunPlan } from '../../electron/contract/plan';
import { formatRouting } from '../../electron/engine/routing/routingText';

/** The command line that measures the same plan again. */
export function cliCommand(plan: RunPlan): string {
  const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
  const words = ['moe-workbench', 'run'];
  if (plan.preset !== undefined) words.push('--preset', plan.preset);
  else words.push(...problemWords(plan.problem));
  const option = (name: string, values: readonly (string | number)[]): void => {
    words.push(name, shellWord(values.join(',')));
  };
  option('--stage', unique(plan.cells.map(({ stage }) => stage)));
  option('--batch', unique(plan.cells.map(({ batchSize }) => batchSize)));
  option('--routing', unique(plan.cells.map(({ routing }) => formatRouting(routing))));
  if (plan.tacticFilter !== '') words.push('--tactics', shellWord(plan.tacticFilter));
  words.push('--target', plan.target, '--threads', String(plan.threads));
  words.push('--effort', plan.effort, '--cache', plan.cacheMode, '--seed', String(plan.seed));
  return words.join(' ');
}

function problemWords(problem: MoeProblem): readonly string[] {
  const words = ['--hidden', String(problem.hiddenSize)];
  words.push('--intermediate', String(problem.intermediateSize));
  words.push('--experts', String(problem.numExperts), '--top-k', String(problem.topK));
  words.push('--scheme', problem.scheme, '--activation', problem.activation);
  if (problem.bias) words.push('--bias');
  const { alpha, beta, limit } = problem.swiglu ?? GPT_OSS_SWIGLU;
  if (problem.activation === 'swiglu_oai') {
    words.push('--swiglu', [alpha, beta, ...(limit === undefined ? [] : [limit])].join(','));
  }
  return words;
}

/** Quotes for a POSIX shell where needed. */
function shellWord(word: string): string {
  return /^[\w.,:=/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
