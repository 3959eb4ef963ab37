// @vitest-environment jsdom
import '../fixtures/jsdomWindow';
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPORT_SECTIONS } from '../../../electron/contract/report';
import type { RunDocument } from '../../../electron/contract/runFile';
import { App } from '../../../renderer/app/App';
import { ALWAYS_CONNECTED } from '../../../renderer/bridge/connection';
import { Session } from '../../../renderer/state/session';
import { createFakeWorkbench, type FakeWorkbench } from '../fixtures/fakeWorkbench';
import { inventedRun } from '../fixtures/inventedRun';
import { watchSavedFiles } from '../fixtures/savedFiles';

// A busy machine takes seconds to draw a place; a test that fails takes longer, no more.
configure({ asyncUtilTimeout: 20_000 });

const saved = watchSavedFiles();

beforeEach(() => {
  window.localStorage.clear();
});

afterEach(cleanup);

function show(
  hash: string,
  documents: readonly RunDocument[] = [inventedRun(2, { runId: 'mine' })],
) {
  window.location.hash = hash;
  const workbench = createFakeWorkbench(documents);
  render(<App session={new Session({ workbench, connection: ALWAYS_CONNECTED })} />);
  return workbench;
}

/** Opens the palette by its key, from where the focus is, and looks for an action. */
async function search(words: string): Promise<void> {
  const from = document.activeElement ?? document.body;
  fireEvent.keyDown(from, { key: 'k', code: 'KeyK', ctrlKey: true });
  fireEvent.change(await screen.findByPlaceholderText('Action'), { target: { value: words } });
}

async function act(words: string): Promise<void> {
  await search(words);
  fireEvent.click(await screen.findByText(words));
}

const exportsAsked = (workbench: FakeWorkbench): readonly unknown[] =>
  workbench.calls.filter(({ method }) => method === 'report:export').map(({ request }) => request);

describe('the palette', () => {
  it.each([
    ['Export the report as HTML', 'html'],
    ['Export the report as PDF', 'pdf'],
    ['Export the report as Markdown', 'md'],
    ['Export the data as CSV', 'csv'],
    ['Export the data as JSON', 'json'],
    ['Export the data as Parquet', 'parquet'],
    ['Export the charts as SVG', 'svg'],
    ['Export the data for nvbench', 'nvbench'],
  ])('holds %s: from any place, with every section', async (action, format) => {
    const workbench = show('#/run/mine');
    await screen.findByRole('heading', { name: /Best time by batch size/ });
    await act(action);
    await waitFor(() => expect(saved.map(({ name }) => name)).toEqual([`mine.${format}`]));
    expect(exportsAsked(workbench)).toEqual([
      { runId: 'mine', format, choice: { sections: REPORT_SECTIONS, title: '', remarks: '' } },
    ]);
  });

  it('exports what is chosen in the Reports place, with what is being typed', async () => {
    const workbench = show('#/reports/mine?sections=methods&title=Old&baseline=family%3Astreaming');
    const title = await screen.findByLabelText('Title');
    title.focus();
    fireEvent.change(title, { target: { value: 'New' } });
    await act('Export the report as HTML');
    await waitFor(() =>
      expect(exportsAsked(workbench)).toEqual([
        {
          runId: 'mine',
          format: 'html',
          baseline: 'family:streaming',
          choice: { sections: ['methods'], title: 'New', remarks: '' },
        },
      ]),
    );
  });

  it('says at the head of the place why an export failed', async () => {
    const workbench = show('#/run/mine');
    const message = 'nothing here can print a PDF';
    workbench.answer('report:export', () => ({
      ok: false,
      error: { code: 'no_printer', message },
    }));
    await screen.findByRole('heading', { name: /Best time by batch size/ });
    await act('Export the report as PDF');
    expect((await screen.findByRole('alert')).textContent).toContain(message);
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(saved).toEqual([]);
  });

  it('has nothing to export where no run is open', async () => {
    show('#/run', []);
    await screen.findByRole('button', { name: 'Start' });
    await search('Export');
    expect(await screen.findByText('No action has that name')).toBeTruthy();
  });
});
