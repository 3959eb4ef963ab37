/** The built window in real Chromium, under its content policy, on a host in memory. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Scene } from './fakeHostPage';
import { windowPages } from './windowPage';

/** Axe takes seconds for a long report, in each of three looks, and several times that on a busy machine. */
const LIMIT_MS = 120_000;

const { show, axeFindings } = windowPages(LIMIT_MS);

const SCENES: readonly (readonly [Scene, string])[] = [
  ['empty', '/overview'],
  ['error', '/overview'],
  ['finished', '/overview/demo'],
  ['finished', '/overview/demo?speedup=table&times=table'],
  ['one-replicate', '/overview/demo'],
  ['interrupted', '/overview/demo'],
  ['empty', '/run'],
  ['running', '/run/demo'],
  ['finished', '/run/demo'],
  ['finished', '/tactics/demo'],
  ['finished', '/tactics/demo?filter=nonsense<1'],
  ['compared', '/overview/demo'],
  ['compared', '/compare/demo'],
  ['compared', '/compare/demo?tab=speed-up'],
  ['compared', '/compare/demo?tab=distributions'],
  ['compared', '/compare/demo?tab=samples'],
  ['compared', '/compare/demo?tab=resources'],
  ['compared', '/compare/demo?tab=environment'],
  ['compared', '/compare/demo?tab=markdown'],
  ['finished', '/compare/demo'],
  ['several', '/compare/demo?against=second&with=third&show=third'],
  ['finished', '/compare/demo?against=family%3Anatural'],
  ['finished', '/compare/demo?against=family%3Anatural&tab=distributions'],
  ['finished', '/compare/demo?new=branches'],
  ['empty', '/registers'],
  ['error', '/registers'],
  ['finished', '/registers/demo?regs=96&shared=65536'],
  ['empty', '/reports'],
  ['finished', '/reports/demo'],
  ['first-replicate', '/reports/demo'],
  ['compared', '/reports/demo'],
  ['long-names', '/reports/demo'],
  ['several', '/reports/demo?baseline=second&sections=verdicts%2Cenvironment'],
  ['finished', '/reports/demo?baseline=family%3Aspells'],
  [
    'finished',
    '/reports/demo?sections=methods%2Cdropped&title=Interleaving+by+eight&remarks=Seen+**twice**%0A%0A-+on+one+machine',
  ],
];

