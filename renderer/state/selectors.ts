import type { RunListEntry } from '../../electron/contract/api';
import type { RunDocument } from '../../electron/contract/runFile';
import type { RunSummary, SeriesGroup } from '../../electron/engine/runSummary';
import { formatRouting } from '../../electron/engine/routing/routingText';
import { summariseRun } from '../../electron/engine/summariseRun';
import { compareRun } from '../../electron/engine/verdict/compareRun';
import type { ComparisonSummary } from '../../electron/engine/verdict/comparisonSummary';
import type { AppState } from './appState';

const summaries = new WeakMap<RunDocument, RunSummary>();

/** The summary of a document, made once: documents never change, they are replaced. */
export function summaryOf(document: RunDocument): RunSummary {
  const known = summaries.get(document);
  if (known !== undefined) return known;
  const summary = summariseRun(document);
  summaries.set(document, summary);
  return summary;
}

const comparisons = new WeakMap<RunDocument, ComparisonSummary | 'none'>();

/** What a run that compares says, made once; undefined for a run of one side. */
export function comparisonOf(document: RunDocument): ComparisonSummary | undefined {
  const known = comparisons.get(document) ?? compareRun(document) ?? 'none';
  comparisons.set(document, known);
  return known === 'none' ? undefined : known;
}

/** Whether the run is being measured right now. */
export function isActive(state: AppState, runId: string): boolean {
  return state.activeRunId === runId;
}

/** Whether a run that stands like this can go on from its last block. */
export function canResume(status: RunListEntry['status']): boolean {
  return status === 'interrupted' || status === 'cancelled' || status === 'failed';
}

/** The run that a place without one in its link should show: the active one, else the newest. */
export function runToShow(state: AppState): string | undefined {
  if (state.activeRunId !== undefined) return state.activeRunId;
  if (state.runs.status !== 'ready') return undefined;
  const newest = state.runs.value.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return newest[0]?.runId;
}

/** A group's name in links and choices, e.g. `layer, zipf:1.1`. */
export function groupName(group: Pick<SeriesGroup, 'stage' | 'routing'>): string {
  return `${group.stage}, ${formatRouting(group.routing)}`;
}

/** The group named in the link, else the whole layer's first, else the first. */
export function pickGroup(summary: RunSummary, name: string | undefined): SeriesGroup | undefined {
  return (
    summary.groups.find((group) => groupName(group) === name) ??
    summary.groups.find((group) => group.stage === 'layer') ??
    summary.groups[0]
  );
}
