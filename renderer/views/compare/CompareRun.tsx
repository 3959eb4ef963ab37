import { NativeSelect } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { Result } from '../../../electron/contract/errors';
import type { RunDocument, RunId } from '../../../electron/contract/runFile';
import { compareRuns, matchingCells } from '../../../electron/engine/verdict/compareRuns';
import { pairFamilies } from '../../../electron/engine/verdict/runParts';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { sideTexts } from '../../../electron/engine/verdict/verdictText';
import { useAppState, useSession } from '../../state/hooks';
import { formatRoute } from '../../state/route';
import { updateView, useRoute } from '../../state/router';
import { comparisonOf } from '../../state/selectors';
import { useLoaded } from '../../state/useLoaded';
import { Card } from '../../widgets/Card';
import { Loading } from '../../widgets/Loading';
import { ErrorMessage, Message } from '../../widgets/Message';
import { ComparisonView } from './ComparisonView';
import { ContenderBar } from './ContenderBar';
import { shownContender } from './contenders';
import { FAMILY_PREFIX, familiesOf, familyBaseline } from './familyBaseline';

/** The open run: as the comparison it is, or against another run chosen here. */
export function CompareRun({ document }: { readonly document: RunDocument }) {
  const { view } = useRoute();
  const own = comparisonOf(document);
  const against = view['against'];
  const family = familyBaseline(against);
  return (
    <div className="compare-page">
      <SidesBar document={document} own={own} against={against} />
      {family !== undefined && <AgainstFamily document={document} family={family} />}
      {against !== undefined && family === undefined && (
        <>
          <ContenderBar runId={document.header.runId} baseline={against} view={view} />
          <AgainstRun
            document={document}
            runId={against}
            contender={shownContender(view, document.header.runId)}
          />
        </>
      )}
      {against === undefined && own !== undefined && (
        <ComparisonView summary={own} a={document} b={document} />
      )}
      {against === undefined && own === undefined && (
        <Message tone="neutral" word="One side">
          This run measured one branch. Choose another run or one of its own families as the
          baseline, or build two branches.
        </Message>
      )}
    </div>
  );
}

function sideText(against: string | undefined): string | undefined {
  const family = familyBaseline(against);
  return family === undefined ? against : `${family}, its fastest tactic`;
}

function SidesBar(props: {
  readonly document: RunDocument;
  /** The comparison that the run itself is. */
  readonly own: ComparisonSummary | undefined;
  readonly against: string | undefined;
}) {
  const { document, own, against } = props;
  const runs = useAppState((state) => state.runs);
  const { runId, plan } = document.header;
  const names =
    against === undefined && own !== undefined && plan.comparison !== undefined
      ? sideTexts(own, plan.comparison, plan.tactics)
      : undefined;
  const others = runs.status === 'ready' ? runs.value.filter((run) => run.runId !== runId) : [];
  return (
    <div className="card sides-bar">
      <span className="side-chip">
        <b>A</b> {names?.[0] ?? sideText(against) ?? 'no baseline chosen'}
      </span>
      <span className="side-chip side-chip-b">
        <b>B</b>{' '}
        {names?.[1] ??
          (familyBaseline(against) === undefined ? runId : 'every other family, its fastest')}
      </span>
      <NativeSelect
        aria-label="Baseline"
        size="xs"
        data={[
          {
            value: '',
            label: own === undefined ? 'choose a baseline run' : 'as it was measured, B against A',
          },
          ...familiesOf(document).map((family) => ({
            value: FAMILY_PREFIX + family,
            label: `within this run, against ${family}`,
          })),
          ...others.map(({ runId: id, name }) => ({ value: id, label: `against ${name}` })),
        ]}
        value={against ?? ''}
        onChange={({ currentTarget: { value } }) =>
          updateView({ against: value === '' ? undefined : value }, 'push')
        }
      />
      <a href={formatRoute({ place: 'compare', runId, view: { new: 'branches' } })}>
        Build and compare two branches
      </a>
    </div>
  );
}

function AgainstRun(props: {
  readonly document: RunDocument;
  readonly runId: RunId;
  /** The open run, or another contender. */
  readonly contender: RunId;
}) {
  const { document, runId, contender } = props;
  const session = useSession();
  const baseline = useLoaded(useCallback(() => session.fetchRun(runId), [session, runId]));
  const fetchContender = useCallback(
    async (): Promise<Result<RunDocument>> =>
      contender === document.header.runId
        ? { ok: true, value: document }
        : session.fetchRun(contender),
    [session, contender, document],
  );
  const other = useLoaded(fetchContender);
  if (baseline.status === 'error') return <ErrorMessage error={baseline.error} />;
  if (other.status === 'error') return <ErrorMessage error={other.error} />;
  if (baseline.status === 'loading' || other.status === 'loading') {
    return <Loading what="Reading both runs" />;
  }
  return <TwoRuns a={baseline.value} b={other.value} />;
}

function AgainstFamily(props: { readonly document: RunDocument; readonly family: string }) {
  const { document, family } = props;
  const summary = useMemo(
    () => compareRuns(document, document, pairFamilies(document, family)),
    [document, family],
  );
  if (summary.cells.length === 0) {
    return (
      <Card title="Nothing in common">
        <p className="note">
          No family has a time where {family} has one: same stage, routing and batch size.
        </p>
      </Card>
    );
  }
  return <ComparisonView summary={summary} a={document} b={document} />;
}

function TwoRuns({ a, b }: { readonly a: RunDocument; readonly b: RunDocument }) {
  const summary = useMemo(() => compareRuns(a, b, matchingCells(a, b)), [a, b]);
  if (summary.cells.length === 0) {
    return (
      <Card title="Nothing in common">
        <p className="note">
          No cell of the two runs has the same tactic, stage, routing and batch size.
        </p>
      </Card>
    );
  }
  return <ComparisonView summary={summary} a={a} b={b} />;
}
