// @vitest-environment jsdom
import '../fixtures/jsdomWindow';
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPORT_SECTIONS, type ExportFormat } from '../../../electron/contract/report';
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

const ACTIONS: Readonly<Record<ExportFormat, string>> = {
  html: 'Export the report as HTML',
  pdf: 'Export the report as PDF',
  md: 'Export the report as Markdown',
  csv: 'Export the data as CSV',
  json: 'Export the data as JSON',
  parquet: 'Export the data as Parquet',
  svg: 'Export the charts as SVG',
  png: 'Export the charts as PNG',
  nvbench: 'Export the data for nvbench',
  'google-benchmark': 'Export the data for google-benchmark',
  'chrome-trace': 'Export the data for Chrome trace',
};

describe('the palette', () => {
  it('exports the open run in every format from any place, with every section', async () => {
    const workbench = show('#/run/mine');
    await screen.findByRole('heading', { name: /Best time by batch size/ });
    for (const action of Object.values(ACTIONS)) {
      const before = saved.length;
      await act(action);
      await waitFor(() => expect(saved).toHaveLength(before + 1));
    }
    const formats = Object.keys(ACTIONS);
    expect(saved.map(({ name }) => name)).toEqual(formats.map((format) => `mine.${format}`));
    expect(exportsAsked(workbench)).toEqual(
      formats.map((format) => ({
        runId: 'mine',
        format,
        choice: { sections: REPORT_SECTIONS, title: '', remarks: '' },
      })),
    );
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

  it('leads to the form of two branches, also where nothing has been measured', async () => {
    show('#/overview', []);
    await screen.findByRole('heading', { name: 'Nothing has been measured here yet' });
    await act('Build and compare two branches');
    expect(await screen.findByRole('heading', { name: 'Two branches' })).toBeTruthy();
  });

  it('has nothing to export where no run is open', async () => {
    show('#/run', []);
    await screen.findByRole('button', { name: 'Start' });
    await search('Export');
    expect(await screen.findByText('No action has that name')).toBeTruthy();
  });
});
