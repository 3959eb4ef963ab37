import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { Result } from '../../../electron/contract/errors';
import type { ReportChoice, ReportFacts } from '../../../electron/contract/report';
import type { RunDocument } from '../../../electron/contract/runFile';
import { buildReport, type ReportBaseline } from '../../../electron/engine/report/buildReport';
import { pairsNothing } from '../../../electron/engine/report/comparable';
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
  const { document, facts, baseline } = props;
  const choice = useDeferredValue(props.choice);
  const app = useAppState((state) => state.app);
  const runs = useAppState((state) => state.runs);
  const [madeAt] = useState(() => new Date().toISOString());
  const { runId } = document.header;
  const entry = runs.status === 'ready' ? runs.value.find((run) => run.runId === runId) : undefined;
  const notes = entry?.notes ?? '';
  const version = app.status === 'ready' ? app.value.version : '';
  const source = useMemo(
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
  const nothing = useMemo(() => pairsNothing(source), [source]);
  const report = useMemo(() => buildReport(source, choice), [source, choice]);
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
