/** The Reports place in real Chromium: by keyboard alone, in a low window, and what is downloaded. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { windowPages } from './windowPage';

const LIMIT_MS = 60_000;

const pages = windowPages(LIMIT_MS);

/** What the focus is on, as it is announced. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    const label = element?.labels?.[0]?.textContent ?? element?.textContent;
    return element?.getAttribute('aria-label') ?? label ?? '';
  });

/** Presses Tab until the focus is on something; the steps are counted, so that nothing is a trap. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 80; step++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}.`);
}

const sectionsOf = (page: Page) => page.locator('.report-section > h2').allTextContents();

describe('the Reports place', () => {
  it(
    'can be used by keyboard alone: choose, move, write, export',
    async () => {
      const { page, complaints } = await pages.show(
        'finished',
        '/reports/demo?sections=verdicts%2Cmethods%2Crepeat',
      );
      await page.locator('.report').waitFor();
      await tabTo(page, 'Title');
      await page.keyboard.type('By keyboard');
      await tabTo(page, 'Move Measure the same again up');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      // Moved to the top, where the button has nothing left to do; the focus is still there.
      await expect
        .poll(() => sectionsOf(page))
        .toEqual(['Measure the same again', 'Verdicts', 'Methods']);
      expect(await focused(page)).toBe('Move Measure the same again up');
      await tabTo(page, 'Methods');
      await page.keyboard.press('Space');
      await expect.poll(() => sectionsOf(page)).toEqual(['Measure the same again', 'Verdicts']);
      expect(await focused(page)).toBe('Methods');
      await page.keyboard.press('Shift+Tab');
      while ((await focused(page)) !== 'HTML') await page.keyboard.press('Shift+Tab');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.keyboard.press('Enter'),
      ]);
      expect(download.suggestedFilename()).toBe('demo.html');
      expect(await readFile(await download.path(), 'utf8')).toBe('a html');
      expect(await focused(page)).toBe('HTML');
      expect(await page.locator('.report h1').textContent()).toBe('By keyboard');
      expect(new URL(page.url()).hash).toBe(
        '#/reports/demo?sections=repeat%2Cverdicts&title=By+keyboard',
      );
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'exports through the palette what is chosen, from within a field',
    async () => {
      const { page } = await pages.show('finished', '/reports/demo?sections=methods');
      await page.getByLabel('Title').fill('Typed a moment ago');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Action').fill('data as csv');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.keyboard.press('Enter'),
      ]);
      expect(download.suggestedFilename()).toBe('demo.csv');
      const calls = await page.evaluate(() => window.fake?.calls);
      expect(calls?.findLast(({ method }) => method === 'report:export')?.request).toEqual({
        runId: 'demo',
        format: 'csv',
        choice: { sections: ['methods'], title: 'Typed a moment ago', remarks: '' },
      });
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'undoes and redoes a choice by Back and Forward, and keeps what was typed',
    async () => {
      const { page } = await pages.show('finished', '/reports/demo?sections=methods%2Crepeat');
      await page.getByLabel('Remarks').fill('kept');
      await page.getByRole('button', { name: 'Move Methods down' }).click();
      const moved = ['Measure the same again', 'Methods'];
      await expect.poll(() => sectionsOf(page)).toEqual(moved);
      await page.goBack();
      await expect.poll(() => sectionsOf(page)).toEqual(moved.toReversed());
      expect(await page.getByLabel('Remarks').inputValue()).toBe('kept');
      await page.goForward();
      await expect.poll(() => sectionsOf(page)).toEqual(moved);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it.each([
    [1440, 900],
    [1440, 500],
    [1000, 700],
  ])(
    'has everything within reach in a window of %i x %i',
    async (width, height) => {
      const { page } = await pages.show('finished', '/reports/demo', { size: { width, height } });
      await page.locator('.report').waitFor();
      const last = page.getByRole('checkbox', { name: 'Measure the same again' });
      await last.scrollIntoViewIfNeeded();
      const [box, foot] = await Promise.all([
        last.boundingBox(),
        page.locator('.foot').boundingBox(),
      ]);
      expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
      await last.click();
      await expect.poll(() => sectionsOf(page)).not.toContain('Measure the same again');
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'keeps the choice in view beside the preview while the report is read',
    async () => {
      const { page } = await pages.show('finished', '/reports/demo', {
        size: { width: 1440, height: 900 },
      });
      await page.locator('.report').waitFor();
      await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      const [side, foot] = await Promise.all([
        page.locator('.reports-side').boundingBox(),
        page.locator('.foot').boundingBox(),
      ]);
      expect(side?.y).toBeGreaterThan(40);
      expect((side?.y ?? 900) + (side?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'cuts no table off: what is wider than the preview scrolls by itself',
    async () => {
      const { page } = await pages.show('long-names', '/reports/demo', {
        size: { width: 1280, height: 800 },
      });
      await page.locator('.report').waitFor();
      const spilled = await page.locator('.report *').evaluateAll((elements) => {
        const edge = document.querySelector('.report')?.getBoundingClientRect().right ?? 0;
        return elements
          .filter((element) => element.closest('.scroll-x, .report-map, svg, pre') === null)
          .filter((element) => element.getBoundingClientRect().right > edge + 1)
          .map(({ className, textContent }) => `${className} ${textContent?.slice(0, 40)}`);
      });
      expect(spilled).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );
});
