/** The built window in real Chromium, under its content policy, on a host in memory. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Scene } from './fakeHostPage';
import { fakeHostScript, serveRenderer } from './rendererServer';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SIZE = { width: 1440, height: 900 };

export interface Shown {
  readonly page: Page;
  /** Errors of the console, failed requests, faults of the page. */
  readonly complaints: readonly string[];
}

export interface ShownAs {
  /** Absent: light. */
  readonly look?: string;
  /** Pixels; absent: 1440 x 900. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** A Chromium for the tests of the file that calls this: open before the first, closed after the last. */
export function windowPages(limitMs: number): Pick<WindowPages, 'show' | 'axeFindings'> {
  let pages: WindowPages;
  beforeAll(async () => {
    pages = await WindowPages.open();
  }, limitMs);
  afterAll(() => pages.close());
  return {
    show: (...words) => pages.show(...words),
    axeFindings: (page) => pages.axeFindings(page),
  };
}

class WindowPages {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Awaited<ReturnType<typeof serveRenderer>>,
    private readonly fakeHost: string,
    private readonly axeSource: string,
  ) {}

  static async open(): Promise<WindowPages> {
    const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    const [server, fakeHost, axeSource, browser] = await Promise.all([
      serveRenderer(),
      fakeHostScript(),
      readFile(axePath, 'utf8'),
      chromium.launch({
        executablePath: CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      }),
    ]);
    return new WindowPages(browser, server, fakeHost, axeSource);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  /** The window at a link, once its place is there. Close its context when done. */
  async show(scene: Scene, hash: string, { look = 'light', size = SIZE }: ShownAs = {}) {
    const context = await this.browser.newContext({ viewport: size });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    await page.addInitScript(
      `window.scene = '${scene}'; localStorage.setItem('moe-workbench.theme', '${look}');`,
    );
    await page.addInitScript(this.fakeHost);
    await page.goto(`${this.server.url}#${hash}`);
    await page.locator('#main h1').first().waitFor({ state: 'attached' });
    await page.evaluate(() => document.fonts.ready);
    return { page, complaints } satisfies Shown;
  }

  /** What axe finds wrong, a line each. */
  async axeFindings(page: Page): Promise<readonly string[]> {
    // Evaluated, not injected as a script element: the page's policy forbids inline scripts.
    await page.evaluate(this.axeSource);
    return page.evaluate(async () => {
      const { violations } = await (
        window as unknown as { axe: typeof import('axe-core') }
      ).axe.run();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
      );
    });
  }
}
