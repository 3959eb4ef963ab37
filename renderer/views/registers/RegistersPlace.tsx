import { Button, TextInput } from '@mantine/core';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { RegistersAnswer, ResourceReport } from '../../../electron/contract/registers';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { TacticId } from '../../../electron/contract/tactic';
import {
  registerRows,
  rowKey,
  type RegisterRow,
} from '../../../electron/engine/registers/registerRows';
import { useAppState, useSession } from '../../state/hooks';
import { updateView, useRoute } from '../../state/router';
import { countOf, formatNumber } from '../../../electron/engine/text/format';
import { Loading } from '../../widgets/Loading';
import { ErrorMessage, Message } from '../../widgets/Message';
import { EngineerNotes } from './EngineerNotes';
import { matchRows } from './matchRows';
import { RegisterTable } from './RegisterTable';
import { runTactics } from './runTactics';
import { TacticNotes } from './TacticNotes';
import { WhatIf } from './WhatIf';

/** What the compiler gave each tactic and what it means; needs no GPU and no run. */
export function RegistersPlace() {
  const session = useSession();
  const registers = useAppState((state) => state.registers);
  useEffect(() => void session.loadRegisters(), [session]);
  return (
    <>
      <h1 className="visually-hidden">Registers</h1>
      {registers.status === 'loading' && <Loading what="Reading the compiler's reports" />}
      {registers.status === 'error' && (
        <ErrorMessage
          error={registers.error}
          actions={
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => void session.loadRegisters()}
            >
              Try again
            </Button>
          }
        />
      )}
      {registers.status === 'ready' && <Registers answer={registers.value} />}
    </>
  );
}

function Registers({ answer: { reports, missing } }: { readonly answer: RegistersAnswer }) {
  const [report] = reports;
  return (
    <div className="registers-page">
      {missing.map(({ library, reason }) => (
        <Message key={library} tone="warn" word={library}>
          {reason}
        </Message>
      ))}
      {report === undefined ? <NothingCompiled /> : <Report report={report} />}
    </div>
  );
}

function NothingCompiled() {
  return (
    <Message tone="neutral" word="No report">
      No kernel library on offer came with a report of its compiler. npm run setup compiles the
      Hopper kernels and writes one where nvcc of CUDA 12.4 or newer is installed; a GPU is not
      needed.
    </Message>
  );
}

function Report({ report }: { readonly report: ResourceReport }) {
  const { view } = useRoute();
  const run = useOpenRun();
  const [text, setText] = useState(view['filter'] ?? '');
  const filter = useDeferredValue(text);
  const rows = useMemo(() => registerRows(report), [report]);
  const matching = useMemo(() => matchRows(rows, filter), [rows, filter]);
  const ofRun = useMemo(() => (run.document === undefined ? [] : runTactics(run.document)), [run]);
  const chosen = useMemo(
    () =>
      rows.find((row) => rowKey(row) === view['tactic']) ??
      (run.loading ? undefined : (firstOf(ofRun, matching) ?? matching[0] ?? rows[0])),
    [rows, matching, view, run, ofRun],
  );
  return (
    <>
      <div className="card filter-bar">
        <TextInput
          data-filter=""
          className="filter-field"
          aria-label="Filter"
          leftSection={<span aria-hidden="true">/</span>}
          placeholder="pr12451 128x128 spilled"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            updateView({ filter: event.currentTarget.value });
          }}
        />
        <span className="note" role="status">
          {formatNumber(matching.length)} of {countOf(rows.length, 'tactic')}
        </span>
        {run.document?.header.plan.target === report.target &&
          firstOf(ofRun, rows) === undefined && (
            <span className="note">No tactic of the open run is in this report.</span>
          )}
      </div>
      <div className="registers-columns">
        <div className="registers-main">
          <RegisterTable report={report} rows={matching} chosen={chosen} />
          {chosen !== undefined && <WhatIf key={rowKey(chosen)} row={chosen} />}
        </div>
        <div className="registers-side">
          {chosen !== undefined && <TacticNotes row={chosen} report={report} />}
          <EngineerNotes />
        </div>
      </div>
    </>
  );
}

/** The row of the first of these tactics that has one. */
function firstOf(
  tactics: readonly TacticId[],
  rows: readonly RegisterRow[],
): RegisterRow | undefined {
  const row = new Map(rows.toReversed().map((each) => [each.id, each]));
  return tactics.map((id) => row.get(id)).find((found) => found !== undefined);
}

/** The document of the run that the link names, where it names one and it can be read. */
function useOpenRun(): { readonly loading: boolean; readonly document?: RunDocument } {
  const { runId } = useRoute();
  const opened = useAppState((state) => state.opened);
  return useMemo(() => {
    if (runId === undefined) return { loading: false };
    if (opened?.runId !== runId || opened.document.status === 'loading') return { loading: true };
    return opened.document.status === 'ready'
      ? { loading: false, document: opened.document.value }
      : { loading: false };
  }, [runId, opened]);
}
