import { NativeSelect } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { RunDocument } from '../../../electron/contract/runFile';
import { compareRuns, matchingCells } from '../../../electron/engine/verdict/compareRuns';
import { sideNames } from '../../../electron/engine/verdict/verdictText';
import { useAppState, useSession } from '../../state/hooks';
import { formatRoute } from '../../state/route';
import { updateView, useRoute } from '../../state/router';
import { comparisonOf } from '../../state/selectors';
import type { Loadable } from '../../state/appState';
import { Card } from '../../widgets/Card';
import { Loading } from '../../widgets/Loading';
import { ErrorMessage, Message } from '../../widgets/Message';
import { ComparisonView } from './ComparisonView';

/** The open run: as the comparison it is, or against another run chosen here. */
export function CompareRun({ document }: { readonly document: RunDocument }) {
  const { view } = useRoute();
  const own = comparisonOf(document);
  const against = view['against'];
  return (
    <div className="compare-page">
      <SidesBar document={document} compares={own !== undefined} against={against} />
      {against !== undefined && <AgainstRun document={document} runId={against} />}
      {against === undefined && own !== undefined && (
        <ComparisonView summary={own} a={document} b={document} />
      )}
      {against === undefined && own === undefined && (
        <Message tone="neutral" word="One side">
          This run measured one branch. Choose another run as its baseline, or build two branches.
        </Message>
      )}
    </div>
  );
}

function SidesBar(props: {
  readonly document: RunDocument;
  readonly compares: boolean;
  readonly against: string | undefined;
}) {
  const { document, compares, against } = props;
  const runs = useAppState((state) => state.runs);
  const { runId } = document.header;
  const names = against === undefined && compares ? sideNames(document, document) : undefined;
  const others = runs.status === 'ready' ? runs.value.filter((run) => run.runId !== runId) : [];
  return (
    <div className="card sides-bar">
      <span className="side-chip">
        <b>A</b> {names?.[0] ?? against ?? 'no baseline chosen'}
      </span>
      <span className="side-chip side-chip-b">
        <b>B</b> {names?.[1] ?? runId}
      </span>
      <NativeSelect
        aria-label="Baseline"
        size="xs"
        data={[
          { value: '', label: compares ? 'A is the baseline branch' : 'choose a baseline run' },
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

function AgainstRun(props: { readonly document: RunDocument; readonly runId: string }) {
  const { document, runId } = props;
  const session = useSession();
  const [baseline, setBaseline] = useState<Loadable<RunDocument>>({ status: 'loading' });
  useEffect(() => {
    let current = true;
    const load = async (): Promise<void> => {
      const result = await session.fetchRun(runId);
      if (current) {
        setBaseline(
          result.ok
            ? { status: 'ready', value: result.value }
            : { status: 'error', error: result.error },
        );
      }
    };
    void load();
    return () => {
      current = false;
    };
  }, [session, runId]);
  if (baseline.status === 'loading') return <Loading what="Reading the baseline" />;
  if (baseline.status === 'error') return <ErrorMessage error={baseline.error} />;
  return <TwoRuns a={baseline.value} b={document} />;
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
