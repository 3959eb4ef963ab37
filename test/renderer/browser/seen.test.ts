/** What a person sees, reaches with the keyboard and pastes, in real Chromium. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { windowPages } from './windowPage';

/** Sixty key presses take seconds, and several times that on a busy machine. */
const LIMIT_MS = 120_000;

const { show } = windowPages(LIMIT_MS);

describe('the focus', () => {
  it.each([
    '/overview/demo',
    '/compare/demo',
    '/reports/demo',
    '/run',
    '/compare/demo?new=branches',
  ])(
    'is seen on everything that the Tab key reaches at %s',
    async (hash) => {
      const { page } = await show('compared', hash);
      const reached = new Set<string>();
      const without = new Set<string>();
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        const { name, outline } = await focused(page);
        reached.add(name);
        if (outline === 'none') without.add(name);
      }
      expect(reached.size).toBeGreaterThan(15);
      expect([...without]).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );
});

/** The element that has the focus, and how it shows that. */
function focused(page: Page): Promise<{ readonly name: string; readonly outline: string }> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const text = element.getAttribute('aria-label') ?? element.textContent ?? '';
    // Past the last element the browser's own controls have the focus, and show it themselves.
    const outline = element === document.body ? 'auto' : getComputedStyle(element).outlineStyle;
    return { name: `${element.tagName} ${element.id} ${text.slice(0, 30)}`, outline };
  });
}

describe('what is read at a glance', () => {
  it.each(
    (['finished', 'compared'] as const).flatMap((scene) =>
      [1000, 1100, 1280, 1440].map((width) => [scene, width] as const),
    ),
  )(
    'is not cut off: the best tactics of the scene %s in a window of %i pixels',
    async (scene, width) => {
      const { page } = await show(scene, '/overview/demo', { size: { width, height: 900 } });
      const table = page.getByRole('region', { name: 'Best tactics' });
      expect(await table.evaluate((region) => region.scrollWidth - region.clientWidth)).toBe(0);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it.each(
    (['finished', 'compared', 'long-names', 'large'] as const).flatMap((scene) =>
      [900, 1100, 1280, 1440].map((width) => [scene, width] as const),
    ),
  )(
    'is not cut off: the cells of the scene %s in a window of %i pixels',
    async (scene, width) => {
      const { page } = await show(scene, '/tactics/demo', { size: { width, height: 900 } });
      const table = page.getByRole('table', { name: 'Cells' });
      await table.getByRole('columnheader', { name: 'Median' }).waitFor();
      expect(await table.evaluate((part) => part.scrollWidth - part.clientWidth)).toBe(0);
      // A heading that is too long for its column runs into the padding on its right.
      const cut = await table.getByRole('columnheader').evaluateAll((heads) =>
        heads.flatMap((head) => {
          const words = head.querySelector('button')?.getBoundingClientRect().right ?? 0;
          return words > head.getBoundingClientRect().right - 4 ? [head.textContent] : [];
        }),
      );
      expect(cut).toEqual([]);
      // What there is no room for is named, unless it is what the rows are sorted by.
      const quantiles = table.getByRole('columnheader', { name: 'q10 to q90' });
      const named = page.getByText(/A wider window also shows .*q10 to q90/);
      expect((await quantiles.count()) + (await named.count())).toBe(1);
      await page.context().close();
    },
    LIMIT_MS,
  );

  it(
    'and pasted stays as it is: Markdown line by line, no option of a command broken',
    async () => {
      const { page } = await show('compared', '/compare/demo?tab=markdown');
      const seen = (await page.getByLabel('Markdown').innerText()).trim().split('\n');
      expect(seen[0]).toMatch(/^\*\*FASTER/);
      expect(seen.filter((line) => line.startsWith('| ')).length).toBeGreaterThan(4);
      await page.goto(page.url().replace(/#.*$/, '#/overview/demo'));
      const command = page.getByLabel('Command', { exact: true }).last();
      const broken = await command.evaluate((code) =>
        [...code.children].flatMap((word) => {
          const text = document.createRange();
          text.selectNodeContents(word);
          const lines = new Set([...text.getClientRects()].map(({ top }) => top)).size;
          return lines > 1 && word.textContent.startsWith('--') ? [word.textContent] : [];
        }),
      );
      expect(await command.innerText()).toContain(' --batch 1,4,16,64 ');
      expect(broken).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );
});
