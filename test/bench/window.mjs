// @ts-check
/**
 * What a person waits for, on a built tree and with an empty library: `npm start` to a usable window, the
 * click to the first point on the chart, the click to the end of the quick plan. Prints seconds; with a
 * path, saves a screenshot of the finished run there.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../../build/lib/paths.mjs';
import { findChromium } from '../../build/lib/systemTools.mjs';

const [screenshot] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'moe-window-'));
const seconds = (/** @type {number} */ sinceMs) => ((Date.now() - sinceMs) / 1000).toFixed(1);

const browser = await chromium.launch({
  executablePath: findChromium() ?? 'chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });

const startMs = Date.now();
const server = spawn(process.execPath, [join(root, 'build', 'start.mjs'), '--no-open'], {
  env: { ...process.env, MOE_WORKBENCH_HOME: home, MOE_WORKBENCH_UI: 'web' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
/** @type {string} */
const url = await new Promise((resolve) => {
  let text = '';
  server.stdout.on('data', (data) => {
    text += data;
    const address = /http:\S+token=\w+/.exec(text)?.[0];
    if (address !== undefined) {
      resolve(address);
    }
  });
});
await page.goto(url);
const action = page.getByRole('button', { name: 'Profile this machine' });
await action.waitFor();
process.stdout.write(`npm start to a usable window  ${seconds(startMs)} s\n`);
await action.click();
const clickMs = Date.now();
await page.locator('.recharts-line').first().waitFor({ timeout: 120_000 });
process.stdout.write(`click to the first point      ${seconds(clickMs)} s\n`);
while (await isRunning()) {
  await page.waitForTimeout(250);
}
process.stdout.write(`click to the end of the plan  ${seconds(clickMs)} s\n`);
if (screenshot !== undefined) {
  await page.keyboard.press('1');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: screenshot });
}
await browser.close();
server.kill('SIGTERM');
await new Promise((resolve) => server.once('close', resolve));
rmSync(home, { recursive: true, force: true });

/** Asked as the window asks, from inside the page. */
function isRunning() {
  return page.evaluate(async () => {
    const reply = await fetch('/api/run:active', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    return (await reply.json()).value.progress !== undefined;
  });
}
