import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { appFolder } from '../../build/lib/paths.mjs';
import { findChromium } from '../../build/lib/systemTools.mjs';
import { encodeRunFile } from '../../electron/engine/runFile/codec';
import { largeComparison } from '../fixtures/comparisons';
import { comparedRun } from '../renderer/fixtures/comparedRun';
import { inventedRun } from '../renderer/fixtures/inventedRun';

/** The HTML file as a reader has it: written by the command line, opened from a disk, without a network. */
const folder = mkdtempSync(join(tmpdir(), 'moe-report-'));
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const files = {
  compared: comparedRun('compared'),
  profiled: inventedRun(),
  // 600 cells: more than a table shows at once.
  long: largeComparison(30),
};
type FileName = keyof typeof files;

let browser: Browser;
let context: BrowserContext | undefined;
const complaints: string[] = [];

beforeAll(async () => {
  for (const [name, document] of Object.entries(files)) {
    const run = join(folder, `${name}.moerun`);
    writeFileSync(run, encodeRunFile(document));
    const words = ['export', run, '--format', 'html', '--out', join(folder, `${name}.html`)];
    const { status, stderr } = spawnSync(process.execPath, [join(appFolder, 'cli.mjs'), ...words], {
      env: { ...process.env, MOE_WORKBENCH_HOME: folder },
    });
    if (status !== 0) throw new Error(stderr.toString());
  }
  browser = await chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic'],
  });
});
afterEach(async () => {
  await context?.close();
  complaints.length = 0;
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(
  name: FileName,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    ...options,
  });
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { protocol } = new URL(request.url());
    if (protocol !== 'file:' && protocol !== 'data:') complaints.push(request.url());
  });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return page;
}

/** Cells of the table of tactics that show, by column. */
async function shownColumn(page: Page, heading: string): Promise<readonly string[]> {
  return page.locator('.cell-table').evaluate((table, name) => {
    const headings = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent ?? '');
    const column = headings.findIndex((text) => text.startsWith(name));
    return [...table.querySelectorAll<HTMLTableRowElement>('tbody tr')]
      .filter((row) => !row.hidden)
      .map((row) => row.cells[column]?.textContent ?? '');
  }, heading);
}

async function filter(page: Page, text: string): Promise<string> {
  const count = page.locator('#report-count');
  const before = await count.textContent();
  await page.getByLabel('Filter').fill(text);
  await expect.poll(() => count.textContent()).not.toBe(before);
  return (await count.textContent()) ?? '';
}

