// @vitest-environment jsdom
import '../../fixtures/jsdomWindow';
import {
  cleanup,
  configure,
  fireEvent,
  render,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXPORT_FORMATS, REPORT_SECTIONS } from '../../../../electron/contract/report';
import type { RunDocument } from '../../../../electron/contract/runFile';
import { sectionTitles } from '../../../../electron/engine/report/sectionTitles';
import { App } from '../../../../renderer/app/App';
import { ALWAYS_CONNECTED } from '../../../../renderer/bridge/connection';
import { parseRoute } from '../../../../renderer/state/route';
import { Session } from '../../../../renderer/state/session';
import { FORMAT_GROUPS } from '../../../../renderer/views/reports/exportFormats';
import { comparedRun } from '../../fixtures/comparedRun';
import { createFakeWorkbench, type FakeWorkbench } from '../../fixtures/fakeWorkbench';
import { inventedRun } from '../../fixtures/inventedRun';
import { watchSavedFiles } from '../../fixtures/savedFiles';

// A busy machine takes seconds to draw a report; a test that fails takes longer, no more.
configure({ asyncUtilTimeout: 20_000 });

const saved = watchSavedFiles();

beforeEach(() => {
  window.location.hash = '';
  window.localStorage.clear();
});

afterEach(cleanup);

const MINE = inventedRun(5, { runId: 'mine' });

function show(
  hash: string,
  documents: readonly RunDocument[] = [MINE],
  prepare: (workbench: FakeWorkbench) => void = () => undefined,
): FakeWorkbench {
  window.location.hash = hash;
  const workbench = createFakeWorkbench(documents);
  prepare(workbench);
  render(<App session={new Session({ workbench, connection: ALWAYS_CONNECTED })} />);
  return workbench;
}

const preview = () => screen.findByRole('region', { name: 'Preview' });
const viewNow = () => parseRoute(window.location.hash).view;

/** Titles of the sections as the preview has them. */
async function previewed(): Promise<readonly (string | null)[]> {
  const headings = within(await preview()).getAllByRole('heading', { level: 2 });
  return headings.map(({ textContent }) => textContent);
}

const exportsAsked = (workbench: FakeWorkbench): readonly unknown[] =>
  workbench.calls.filter(({ method }) => method === 'report:export').map(({ request }) => request);

