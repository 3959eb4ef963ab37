import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Opens the address in a window of its own where there is a display.
 *
 * @returns what it was opened with; undefined when nobody can see a window here
 */
export function openWindow(url: string, environment: NodeJS.ProcessEnv): string | undefined {
  const display = environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY'] ?? '';
  if (process.platform === 'linux' && display === '') {
    return undefined;
  }
  const browser = browsers.find((path) => existsSync(path));
  if (browser === undefined) {
    start('xdg-open', [url]);
    return 'xdg-open';
  }
  const profile = mkdtempSync(join(tmpdir(), 'moe-workbench-'));
  start(browser, [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--window-size=1440,900',
  ]);
  return browser;
}

function start(command: string, commandArguments: readonly string[]): void {
  const child = spawn(command, commandArguments, { stdio: 'ignore', detached: true });
  // The address is printed too, so a browser that does not start is no failure.
  child.on('error', () => undefined);
  child.unref();
}
