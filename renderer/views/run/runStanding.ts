import type { RunListEntry } from '../../../electron/contract/api';
import type { RunPlan } from '../../../electron/contract/plan';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { canResume } from '../../state/selectors';
import { countOf, formatNumber } from '../../../electron/engine/text/format';
import { draftOfRequest, viewOfDraft } from './planDraft';

export interface RunStanding {
  readonly status: RunListEntry['status'];
  readonly sentence: string;
  readonly resumable: boolean;
  /** The run's plan as a link to the builder. */
  readonly planView: Record<string, string>;
}

/** How a run that is not being measured stands, from its last record. */
export function runStanding(document: RunDocument, summary: RunSummary): RunStanding {
  const { plan } = document.header;
  const last = document.records.findLast(({ type }) => type === 'end' || type === 'resume');
  const end = last?.type === 'end' ? last : undefined;
  const status = end?.reason ?? 'interrupted';
  const measured = summary.cells.filter((cell) => cell.status === 'measured').length;
  // The control of a comparison is judged apart and is none of the summary's cells.
  const done = `${countOf(measured, 'cell')} of ${formatNumber(summary.cells.length)} measured, ${countOf(
    summary.finishedReplicates,
    'whole replicate',
  )}.`;
  return {
    status,
    sentence: end?.message === undefined ? done : `${end.message} ${done}`,
    resumable: canResume(status),
    planView: viewOfDraft(draftOfRequest(requestOf(plan))),
  };
}

function requestOf(plan: RunPlan) {
  const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
  return {
    ...plan,
    stages: unique(plan.cells.map(({ stage }) => stage)),
    batchSizes: unique(plan.cells.map(({ batchSize }) => batchSize)),
    routings: plan.cells.slice(0, 1).map(({ routing }) => routing),
  };
}
