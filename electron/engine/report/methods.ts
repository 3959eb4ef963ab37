import type { RunDocument } from '../../contract/runFile';
import type { RunPlan } from '../../contract/plan';
import { formatRouting } from '../routing/routingText';
import type { RunSummary } from '../runSummary';
import { countOf, formatDuration, formatNumber } from '../text/format';
import { correctionName } from '../verdict/compareRun';
import type { ComparisonSummary } from '../verdict/comparisonSummary';
import type { Design } from '../verdict/judge';

/** How the figures were made, for somebody who was not there: sentences written from the plan and the records. */
export function methodsOf(
  document: RunDocument,
  summary: RunSummary,
  comparison: ComparisonSummary | undefined,
): readonly string[] {
  const { plan } = document.header;
  return [
    problemSentence(plan),
    designSentence(comparison?.design),
    replicatesSentence(plan, summary),
    slotSentence(plan),
    cacheSentence(plan),
    'Each tactic was run on fresh random inputs and compared with a plain fp32 oracle before it was timed; a wrong one has no time.',
    timeSentence(summary),
    ...(comparison === undefined ? [] : verdictSentences(comparison)),
    stopSentence(document),
  ];
}

function problemSentence({ problem, target, threads, seed, cells }: RunPlan): string {
  const { hiddenSize, intermediateSize, numExperts, topK, scheme, activation, bias } = problem;
  const routings = [...new Set(cells.map(({ routing }) => formatRouting(routing)))].join(', ');
  const where =
    target === 'cpu'
      ? `on the CPU with ${threads === 0 ? 'every hardware thread' : countOf(threads, 'thread')}`
      : 'on the GPU';
  return (
    `One MoE layer (hidden size ${hiddenSize}, intermediate size ${intermediateSize}, ${numExperts} experts, top-${topK}, ` +
    `${scheme}, ${activation}${bias ? ', with bias' : ''}) was measured ${where}, ${routings} routing, seed ${seed}.`
  );
}

const designs: Readonly<Record<Design, string>> = {
  interleaved:
    'Design: both branches were loaded into one process as two libraries and timed in blocks A B B A and B A A B by turns, so that drift falls on both sides; the effect of a block is mean log B less mean log A, of a replicate the median of its blocks.',
  'same run':
    'Design: both sides are cells of one run, paired by replicate but not interleaved, which is weaker than A B B A.',
  'separate runs':
    'Design: the sides are two runs of different times, unpaired, which is the weakest design; it asks for 8 replicates and a margin of 1 %.',
};

function designSentence(design: Design | undefined): string {
  return design === undefined
    ? 'Design: one side was measured; nothing was compared.'
    : designs[design];
}

function replicatesSentence(
  { effort, effortPlan }: RunPlan,
  { finishedReplicates }: RunSummary,
): string {
  const { minReplicates, maxReplicates, blocksPerReplicate, slotsPerBlock } = effortPlan;
  const planned =
    minReplicates === maxReplicates
      ? String(minReplicates)
      : `${minReplicates} to ${maxReplicates}`;
  return (
    `Effort ${effort} plans ${planned} replicates, ${formatNumber(finishedReplicates)} finished; a replicate is a fresh process that ` +
    `visits every cell in random order with ${countOf(blocksPerReplicate, 'block')} of ${slotsPerBlock} slots.`
  );
}

function slotSentence({ effortPlan, target }: RunPlan): string {
  const timer =
    target === 'cpu'
      ? 'the steady clock of the processor'
      : 'CUDA events on the stream of the launches';
  return (
    `A slot is a group of back-to-back launches of at least ${effortPlan.minSlotUs / 1000} ms, its value the median launch; ` +
    `the timer is ${timer}.`
  );
}

function cacheSentence({ cacheMode, comparison }: RunPlan): string {
  const sides = comparison === undefined ? '' : ', the same on both sides';
  return cacheMode === 'hot'
    ? 'Weights were hot: the same buffers again and again.'
    : `Weights were cold: the bytes touched between two uses of a buffer are at least 5 times the last-level cache, with a new routing sample for every launch${sides}.`;
}

function timeSentence({ cells }: RunSummary): string {
  const coverages = cells.flatMap(({ time }) => time?.interval?.coverage ?? []);
  const least = coverages.reduce((low, coverage) => Math.min(low, coverage), 1);
  const interval =
    coverages.length === 0
      ? 'without an interval'
      : `with an order-statistic interval of ${formatNumber(100 * least, 1)} % coverage or more`;
  return `A time is the median over replicate medians, ${interval}.`;
}

function verdictSentences(comparison: ComparisonSummary): readonly string[] {
  const { margin, marginFloor, correction, controls, falseControls, detectable, cells, design } =
    comparison;
  const raised = margin > marginFloor * 1.0001 ? ', raised by the A/A control' : '';
  const control =
    controls.length === 0
      ? 'There was no A/A control.'
      : `An A/A control of ${countOf(controls.length, 'cell')}, the baseline against a second copy of itself, was falsely called FASTER or SLOWER ${countOf(falseControls, 'time')}.`;
  const filter =
    design === 'interleaved'
      ? ' A block with a throttle reason or a clock under 0.9 of the median is dropped; above 10 % dropped, or after a failure, a cell is INVALID.'
      : '';
  return [
    `Margin: ${percent(margin)} of time${raised}. FASTER and SLOWER: the 95 % interval by Student's t over replicates lies wholly beyond the margin; SAME: the 90 % interval lies wholly within it; otherwise INCONCLUSIVE.${filter} A wrong kernel is INCORRECT.`,
    `Correction for ${countOf(cells.length, 'cell')}: ${correctionName(correction)}. ${control}`,
    ...(detectable === undefined
      ? []
      : [
          `Smallest change that one cell would show in 80 % of runs like this: ${percent(detectable)}.`,
        ]),
  ];
}

function stopSentence({ header, records }: RunDocument): string {
  const last = records.at(-1);
  if (last?.type !== 'end') {
    return 'The run is not finished: every figure is provisional.';
  }
  const seconds = (Date.parse(last.at) - Date.parse(header.createdAt)) / 1000;
  const after = `after ${formatDuration(seconds)}`;
  switch (last.reason) {
    case 'precise':
      return `The run stopped ${after} because every interval was within ${percent(header.plan.effortPlan.targetHalfWidth)} on either side; it never stops on significance.`;
    case 'budget':
      return `The run stopped ${after} because its budget was spent; it never stops on significance.`;
    case 'complete':
      return `The run ended ${after}, with every planned replicate.`;
    case 'cancelled':
      return `The run was cancelled ${after}: every figure is provisional.`;
    case 'failed':
      return `The run failed ${after}: every figure is provisional.`;
  }
}

function percent(ratio: number): string {
  return `${formatNumber(100 * ratio, 2)} %`;
}
