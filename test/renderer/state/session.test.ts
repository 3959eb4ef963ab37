import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionSource, ConnectionState } from '../../../renderer/bridge/connection';
import { ALWAYS_CONNECTED } from '../../../renderer/bridge/connection';
import { summaryOf } from '../../../renderer/state/selectors';
import { QUICK_PLAN } from '../../../renderer/state/quickPlan';
import { Session } from '../../../renderer/state/session';
import { createFakeWorkbench } from '../fixtures/fakeWorkbench';
import { inventedRun } from '../fixtures/inventedRun';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(1000);
const whole = inventedRun(2, { runId: 'live' });
const begun = { ...whole, records: whole.records.slice(0, 3) };

async function started(connection: ConnectionSource = ALWAYS_CONNECTED) {
  const workbench = createFakeWorkbench([begun]);
  const session = new Session({ workbench, connection });
  const opened: string[] = [];
  const stop = session.start((runId) => opened.push(runId));
  await settle();
  return { workbench, session, opened, stop, state: () => session.store.get() };
}

describe('a session', () => {
  it('asks at its start for what every place needs', async () => {
    const { state } = await started();
    expect(state()).toMatchObject({
      app: { status: 'ready' },
      machine: { status: 'ready' },
      runs: { status: 'ready' },
    });
  });

  it('follows a live run record by record', async () => {
    const { workbench, session, state } = await started();
    await session.openRun('live');
    const rest = whole.records.slice(3, 40);
    workbench.emit('run:records', { runId: 'live', firstIndex: 3, records: rest });
    await settle();
    const document = state().opened?.document;
    if (document?.status !== 'ready') throw new Error('The run is not open.');
    expect(document.value.records).toHaveLength(40);
    expect(summaryOf(document.value).cells.some(({ status }) => status === 'measured')).toBe(true);
  });

  it('opens the run again when records were missed', async () => {
    const { workbench, session, state } = await started();
    await session.openRun('live');
    workbench.answer('runs:open', () => ({ ok: true, value: whole }));
    workbench.emit('run:records', { runId: 'live', firstIndex: 30, records: [] });
    workbench.emit('run:records', {
      runId: 'live',
      firstIndex: 31,
      records: whole.records.slice(31, 33),
    });
    await settle();
    expect(state().opened?.document).toMatchObject({ value: { records: whole.records } });
  });

  it('applies the last records before it says that the run has ended', async () => {
    const { workbench, session, state } = await started();
    await session.openRun('live');
    workbench.emit('run:records', {
      runId: 'live',
      firstIndex: 3,
      records: whole.records.slice(3),
    });
    workbench.emit('run:ended', { runId: 'live', reason: 'complete' });
    expect(state().opened?.document).toMatchObject({ value: { records: whole.records } });
    expect(state().progress).toBeUndefined();
  });

  it('knows which run is measured from its start to its end', async () => {
    const { workbench, session, state } = await started();
    await session.startRun(QUICK_PLAN);
    expect(state().activeRunId).toBe('live');
    workbench.emit('run:ended', { runId: 'live', reason: 'complete' });
    expect(state().activeRunId).toBeUndefined();
  });

  it('does not take a run for active that ended before its start was answered', async () => {
    const { workbench, session, state } = await started();
    workbench.answer('run:start', () => {
      workbench.emit('run:ended', { runId: 'live', reason: 'failed' });
      return { ok: true, value: { runId: 'live' } };
    });
    await session.startRun(QUICK_PLAN);
    expect(state().activeRunId).toBeUndefined();
  });

  it('leaves a notice when a run cannot start', async () => {
    const { workbench, session, state } = await started();
    const error = { code: 'run_in_progress', message: 'A run is going on.' } as const;
    workbench.answer('run:start', () => ({ ok: false, error }));
    expect(await session.startRun(QUICK_PLAN)).toBeUndefined();
    expect(state().notice).toEqual(error);
    session.dismissNotice();
    expect(state().notice).toBeUndefined();
  });

  it('asks for everything again when the host is back', async () => {
    let tell: (state: ConnectionState) => void = () => undefined;
    const connection: ConnectionSource = {
      current: () => 'connected',
      subscribe: (listener) => {
        tell = listener;
        return () => undefined;
      },
    };
    const { workbench, session, state } = await started(connection);
    await session.openRun('live');
    const before = workbench.calls.length;
    tell('lost');
    expect(state().connection).toBe('lost');
    tell('connected');
    await settle();
    const again = workbench.calls.slice(before).map(({ method }) => method);
    expect(again).toEqual(expect.arrayContaining(['runs:list', 'run:active', 'runs:open']));
  });

  it('passes on that a file was opened from outside', async () => {
    const { workbench, opened } = await started();
    workbench.emit('runs:opened', { runId: 'from-outside' });
    expect(opened).toEqual(['from-outside']);
  });

  it('hears nothing after its end', async () => {
    const { workbench, stop, state } = await started();
    stop();
    workbench.emit('run:ended', { runId: 'live', reason: 'failed' });
    expect(state().ended).toBeUndefined();
  });
});
