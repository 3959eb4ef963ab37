// @vitest-environment jsdom
import '../fixtures/jsdomWindow';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../electron/contract/runFile';
import { App } from '../../../renderer/app/App';
import { ALWAYS_CONNECTED } from '../../../renderer/bridge/connection';
import { Session } from '../../../renderer/state/session';
import {
  createFakeWorkbench,
  inventedPreview,
  type FakeWorkbench,
} from '../fixtures/fakeWorkbench';
import { inventedRun } from '../fixtures/inventedRun';
import { runFromText } from '../fixtures/runFromText';

beforeEach(() => {
  window.location.hash = '';
  window.localStorage.clear();
});

afterEach(cleanup);

function show(hash: string, documents: readonly RunDocument[] = []): FakeWorkbench {
  window.location.hash = hash;
  const workbench = createFakeWorkbench(documents);
  render(<App session={new Session({ workbench, connection: ALWAYS_CONNECTED })} />);
  return workbench;
}

const SPEEDUP = 'Speed-up over natural by batch size';

const requestsOf = (workbench: FakeWorkbench, method: string): readonly unknown[] =>
  workbench.calls.filter((call) => call.method === method).map(({ request }) => request);

describe('the first start', () => {
  it('offers one thing to do and says what it will take', async () => {
    show('');
    expect(await screen.findByText(/About 1 min 12 s/)).toBeTruthy();
    // What it takes stands with the button that starts it, before what was measured elsewhere.
    const predicted = screen.getByText(/predicted, not measured/);
    const samples = screen.getByText(/what was measured on an NVIDIA H200/);
    expect(predicted.compareDocumentPosition(samples)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(screen.getByText(/2.4 GB of 21.0 GB/)).toBeTruthy();
  });

  it('takes as many experts as fit into memory, and says so', async () => {
    const workbench = show('');
    workbench.answer('plan:preview', ({ problem }) => ({
      ok: true,
      value: inventedPreview({
        neededBytes: problem.numExperts * 1e9,
        availableBytes: 20e9,
        largestExpertCount: 20,
      }),
    }));
    expect(await screen.findByText(/20 of its 32 experts because more do not fit/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Profile this machine' }));
    await waitFor(() => expect(window.location.hash).toBe('#/run/started'));
    const [started] = requestsOf(workbench, 'run:start');
    expect(started).toMatchObject({ problem: { numExperts: 20 } });
    expect(started).not.toHaveProperty('preset');
  });

  it('says why it cannot be started where nothing fits', async () => {
    const workbench = show('');
    workbench.answer('plan:preview', () => ({
      ok: true,
      value: inventedPreview({ neededBytes: 9e9, availableBytes: 1e9, largestExpertCount: 0 }),
    }));
    expect(await screen.findByText(/fewer tactics or hot weights need less/)).toBeTruthy();
    const button = screen.getByRole('button', { name: 'Profile this machine' });
    expect(button.hasAttribute('disabled')).toBe(true);
  });

  it('starts the quick plan and goes where it can be watched', async () => {
    const workbench = show('');
    const button = await screen.findByRole('button', { name: 'Profile this machine' });
    await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
    fireEvent.click(button);
    await waitFor(() => expect(window.location.hash).toBe('#/run/started'));
    expect(requestsOf(workbench, 'run:start')).toEqual([
      expect.objectContaining({
        preset: 'gpt-oss-20b',
        batchSizes: [1, 4, 16, 64],
        stages: ['layer'],
        effort: 'quick',
        cacheMode: 'cold',
        tacticFilter: '',
      }),
    ]);
  });
});

describe('a recorded run', () => {
  it('is opened, newest first, when the link names none', async () => {
    show('', [inventedRun(5, { runId: 'mine' })]);
    expect(await screen.findByRole('heading', { name: SPEEDUP })).toBeTruthy();
    expect(window.location.hash).toBe('#/overview/mine');
  });

  it('shows a chart or its table, and the link keeps which', async () => {
    show('#/overview/mine', [inventedRun(5, { runId: 'mine' })]);
    const title = await screen.findByRole('heading', { name: SPEEDUP });
    const card = title.closest('section');
    if (card === null) throw new Error('The chart stands in no card.');
    fireEvent.click(within(card).getByRole('button', { name: 'Show as table' }));
    expect(await within(card).findAllByRole('row')).toHaveLength(5);
    expect(window.location.hash).toBe('#/overview/mine?speedup=table');
  });

  it('is marked provisional while unfinished and can be resumed', async () => {
    const workbench = show('#/overview/mine', [inventedRun(3, { runId: 'mine', end: 'none' })]);
    expect((await screen.findAllByText('provisional')).length).toBeGreaterThan(0);
    fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(requestsOf(workbench, 'run:resume')).toEqual([{ runId: 'mine' }]);
  });

  it('shows text from a run file as text', async () => {
    const text =
      'natural.avx2.m1n1k1.arith.direct.after | 1 | crashed: <img src=x onerror=alert(1)>';
    show('#/run/mine', [runFromText(text, { runId: 'mine' })]);
    expect((await screen.findAllByText(/<img src=x onerror=alert\(1\)>/)).length).toBeGreaterThan(
      0,
    );
    expect(document.querySelector('img')).toBeNull();
  });

  it('that does not exist is answered in words', async () => {
    show('#/tactics/gone', [inventedRun()]);
    expect(await screen.findByText(/^Run gone is not in this library/)).toBeTruthy();
  });

  it('can be renamed', async () => {
    const workbench = show('#/overview/mine', [inventedRun(5, { runId: 'mine' })]);
    fireEvent.click(await screen.findByRole('button', { name: 'rename' }));
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: ' after fix ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
    expect((await screen.findAllByText('after fix')).length).toBeGreaterThan(0);
    expect(requestsOf(workbench, 'runs:annotate')).toEqual([{ runId: 'mine', name: 'after fix' }]);
  });
});

describe('a run being measured', () => {
  it('shows what is done and can be cancelled', async () => {
    const workbench = show('#/run/mine', [inventedRun(1, { runId: 'mine', end: 'none' })]);
    await screen.findByRole('heading', { name: /Best time by batch size/ });
    workbench.emit('run:progress', {
      runId: 'mine',
      phase: 'measuring',
      activity: 'timing streaming, batch 4',
      replicate: 1,
      plannedReplicates: 5,
      doneCells: 3,
      plannedCells: 47,
      fraction: 0.25,
      elapsedSeconds: 20,
      remainingSeconds: 60,
    });
    expect((await screen.findAllByText('timing streaming, batch 4')).length).toBeGreaterThan(0);
    expect(screen.getByText('replicate 2 of 5')).toBeTruthy();
    expect(screen.getByText('about 1 min left')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(requestsOf(workbench, 'run:cancel')).toEqual([{ runId: 'mine' }]);
  });
});

describe('the plan builder', () => {
  it('says what is wrong with a field and does not ask the host', async () => {
    const workbench = show('#/run');
    const batch = await screen.findByLabelText(/Batch sizes/);
    fireEvent.change(batch, { target: { value: '1, zero' } });
    expect(screen.getByText('zero is not a number of tokens of 1 or more.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start' }).hasAttribute('disabled')).toBe(true);
    expect(requestsOf(workbench, 'run:start')).toEqual([]);
  });

  it('shows why the host refuses a plan', async () => {
    const workbench = show('#/run');
    const message = 'Hidden size 100 is not a multiple of 32.';
    workbench.answer('plan:preview', () => ({
      ok: false,
      error: { code: 'invalid_request', message },
    }));
    expect(await screen.findByText(message)).toBeTruthy();
  });

  it('refuses a plan that does not fit memory before it is started', async () => {
    const workbench = show('#/run');
    workbench.answer('plan:preview', () => ({
      ok: true,
      value: inventedPreview({ neededBytes: 90e9, availableBytes: 20e9, largestExpertCount: 7 }),
    }));
    expect(await screen.findByText(/7 of the 32 experts would fit/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start' }).hasAttribute('disabled')).toBe(true);
  });
});

describe('the window', () => {
  it('changes places by number keys and keeps the run', async () => {
    show('#/overview/mine', [inventedRun(5, { runId: 'mine' })]);
    await screen.findByRole('heading', { name: SPEEDUP });
    fireEvent.keyDown(document.documentElement, { key: '3', code: 'Digit3' });
    await waitFor(() => expect(window.location.hash).toBe('#/tactics/mine'));
  });

  it('remembers its look', async () => {
    show('');
    fireEvent.change(await screen.findByLabelText('Look'), { target: { value: 'dark' } });
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(window.localStorage.getItem('moe-workbench.theme')).toBe('dark');
  });
});
