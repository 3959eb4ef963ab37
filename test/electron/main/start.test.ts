import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { app, recorded, resetElectron, utilityProcess } from '../../mocks/electron';
import { runFilesIn } from '../../../electron/main/openFiles';
import { utilityWorkers } from '../../../electron/main/utilityWorker';

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-main-'));
  process.env['MOE_WORKBENCH_HOME'] = home;
  resetElectron();
  await import('../../../electron/main/main');
  await vi.waitUntil(() => recorded.windows.length === 1);
});
afterAll(async () => {
  app.emit('will-quit');
  delete process.env['MOE_WORKBENCH_HOME'];
  await rm(home, { recursive: true, force: true });
});

describe('starting', () => {
  it('sets up sandbox, scheme and crash reports before Electron is ready', () => {
    const before = recorded.calls.slice(0, recorded.calls.indexOf('whenReady'));
    expect(before).toEqual(
      expect.arrayContaining([
        'enableSandbox',
        'registerSchemesAsPrivileged',
        'requestSingleInstanceLock',
        'crashReporter {"uploadToServer":false}',
      ]),
    );
  });

  it('opens one window, and a second start comes back to it and opens its file', async () => {
    expect(recorded.windows).toHaveLength(1);
    app.emit('second-instance', {}, ['moe-workbench', '--flag', '/nowhere/x.moerun']);
    await vi.waitFor(() =>
      expect(recorded.calls).toContain(
        'error box: cannot read /nowhere/x.moerun: there is no such file',
      ),
    );
    expect(recorded.calls).toEqual(expect.arrayContaining(['restore', 'focus']));
    expect(recorded.windows).toHaveLength(1);
  });

  it('takes run files from a command line and no switches', () => {
    expect(runFilesIn(['.', '--x=y.moerun', 'a.moerun', 'b.txt'])).toEqual(['a.moerun']);
  });
});

describe('a worker of Electron', () => {
  it('passes messages, keeps last words, and is never spoken to after its end', () => {
    const worker = utilityWorkers('/x/worker.mjs')();
    const child = utilityProcess.children.at(-1);
    const messages: unknown[] = [];
    const exits: unknown[] = [];
    worker.onMessage((message) => messages.push(message));
    worker.onExit((exit) => exits.push(exit));
    worker.send({ type: 'ceilings', threads: 1 });
    expect(child?.posted).toEqual([{ type: 'ceilings', threads: 1 }]);
    child?.emit('message', { type: 'finished' });
    child?.stderr.emit('data', Buffer.from('Aborted\n'));
    child?.emit('exit', 134);
    worker.send({ type: 'ceilings', threads: 2 });
    worker.kill();
    expect(messages).toEqual([{ type: 'finished' }]);
    expect(exits).toEqual([{ code: 134, signal: undefined, lastErrorLines: 'Aborted' }]);
    expect(child?.posted).toHaveLength(1);
    expect(child?.killed).toBe(false);
  });
});