describe('the HTML report', () => {
  it.each(['compared', 'profiled'] as const)(
    '%s loads nothing, complains of nothing, and axe finds nothing, light and dark',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        // The page's own policy lets no other script in, so axe comes in through the debugger.
        const page = await open(name, { colorScheme, bypassCSP: true });
        expect(await page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
        await page.evaluate(axeSource);
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: typeof import('axe-core') }).axe.run(),
        ); // axe has just been put there
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        await context?.close();
      }
      expect(complaints).toEqual([]);
    },
  );

  it('runs its own script and no other: the policy holds', async () => {
    const page = await open('compared');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = "document.title = 'taken over'";
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.invalid/a.png';
      document.body.append(image);
    });
    await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(2);
    expect(await page.title()).not.toBe('taken over');
    expect(complaints.join('\n')).toMatch(/script-src/);
    expect(complaints.join('\n')).toMatch(/img-src/);
  });

  it('filters tables of cells by the grammar of the window, and says how many match', async () => {
    const page = await open('profiled');
    const all = await shownColumn(page, 'Batch');
    expect(await filter(page, 'batch:4..16 family:streaming')).toMatch(/^8 of 48 cells$/);
    expect(await shownColumn(page, 'Batch')).toEqual(['4', '4', '4', '4', '16', '16', '16', '16']);
    expect(new Set(await shownColumn(page, 'Family'))).toEqual(new Set(['streaming']));
    expect(await filter(page, 'batch:x')).toMatch(/not a comparison/);
    expect(await page.getByLabel('Filter').getAttribute('aria-invalid')).toBe('true');
    await filter(page, '');
    expect(await shownColumn(page, 'Batch')).toEqual(all);
  });

  it('filters verdicts and tactics of a comparison alike', async () => {
    const page = await open('compared');
    expect(await filter(page, 'verdict:faster batch:16')).toMatch(
      /^3 of 12 cells|^\d+ of \d+ cells$/,
    );
    const words = await shownColumn(page, 'Verdict');
    const rows = page.locator('.verdict-table tbody tr:visible');
    expect(words.length).toBeGreaterThan(0);
    expect(words.every((word) => word.includes('FASTER'))).toBe(true);
    expect(await rows.count()).toBe(words.length);
  });

  it('sorts by a click on a heading, figures as figures, what is absent last', async () => {
    const page = await open('profiled');
    const heading = page.locator('.cell-table th', { hasText: 'Median' });
    for (const [direction, sign] of [
      ['ascending', 1],
      ['descending', -1],
    ] as const) {
      await heading.getByRole('button').click();
      expect(await heading.getAttribute('aria-sort')).toBe(direction);
      const texts = await shownColumn(page, 'Median');
      const figures = texts.filter((text) => text !== '–').map(plainFigure);
      expect(figures).toEqual(figures.toSorted((a, b) => sign * (a - b)));
      expect(texts.slice(figures.length).every((text) => text === '–')).toBe(true);
      expect(figures.length).toBeLessThan(texts.length);
    }
  });

  it('shows the figures of a batch size when its place in a chart is pointed at', async () => {
    const page = await open('compared');
    const strips = page.locator('.static-chart').first().locator('.pointer-strip');
    expect(await strips.count()).toBe(4);
    await strips.nth(2).hover();
    const tooltip = strips.nth(2).locator('.chart-tooltip');
    await tooltip.waitFor({ state: 'visible' });
    expect(await tooltip.textContent()).toMatch(/batch 16.*natural.*×/s);
    expect(await page.locator('.chart-tooltip:visible').count()).toBe(1);
  });

  it('draws a long table in part, and all of it when asked, filtered to few, or printed', async () => {
    const page = await open('long');
    const rows = page.locator('.cell-table tbody tr:visible');
    const more = page.getByRole('button', { name: 'Show all 600 rows' });
    expect(await rows.count()).toBe(500);
    expect(await filter(page, 'batch:3')).toBe('30 of 600 cells');
    expect(await rows.count()).toBe(30);
    expect(await more.isVisible()).toBe(false);
    await filter(page, '');
    await page.locator('.cell-table th', { hasText: 'Median' }).getByRole('button').click();
    expect(await rows.count()).toBe(500);
    await page.emulateMedia({ media: 'print' });
    expect(await rows.count()).toBe(600);
    await page.emulateMedia({ media: 'screen' });
    await more.click();
    expect(await rows.count()).toBe(600);
  });

  it('turns dark and light at a button', async () => {
    const page = await open('compared', { colorScheme: 'light' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await background()).not.toBe(light);
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await background()).toBe(light);
  });

  it('is complete without its script', async () => {
    expect(
      await (
        await open('long', { javaScriptEnabled: false })
      )
        .locator('.cell-table tbody tr:visible')
        .count(),
    ).toBe(600);
    await context?.close();
    const page = await open('compared', { javaScriptEnabled: false });
    expect(await page.locator('.report-tools').isVisible()).toBe(false);
    expect(await page.locator('.static-chart svg path').count()).toBeGreaterThan(4);
    expect(await page.locator('.verdict-table tbody tr').count()).toBe(8);
    expect(await page.locator('h2').allTextContents()).toEqual([
      'Verdicts',
      'Speed-up',
      'Time by batch size',
      'How far each tactic is from the best',
      'Tactics',
      'Registers',
      'Environment',
      'What was dropped, and why',
      'Methods',
      'Measure the same again',
    ]);
  });

  it('prints what is filtered, in the light look, without its tools', async () => {
    const page = await open('profiled', { colorScheme: 'dark' });
    await filter(page, 'batch:4');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    expect(await page.locator('.report-tools').isVisible()).toBe(false);
    expect(await page.locator('.cell-table tbody tr:visible').count()).toBe(12);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });
});

/** `12 345.6` with thin spaces. */
function plainFigure(text: string): number {
  return Number(text.replaceAll('\u202f', ''));
}
