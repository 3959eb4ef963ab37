import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, chromium, type Page } from 'playwright-core';
import { findElectron, hasDisplay } from '../../build/lib/electronBinary.mjs';
import { appFolder } from '../../build/lib/paths.mjs';
import { findChromium } from '../../build/lib/systemTools.mjs';

/** The real program with an empty library of its own, in whichever shell this machine has. */
export interface RunningWorkbench {
  readonly page: Page;
  readonly home: string;
  /** Errors that the page wrote to its console. */
  readonly complaints: readonly string[];
  /** The run files in the library. */
  runFiles(): Promise<readonly { readonly path: string; readonly text: string }[]>;
  close(): Promise<void>;
}

export async function launchWorkbench(): Promise<RunningWorkbench> {
  const home = await mkdtemp(join(tmpdir(), 'moe-workbench-e2e-'));
  const electron = findElectron();
  const shell =
    electron !== undefined && hasDisplay()
      ? await launchElectron(electron, home)
      : await launchInChromium(home);
  const complaints: string[] = [];
  shell.page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(message.text());
    }
  });
  shell.page.on('pageerror', (error) => complaints.push(error.message));
  return {
    page: shell.page,
    home,
    complaints,
    runFiles: () => readRunFiles(home),
    close: async () => {
      await shell.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

interface Shell {
  readonly page: Page;
  close(): Promise<void>;
}

async function launchElectron(executablePath: string, home: string): Promise<Shell> {
  const application = await _electron.launch({
    executablePath,
    args: [join(appFolder, 'main.cjs')],
    env: { ...process.env, MOE_WORKBENCH_HOME: home },
  });
  return { page: await application.firstWindow(), close: () => application.close() };
}

async function launchInChromium(home: string): Promise<Shell> {
  const { server, url } = await startServer(home);
  const browser = await chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  return {
    page,
    close: async () => {
      await browser.close();
      const ended = new Promise((resolve) => server.once('close', resolve));
      server.kill('SIGTERM');
      await ended;
    },
  };
}

/** Starts the loopback server and waits for the line with its address. */
export async function startServer(
  home: string,
): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const server = spawn(process.execPath, [join(appFolder, 'web.mjs'), '--no-open'], {
    env: { ...process.env, MOE_WORKBENCH_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\w+/.exec(text)?.[0];
      if (address !== undefined) {
        resolve(address);
      }
    });
    server.once('close', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
  return { server, url };
}

async function readRunFiles(
  home: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const folder = join(home, 'runs');
  const names = await readdir(folder).catch(() => []);
  return Promise.all(
    names
      .filter((name) => name.endsWith('.moerun'))
      .map(async (name) => ({
        path: join(folder, name),
        text: await readFile(join(folder, name), 'utf8'),
      })),
  );
}
