// @vitest-environment jsdom
import '../../fixtures/jsdomWindow';
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../../electron/contract/runFile';
import { App } from '../../../../renderer/app/App';
import { ALWAYS_CONNECTED } from '../../../../renderer/bridge/connection';
import { Session } from '../../../../renderer/state/session';
import { inventedReport } from '../../../fixtures/registers';
import { createFakeWorkbench } from '../../fixtures/fakeWorkbench';
import { runFromText } from '../../fixtures/runFromText';

// A busy machine takes seconds to draw a place; a test that fails takes longer, no more.
configure({ asyncUtilTimeout: 20_000 });

beforeEach(() => {
  window.localStorage.clear();
});
afterEach(cleanup);

const [, spilling, , excluded] = inventedReport().tactics.map(({ id }) => id);

/** A run on a GPU of the tactics in a text, e.g. with `SPILLING | 1 | 800`. */
function gpuRun(text: string): RunDocument {
  const run = runFromText(
    text.replaceAll('SPILLING', spilling ?? '').replaceAll('EXCLUDED', excluded ?? ''),
    { runId: 'mine' },
  );
  return { ...run, header: { ...run.header, plan: { ...run.header.plan, target: 'sm90' } } };
}

function show(hash: string, run: RunDocument): void {
  window.location.hash = hash;
  const workbench = createFakeWorkbench([run]);
  render(<App session={new Session({ workbench, connection: ALWAYS_CONNECTED })} />);
}

/** The id of the tactic that notes and calculator speak of. */
async function chosen(): Promise<string | null> {
  const pressed = await screen.findAllByRole('button', { pressed: true });
  return pressed[0]?.getAttribute('title') ?? null;
}

describe('the Registers place opens', () => {
  it('on the tactic that is best most often in the open run', async () => {
    show(
      '#/registers/mine',
      gpuRun(`
        EXCLUDED | 1  | 100 101
        SPILLING | 1  | 300 301
        EXCLUDED | 4  | 400 401
        SPILLING | 4  | 200 201
        EXCLUDED | 16 | 400 401
        SPILLING | 16 | 200 201
      `),
    );
    expect(await chosen()).toBe(spilling);
  });

  it('on the next best where the report lacks the best', async () => {
    show('#/registers/mine', gpuRun(`other.sm90a.m1 | 1 | 100 101\nEXCLUDED | 1 | 200 201`));
    expect(await chosen()).toBe(excluded);
    expect(screen.queryByText(/No tactic of the open run/)).toBeNull();
  });

  it('on the first of the report where no run is open', async () => {
    show('#/registers', gpuRun('SPILLING | 1 | 100 101'));
    expect(await chosen()).toBe(inventedReport().tactics[0]?.id);
  });

  it('on the first of the report, and says so, where the report has none of the run', async () => {
    show('#/registers/mine', gpuRun('other.sm90a.m1 | 1 | 100 101'));
    expect(await chosen()).toBe(inventedReport().tactics[0]?.id);
    expect(screen.getByText('No tactic of the open run is in this report.')).toBeTruthy();
  });

  it('and goes on to what is chosen, or what the filter leaves', async () => {
    show('#/registers/mine', gpuRun('SPILLING | 1 | 100 101'));
    expect(await chosen()).toBe(spilling);
    fireEvent.change(screen.getByRole('textbox', { name: 'Filter' }), {
      target: { value: 'excluded' },
    });
    await waitFor(async () => expect(await chosen()).toBe(excluded));
  });
});

describe('the calculator', () => {
  it('says how many CTAs are assured where odd warps may meet on one scheduler', async () => {
    show('#/registers?regs=112&shared=65536&threads=160', gpuRun('SPILLING | 1 | 100 101'));
    expect(await screen.findByText('assured 2: 5 warps on 4 schedulers')).toBeTruthy();
  });

  it('says nothing of it where all that fit are assured', async () => {
    show('#/registers?regs=112&shared=65536&threads=128', gpuRun('SPILLING | 1 | 100 101'));
    await screen.findByText('CTAs per SM');
    expect(screen.queryByText(/assured/)).toBeNull();
  });
});
