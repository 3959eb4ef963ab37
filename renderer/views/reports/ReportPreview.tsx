import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { Result } from '../../../electron/contract/errors';
import {
  REPORT_SECTIONS,
  type ReportChoice,
  type ReportFacts,
} from '../../../electron/contract/report';
import type { RunDocument } from '../../../electron/contract/runFile';
import {
  buildReport,
  type ReportBaseline,
  type ReportSource,
} from '../../../electron/engine/report/buildReport';
import { pairsNothing } from '../../../electron/engine/report/comparable';
import type { Report } from '../../../electron/engine/report/report';
import { ReportView } from '../../report/ReportView';
import { useAppState, useSession } from '../../state/hooks';
import { useLoaded } from '../../state/useLoaded';
import { Loading } from '../../widgets/Loading';
import { ErrorMessage, Message } from '../../widgets/Message';
import { familyBaseline } from '../compare/familyBaseline';

/** The report as it will be written, made anew with every change. */
export function ReportPreview(props: {
  readonly document: RunDocument;
  readonly choice: ReportChoice;
  readonly baseline: string | undefined;
}) {
  const { document, choice, baseline } = props;
  const facts = useFacts(document.header.runId);
  const other = useBaseline(baseline);
  if (facts.status === 'error') return <ErrorMessage error={facts.error} />;
  if (other.status === 'error') return <ErrorMessage error={other.error} />;
  if (facts.status === 'loading' || other.status === 'loading') {
    return <Loading what="Reading what the report is made from" />;
  }
  return <Preview document={document} choice={choice} facts={facts.value} baseline={other.value} />;
}

function useFacts(runId: string) {
  const session = useSession();
  return useLoaded(useCallback(() => session.fetchReportFacts(runId), [session, runId]));
}

function useBaseline(baseline: string | undefined) {
  const session = useSession();
  return useLoaded(
    useCallback(async (): Promise<Result<ReportBaseline | undefined>> => {
      const family = familyBaseline(baseline);
      if (baseline === undefined) return { ok: true, value: undefined };
      if (family !== undefined) return { ok: true, value: { kind: 'family', family } };
      const run = await session.fetchRun(baseline);
      const facts = await session.fetchReportFacts(baseline);
      if (!run.ok) return run;
      if (!facts.ok) return facts;
      const { digestSha256 } = facts.value;
      return { ok: true, value: { kind: 'run', run: { document: run.value, digestSha256 } } };
    }, [session, baseline]),
  );
}

function Preview(props: {
  readonly document: RunDocument;
  readonly choice: ReportChoice;
  readonly facts: ReportFacts;
  readonly baseline: ReportBaseline | undefined;
}) {
  const choice = useDeferredValue(props.choice);
  const source = useReportSource(props);
  const whole = useMemo(() => buildReport(source, WHOLE), [source]);
  const nothing = useMemo(() => whyNothing(source, whole), [source, whole]);
  const report = useMemo(() => withChoice(whole, choice), [whole, choice]);
  if (nothing !== undefined) {
    return (
      <Message tone="warn" word="Nothing to compare">
        {nothing}.
      </Message>
    );
  }
  return (
    <section className="reports-preview" aria-label="Preview">
      <ReportView report={report} />
    </section>
  );
}

function useReportSource(props: {
  readonly document: RunDocument;
  readonly facts: ReportFacts;
  readonly baseline: ReportBaseline | undefined;
}): ReportSource {
  const { document, facts, baseline } = props;
  const app = useAppState((state) => state.app);
  const runs = useAppState((state) => state.runs);
  const [madeAt] = useState(() => new Date().toISOString());
  const { runId } = document.header;
  const entry = runs.status === 'ready' ? runs.value.find((run) => run.runId === runId) : undefined;
  const notes = entry?.notes ?? '';
  const version = app.status === 'ready' ? app.value.version : '';
  return useMemo(
    () => ({
      run: { document, digestSha256: facts.digestSha256 },
      baseline,
      registers: facts.registers,
      notes,
      version,
      madeAt,
    }),
    [document, facts, baseline, notes, version, madeAt],
  );
}

/** Why nothing is compared with the baseline that was asked for; undefined where something is. */
function whyNothing(source: ReportSource, { comparison }: Report): string | undefined {
  const reason = pairsNothing(source);
  return source.baseline !== undefined && comparison === undefined
    ? (reason ?? 'the baseline has no time where the run has another')
    : reason;
}

/** A report whose figures every choice shares: they are made once, not with every letter of the title. */
const WHOLE: ReportChoice = { sections: REPORT_SECTIONS, title: '', remarks: '' };

function withChoice(whole: Report, { sections, title, remarks }: ReportChoice): Report {
  return { ...whole, sections, remarks, title: title === '' ? whole.title : title };
}
