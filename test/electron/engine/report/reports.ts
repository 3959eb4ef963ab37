import { REPORT_SECTIONS, type ReportChoice } from '../../../../electron/contract/report';
import type { RunDocument } from '../../../../electron/contract/runFile';
import {
  buildReport,
  type DigestedRun,
  type ReportSource,
} from '../../../../electron/engine/report/buildReport';
import type { Report } from '../../../../electron/engine/report/report';

export const DIGEST = 'ab'.repeat(32);
export const OTHER_DIGEST = 'cd'.repeat(32);

/** Every section, no title, no remarks. */
export const everything: ReportChoice = { sections: REPORT_SECTIONS, title: '', remarks: '' };

/** What a report of a run is made from, where nothing is known beside its file. */
export function sourceOf(document: RunDocument, changes: Partial<ReportSource> = {}): ReportSource {
  return {
    run: { document, digestSha256: DIGEST },
    registers: { B: { reports: [], missing: [] } },
    notes: '',
    version: '0.5.0',
    madeAt: '2026-11-24T12:00:00.000Z',
    ...changes,
  };
}

/** Another run, as a baseline. */
export function baselineRun(document: RunDocument): { kind: 'run'; run: DigestedRun } {
  return { kind: 'run', run: { document, digestSha256: OTHER_DIGEST } };
}

/** A report of everything, changed where a test needs to. */
export function reportOf(
  document: RunDocument,
  changes: Partial<ReportSource> & { readonly choice?: Partial<ReportChoice> } = {},
): Report {
  const { choice, ...source } = changes;
  return buildReport(sourceOf(document, source), { ...everything, ...choice });
}

/** The same run under another name. */
export function renamed(document: RunDocument, runId: string): RunDocument {
  return { ...document, header: { ...document.header, runId } };
}
