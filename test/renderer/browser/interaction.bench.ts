/**
 * How long the window takes for one interaction with 500 tactics x 20 batch sizes x 3 routings:
 * `npx vitest bench test/renderer/browser`. The limit it is held to is 100 ms.
 */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, bench, describe } from 'vitest';
import { fakeHostScript, serveRenderer } from './rendererServer';

let browser: Browser;
let page: Page;
let server: Awaited<ReturnType<typeof serveRenderer>>;
let turn = 0;

beforeAll(async () => {
  server = await serveRenderer();
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(`window.scene = 'large';`);
  await page.addInitScript(await fakeHostScript());
  await page.goto(`${server.url}#/tactics/demo`);
  await page.getByText(/30.000 of 30.000 cells/).waitFor();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

const ROUNDS = { iterations: 15, warmupIterations: 2, time: 0, warmupTime: 0 };

describe('with 30 000 cells', () => {
  bench(
    'filter',
    async () => {
      turn += 1;
      const family = turn % 2 === 0 ? 'streaming' : 'natural';
      await page.getByLabel('Filter').fill(`family:${family} regret<${turn}`);
      await nextFrame();
    },
    ROUNDS,
  );

  bench(
    'scroll',
    async () => {
      turn += 1;
      await page.locator('.tactic-table').evaluate((table, top) => {
        table.scrollTop = top;
      }, turn * 700);
      await nextFrame();
    },
    ROUNDS,
  );

  bench(
    'sort',
    async () => {
      await page
        .getByRole('columnheader', { name: /Regret/ })
        .getByRole('button')
        .click();
      await nextFrame();
    },
    ROUNDS,
  );
});

/** Two frames: what was changed is drawn. */
function nextFrame(): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
}
