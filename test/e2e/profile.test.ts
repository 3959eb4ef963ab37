import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRunFile } from '../../electron/engine/runFile/codec';
import { summariseRun } from '../../electron/engine/summariseRun';
import { formatUs } from '../../electron/engine/text/format';
import { launchWorkbench, type RunningWorkbench } from './launch';

/** The real window over real workers and kernels, measuring a layer of a few kilobytes. */
let workbench: RunningWorkbench;

beforeAll(async () => {
  workbench = await launchWorkbench();
});
afterAll(() => workbench.close());

async function startTinyRun(): Promise<void> {
  const { page } = workbench;
  await page.getByRole('link', { name: /^Run/ }).first().click();
  await page.getByLabel('Preset').selectOption('free sizes');
  const fill = async (label: string, text: string) =>
    page.getByLabel(label, { exact: true }).fill(text);
  await fill('Hidden size', '128');
  await fill('Intermediate size', '128');
  await fill('Experts', '4');
  await fill('Top-k', '2');
  await fill('Batch sizes, tokens', '1,4');
  await fill('Tactic filter', 'generic');
  await page.getByLabel('Effort').selectOption({ index: 0 });
  await page.getByLabel('Weights').selectOption('hot');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

async function measuredRun() {
  const [file] = await workbench.runFiles();
  const decoded = decodeRunFile(file?.text ?? '');
  if (!decoded.ok) {
    throw new Error(decoded.error.message);
  }
  return { document: decoded.value, summary: summariseRun(decoded.value) };
}

describe('profiling from the window', () => {
  it('begins with one clear action when nothing has been recorded', async () => {
    const action = workbench.page.getByRole('button', { name: 'Profile this machine' });
    await action.waitFor();
    // It waits for the prediction, which asks a worker.
    await expect.poll(() => action.isEnabled()).toBe(true);
  });

  it('measures a plan to its end', async () => {
    await startTinyRun();
    await expect
      .poll(async () => (await workbench.runFiles())[0]?.text.includes('"type":"end"') ?? false, {
        timeout: 120_000,
      })
      .toBe(true);
    const { document, summary } = await measuredRun();
    expect(summary.provisional).toBe(false);
    expect(summary.cells.every(({ status }) => status === 'measured')).toBe(true);
    expect(document.header.plan.problem.hiddenSize).toBe(128);
  });

  it('shows in the table what the run file says', async () => {
    const { page } = workbench;
    await page
      .getByRole('link', { name: /^Tactics/ })
      .first()
      .click();
    const { summary } = await measuredRun();
    const rows = page.locator('.tactic-body').getByRole('row');
    await expect.poll(() => rows.count()).toBe(summary.cells.length);
    const shown = (await rows.allInnerTexts()).join('\n');
    for (const { time } of summary.cells) {
      expect(shown).toContain(formatUs(time?.medianUs ?? Number.NaN));
    }
  });

  it("shows in the chart's table twin what the run file says", async () => {
    const { page } = workbench;
    await page
      .getByRole('link', { name: /^Overview/ })
      .first()
      .click();
    const { summary } = await measuredRun();
    await page.getByRole('button', { name: 'Show as table' }).last().click();
    const table = page.getByRole('region', { name: 'Best time by batch size, table' });
    const text = await table.innerText();
    for (const { points } of summary.groups[0]?.families ?? []) {
      for (const { time } of points) {
        expect(text).toContain(formatUs(time.medianUs));
      }
    }
  });

  it('lists the run, and finds it again after the window was closed and opened', async () => {
    const { page } = workbench;
    await page.reload();
    const entry = page.getByRole('link', { name: /128x128/ });
    await expect.poll(() => entry.count()).toBeGreaterThan(0);
  });

  it('has written nothing to the console that should not be there', () => {
    expect(workbench.complaints).toEqual([]);
  });
});