describe.each(SCENES)('%s at %s', (scene, hash) => {
  it(
    'is accessible in every look, without complaint, at every width',
    async () => {
      const { page, complaints } = await show(scene, hash);
      for (const look of ['light', 'dark', 'contrast']) {
        await page.getByLabel('Look').selectOption(look);
        await page.waitForFunction(
          (name) => document.documentElement.dataset['theme'] === name,
          look,
        );
        expect([look, ...(await axeFindings(page))]).toEqual([look]);
      }
      for (const width of [900, 1100, 1280, 1920]) {
        await page.setViewportSize({ width, height: 800 });
        expect([width, ...(await sidewaysOverflow(page))]).toEqual([width, 0, 0]);
        expect([width, ...(await cutButtons(page))]).toEqual([width]);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );
});

/** The words of buttons that have no room for them. */
function cutButtons(page: Page): Promise<readonly string[]> {
  return page
    .locator('.mantine-Button-label')
    .evaluateAll((labels) =>
      labels
        .filter((label) => label.scrollWidth > label.clientWidth)
        .map((label) => label.textContent),
    );
}

/** How far the page and its main part can be scrolled sideways, in pixels. */
function sidewaysOverflow(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => {
    const main = document.getElementById('main');
    return [
      document.documentElement.scrollWidth - window.innerWidth,
      (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0),
    ];
  });
}

describe('the window in a browser', () => {
  it(
    'says what went wrong where it is seen, however far a place has been scrolled',
    async () => {
      const { page } = await show('finished', '/overview/demo');
      await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      // The host in memory, by the name that the window knows it by.
      await page.evaluate(`workbench.call = async () => ({
        ok: false,
        error: { code: 'run_file_invalid', message: 'This is not a run file.' },
      })`);
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'x.moerun', mimeType: 'text/plain', buffer: Buffer.from('x') });
      const notice = page.getByRole('alert');
      await notice.waitFor();
      const bar = await page.locator('.top-bar').boundingBox();
      const box = await notice.boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(bar?.height ?? 0);
      expect(box?.y).toBeLessThan(200);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'goes back and forward through views',
    async () => {
      const { page } = await show('finished', '/overview/demo');
      const place = () => page.locator('#main h1').textContent();
      const visited: (string | null)[] = [await place()];
      const steps: readonly (readonly [() => Promise<unknown>, string])[] = [
        [() => page.keyboard.press('3'), 'Filter'],
        [() => page.keyboard.press('2'), 'How the run stands'],
        [() => page.goBack(), 'Filter'],
        [() => page.goForward(), 'How the run stands'],
      ];
      for (const [step, label] of steps) {
        await step();
        await page.getByLabel(label).waitFor();
        visited.push(await place());
      }
      expect(visited).toEqual(['Overview', 'Tactics', 'Run', 'Tactics', 'Run']);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'reaches every action through the palette',
    async () => {
      const { page } = await show('finished', '/overview/demo');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Action').fill('high contrast');
      await page.keyboard.press('Enter');
      const look = () => page.evaluate(() => document.documentElement.dataset['theme']);
      await expect.poll(look).toBe('contrast');
      await page.context().close();
    },
    LIMIT_MS,
  );

  it.each(['light', 'dark', 'contrast'])(
    'has a palette that can be read, the chosen action too: %s',
    async (look) => {
      const { page } = await show('finished', '/overview/demo', { look });
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Action').fill('go');
      await page.keyboard.press('ArrowDown');
      await page.locator('[data-selected]').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'shows and leaves the key sheet by the keyboard',
    async () => {
      const { page } = await show('finished', '/overview/demo');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'draws what its table says',
    async () => {
      const { page } = await show('finished', '/overview/demo');
      const dots = await page.locator('.recharts-line-dots').count();
      await page.getByRole('button', { name: 'Show as table' }).first().click();
      const columns = await page
        .getByRole('region', { name: /Speed-up over natural by batch size, table/ })
        .locator('thead th')
        .count();
      // Two speed-up series and three of times; the table has a column for the batch size too.
      expect([dots, columns]).toEqual([5, 3]);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it.each([
    ['SVG picture', 'speed-up-over-natural-by-batch-size.svg', /^<svg.*Speed-up over natural/s],
    ['PNG picture', 'speed-up-over-natural-by-batch-size.png', /^.PNG/],
    ['CSV data', 'speed-up-over-natural-by-batch-size.csv', /^"batch size, tokens"/],
  ])(
    'saves a chart as %s',
    async (item, fileName, beginning) => {
      const { page, complaints } = await show('finished', '/overview/demo', { look: 'dark' });
      await page.getByRole('button', { name: /Export Speed-up/ }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(fileName);
      const content = await readFile(await download.path(), 'utf8');
      expect(content).toMatch(beginning);
      // Colours are resolved, so that the picture looks the same without the page.
      expect(content).not.toContain('var(--');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'draws only what is in view of 30 000 cells',
    async () => {
      const { page } = await show('large', '/tactics/demo');
      await page.getByText(/30.000 of 30.000 cells/).waitFor();
      expect(await page.locator('.tactic-body [role=row]').count()).toBeLessThan(60);
      expect(await page.getByRole('table', { name: 'Cells' }).getAttribute('aria-rowcount')).toBe(
        '30001',
      );
      expect(await page.getByText(/440 tactics further from the best left out/).count()).toBe(1);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'holds several runs against one baseline, by turns, and keeps which in the link',
    async () => {
      const { page, complaints } = await show('several', '/compare/demo?against=second');
      const contenders = page.getByRole('group', { name: 'Contenders' });
      await contenders.getByLabel('Add a contender').selectOption('third');
      await page.waitForURL(/with=third/);
      await contenders.getByRole('button', { name: /^C / }).click();
      await page.waitForURL(/show=third/);
      await page.getByRole('table').first().waitFor();
      expect(await contenders.getByRole('button', { pressed: true }).textContent()).toMatch(/^C /);
      await contenders.getByRole('button', { name: /^Remove / }).click();
      await page.waitForURL((url) => !url.hash.includes('third'));
      expect(await contenders.getByRole('button').count()).toBe(1);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'asks what the chosen tactic would do with fewer registers, and keeps the question in the link',
    async () => {
      const { page } = await show('finished', '/registers/demo');
      await page.getByRole('button', { name: '128x128x128 pingpong' }).first().click();
      await page.getByText('It overflows its registers.').waitFor();
      const ctas = page.locator('.what-if-answer dd').first();
      expect(await ctas.textContent()).toBe('1');
      await page.getByRole('slider', { name: 'Registers at launch' }).focus();
      await page.keyboard.press('Home');
      await page.waitForURL(/regs=24/);
      await page.getByRole('slider', { name: 'Shared memory per CTA, KB' }).focus();
      await page.keyboard.press('Home');
      await page.waitForURL(/shared=0/);
      expect(await ctas.textContent()).toBe('5');
      await page.getByRole('button', { name: 'As compiled' }).click();
      expect(await ctas.textContent()).toBe('1');
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'keeps the notes of a run as text with structure, never as markup',
    async () => {
      const { page, complaints } = await show('finished', '/registers/demo');
      await page.getByRole('button', { name: 'Write' }).click();
      const notes =
        '**Spills** at 128x128\n\n<img src=x onerror=alert(1)> [here](https://x.invalid)';
      await page.getByRole('textbox', { name: 'Notes in Markdown' }).fill(notes);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator('.written-markdown strong', { hasText: 'Spills' }).waitFor();
      const shown = page.locator('.written-markdown');
      expect(await shown.locator('img, a').count()).toBe(0);
      expect(await shown.textContent()).toContain('<img src=x onerror=alert(1)>');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'sorts the table and keeps the order in the link',
    async () => {
      const { page } = await show('finished', '/tactics/demo?filter=batch:64');
      const regrets = () =>
        page
          .locator('.tactic-body [role=row] [role=cell]:nth-child(7)')
          .evaluateAll((cells) => cells.map((cell) => Number.parseFloat(cell.textContent ?? '')));
      await page
        .getByRole('columnheader', { name: /Regret/ })
        .getByRole('button')
        .click();
      await page.waitForURL(/sort=/);
      const measured = (await regrets()).filter(Number.isFinite);
      const descending = new URL(page.url()).hash.includes('sort=-regret');
      expect(measured.length).toBeGreaterThan(5);
      expect(measured).toEqual(measured.toSorted((a, b) => (descending ? b - a : a - b)));
      await page.context().close();
    },
    LIMIT_MS,
  );
});