describe('the sections', () => {
  it('are all there in their usual order, and the link is short', async () => {
    show('#/reports/mine');
    expect(await previewed()).toEqual(REPORT_SECTIONS.map((section) => sectionTitles[section]));
    expect(window.location.hash).toBe('#/reports/mine');
  });

  it('go out and come in with a tick; the link keeps which', async () => {
    show('#/reports/mine?sections=methods,repeat,environment');
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Measure the same again' }));
    await waitFor(async () => expect(await previewed()).toEqual(['Methods', 'Environment']));
    expect(viewNow()).toEqual({ sections: 'methods,environment' });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Environment' }));
    await waitFor(async () => expect(await previewed()).toEqual(['Methods']));
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Methods' }).disabled).toBe(true);
  });

  it('move, and the preview follows', async () => {
    show('#/reports/mine?sections=methods,repeat,environment');
    fireEvent.click(await screen.findByRole('button', { name: 'Move Environment up' }));
    await waitFor(async () =>
      expect(await previewed()).toEqual(['Methods', 'Environment', 'Measure the same again']),
    );
    expect(viewNow()).toEqual({ sections: 'methods,environment,repeat' });
  });

  it('move twice where the second key comes before the first one is drawn', async () => {
    show('#/reports/mine?sections=methods,repeat,environment');
    const up = await screen.findByRole('button', { name: 'Move Environment up' });
    fireEvent.click(up);
    fireEvent.click(up);
    await waitFor(async () =>
      expect(await previewed()).toEqual(['Environment', 'Methods', 'Measure the same again']),
    );
  });

  it('keep the focus at the end of the list, where a further move does nothing', async () => {
    show('#/reports/mine?sections=methods,repeat');
    const up = await screen.findByRole('button', { name: 'Move Measure the same again up' });
    up.focus();
    fireEvent.click(up);
    await waitFor(() => expect(viewNow()).toEqual({ sections: 'repeat,methods' }));
    expect(document.activeElement).toBe(up);
    expect(up.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(up);
    expect(viewNow()).toEqual({ sections: 'repeat,methods' });
  });

  it('are a view each: going back undoes a move', async () => {
    show('#/reports/mine?sections=methods,repeat');
    fireEvent.click(await screen.findByRole('button', { name: 'Move Methods down' }));
    await waitFor(() => expect(viewNow()).toEqual({ sections: 'repeat,methods' }));
    window.history.back();
    await waitFor(async () =>
      expect(await previewed()).toEqual(['Methods', 'Measure the same again']),
    );
  });
});

describe('title and remarks', () => {
  it('stand in the preview while they are typed, and in the link when typing pauses', async () => {
    show('#/reports/mine?sections=methods');
    await within(await preview()).findByRole('heading', { name: 'MoE kernels: gpt-oss-20b-cpu' });
    fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Interleaving' } });
    await within(await preview()).findByRole('heading', { name: 'Interleaving' });
    const remarks = screen.getByLabelText('Remarks');
    fireEvent.change(remarks, { target: { value: 'Seen **twice**.' } });
    const strong = await within(await preview()).findByText('twice');
    expect(strong.tagName).toBe('STRONG');
    fireEvent.blur(remarks);
    expect(viewNow()).toMatchObject({ remarks: 'Seen **twice**.' });
    await waitFor(() =>
      expect(viewNow()).toEqual({
        sections: 'methods',
        title: 'Interleaving',
        remarks: 'Seen **twice**.',
      }),
    );
  });

  it('come from the link', async () => {
    show('#/reports/mine?sections=methods&title=Mine&remarks=one%0A%0A-+two');
    expect(within(await preview()).getByRole('heading', { level: 1 }).textContent).toBe('Mine');
    expect(within(await preview()).getByText('two').tagName).toBe('LI');
    expect(screen.getByLabelText<HTMLTextAreaElement>('Remarks').value).toBe('one\n\n- two');
  });

  it('stay text where they hold markup, links and pictures', async () => {
    const remarks =
      '<img src=x onerror=alert(1)> [here](https://x.invalid) ![p](https://x.invalid)';
    show(`#/reports/mine?sections=methods&remarks=${encodeURIComponent(remarks)}`);
    const region = await preview();
    expect(region.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(region.querySelectorAll('img, a, script')).toHaveLength(0);
  });
});

describe('the baseline', () => {
  it('is another run of the library', async () => {
    const workbench = show('#/reports/mine?sections=verdicts', [
      MINE,
      inventedRun(8, { runId: 'other' }),
    ]);
    fireEvent.change(await screen.findByLabelText('Held against'), { target: { value: 'other' } });
    expect(await screen.findByText(/two runs of different times/)).toBeTruthy();
    expect(viewNow()).toEqual({ sections: 'verdicts', baseline: 'other' });
    fireEvent.click(screen.getByRole('button', { name: 'JSON' }));
    await waitFor(() =>
      expect(exportsAsked(workbench)).toEqual([expect.objectContaining({ baseline: 'other' })]),
    );
  });

  it('is a family of the run', async () => {
    show('#/reports/mine?sections=verdicts&baseline=family%3Astreaming');
    expect(await within(await preview()).findByText('streaming, its fastest tactic')).toBeTruthy();
  });

  it('is side A of a run that compares, and called so', async () => {
    show('#/reports/both?sections=verdicts', [comparedRun('both')]);
    const region = within(await preview());
    expect([region.getByText('A, before'), region.getByText('B, after')]).toHaveLength(2);
    expect(region.getByText('main')).toBeTruthy();
  });

  it.each([
    ['mine', 'run mine cannot be its own baseline.'],
    ['compared', 'runs compared and mine have no cell in common.'],
    ['family:spells', /^family spells of run mine has nothing to be compared with/],
  ])('%s, which nothing can be compared with, is answered in words', async (baseline, words) => {
    show(`#/reports/mine?baseline=${encodeURIComponent(baseline)}`, [
      MINE,
      comparedRun('compared'),
    ]);
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Preview' })).toBeNull();
  });

  it('that is not in the library is answered in words, and the field names it', async () => {
    show('#/reports/mine?baseline=gone');
    expect(await screen.findByText('There is no run gone in the library.')).toBeTruthy();
    expect(screen.getByLabelText<HTMLSelectElement>('Held against').value).toBe('gone');
  });
});

describe('states of the place', () => {
  it('says what is waited for', async () => {
    show('#/reports/mine', [MINE], (workbench) =>
      workbench.answer('report:facts', () => new Promise<never>(() => undefined)),
    );
    expect(await screen.findByText('Reading what the report is made from')).toBeTruthy();
  });

  it('says why the facts cannot be read', async () => {
    const message = 'cannot read /runs/mine.moerun: EACCES';
    show('#/reports/mine', [MINE], (workbench) =>
      workbench.answer('report:facts', () => ({
        ok: false,
        error: { code: 'not_found', message },
      })),
    );
    expect((await screen.findByRole('alert')).textContent).toContain(message);
  });

  it('calls an unfinished run provisional, with one replicate and no interval', async () => {
    show('#/reports/mine?sections=verdicts', [inventedRun(1, { runId: 'mine', end: 'none' })]);
    const region = within(await preview());
    expect(region.getByText('The run is not finished: its figures may still move.')).toBeTruthy();
    expect(region.getByText('needs two replicates that have every cell')).toBeTruthy();
  });

  it('offers the first start where there is no run', async () => {
    show('#/reports', []);
    expect(await screen.findByRole('button', { name: 'Profile this machine' })).toBeTruthy();
  });
});

describe('exporting', () => {
  it('asks for exactly what is chosen and saves what comes', async () => {
    const workbench = show('#/reports/mine?sections=methods,verdicts&title=Mine');
    // What has been typed a moment ago is part of it.
    fireEvent.change(await screen.findByLabelText('Remarks'), { target: { value: 'new' } });
    fireEvent.click(screen.getByRole('button', { name: 'HTML' }));
    expect(await screen.findByText('mine.html saved')).toBeTruthy();
    expect(exportsAsked(workbench)).toEqual([
      {
        runId: 'mine',
        format: 'html',
        choice: { sections: ['methods', 'verdicts'], title: 'Mine', remarks: 'new' },
      },
    ]);
    expect(saved.map(({ name }) => name)).toEqual(['mine.html']);
    expect(await saved[0]?.blob.text()).toBe('a html');
  });

  it('offers every format', async () => {
    const workbench = show('#/reports/mine?sections=methods');
    await preview();
    const looks = FORMAT_GROUPS.flatMap(({ formats }) => formats);
    for (const { format, label } of looks) {
      fireEvent.click(screen.getByRole('button', { name: label }));
      await screen.findByText(`mine.${format} saved`);
    }
    expect(looks.map(({ format }) => format).toSorted()).toEqual(EXPORT_FORMATS.toSorted());
    expect(exportsAsked(workbench)).toEqual(
      looks.map(({ format }) => expect.objectContaining({ format }) as unknown),
    );
  });

  it('is one at a time; buttons say so and keep the focus', async () => {
    const workbench = show('#/reports/mine?sections=methods', [MINE], (fake) =>
      fake.answer('report:export', () => new Promise<never>(() => undefined)),
    );
    const pdf = await screen.findByRole('button', { name: 'PDF' });
    pdf.focus();
    fireEvent.click(pdf);
    expect(await screen.findByText('PDF is being written…')).toBeTruthy();
    const csv = screen.getByRole('button', { name: 'CSV' });
    expect([pdf, csv].map((button) => button.getAttribute('aria-disabled'))).toEqual([
      'true',
      'true',
    ]);
    fireEvent.click(csv);
    expect(exportsAsked(workbench)).toHaveLength(1);
    expect(document.activeElement).toBe(pdf);
  });

  it('says why it failed, with details, and can be tried again', async () => {
    const workbench = show('#/reports/mine?sections=methods', [MINE], (fake) =>
      fake.answer('report:export', () => LOST),
    );
    fireEvent.click(await screen.findByRole('button', { name: 'PDF' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('nothing here can print a PDF');
    expect(within(alert).getByText('Details')).toBeTruthy();
    expect(alert.textContent).toContain('no chromium on PATH');
    workbench.answer('report:export', () => ({
      ok: true,
      value: [{ name: 'mine.pdf', mediaType: 'application/pdf', base64: '', note: 'printed by X' }],
    }));
    fireEvent.click(screen.getByRole('button', { name: 'PDF' }));
    expect(await screen.findByText('mine.pdf saved, printed by X')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

const LOST = {
  ok: false,
  error: {
    code: 'no_printer',
    message: 'nothing here can print a PDF',
    details: 'no chromium on PATH',
  },
} as const;
