import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WorkerJob, WorkerMessage, WorkerReport } from '../../../electron/contract/workerApi';
import { addonPath, cpuLibrary, faultyLibrary, forkWorker, runWorker } from './startWorker';
import { faultyTactic, replicateOf, tinyPlan, tinyProblem } from './tinyPlan';

async function describeMachine(job: Partial<WorkerJob>): Promise<WorkerReport> {
  const asked = { type: 'describe', libraryPaths: [], ...job } as WorkerJob; // completed by tests
  const { messages } = await runWorker(asked);
  const answer = messages.find((message) => message.type === 'described');
  if (answer === undefined) {
    throw new Error(`no answer: ${JSON.stringify(messages)}`);
  }
  return answer.report;
}

describe('describing', () => {
  it('tells of the processor and of every library, with its content and tactics', async () => {
    const report = await describeMachine({ libraryPaths: [cpuLibrary(), faultyLibrary()] });
    expect(report.cpu.hardwareThreads).toBeGreaterThan(0);
    expect(report.libraries.map(({ name }) => name)).toEqual(['moe_cpu', 'moe_faulty']);
    const [cpu] = report.libraries;
    expect(cpu?.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(cpu?.device.ready).toBe(true);
    const generic = cpu?.tactics.find(({ tactic }) => tactic.instructionSet === 'generic');
    expect(generic?.supported).toBe(true);
    const int4 = cpu?.tactics.find(({ tactic }) => tactic.id.includes('.generic.m1n4k64.int4_'));
    expect(int4).toMatchObject({ supported: true, schemes: ['int4_fp8'] });
    expect(generic?.schemes).toEqual(['mxfp4_bf16']);
  });

  it('tells what each tactic says of a problem, with the bytes of its weights', async () => {
    const libraryPaths = [faultyLibrary()];
    const fits = await describeMachine({ libraryPaths, problem: tinyProblem });
    const right = fits.support.filter(({ tacticId }) => tacticId === faultyTactic('right'));
    const bytes = (products: number): number => (8 * products * 17) / 32;
    expect(right.map(({ stage, weightBytes }) => [stage, weightBytes])).toEqual([
      ['gemm1', bytes(2 * 64 * 64)],
      ['gemm2', bytes(64 * 64)],
      ['layer', bytes(3 * 64 * 64)],
    ]);
    const odd = await describeMachine({
      libraryPaths,
      problem: { ...tinyProblem, hiddenSize: 33 },
      stages: ['layer'],
    });
    expect(odd.support[0]).toMatchObject({
      supported: false,
      reason: 'sizes must be multiples of 32',
      weightBytes: 0,
    });
  });

  it('names a library that cannot be opened, with the reason, and describes the others', async () => {
    const report = await describeMachine({ libraryPaths: ['/nowhere/a.so', faultyLibrary()] });
    expect(report.libraries).toHaveLength(1);
    expect(report.failures).toEqual([
      { path: '/nowhere/a.so', message: 'kernel library /nowhere/a.so: there is no such file' },
    ]);
  });
});

describe('a worker', () => {
  it('measures the ceilings of the machine with the threads asked for', async () => {
    const { messages, code } = await runWorker({ type: 'ceilings', threads: 1 });
    const [answer] = messages;
    if (answer?.type !== 'ceilings') {
      throw new Error('the worker did not answer with ceilings');
    }
    const { readBandwidth, computePeak } = answer.ceilings;
    expect(readBandwidth.threads).toBe(1);
    expect(readBandwidth.bytesPerSecond).toBeGreaterThan(1e8);
    expect(computePeak.threads).toBe(1);
    expect(computePeak.flopsPerSecond).toBeGreaterThan(1e8);
    expect(code).toBe(0);
  });

  it('asks a library how fast its device reads memory, and says when it does not know', async () => {
    const ask = (libraryPath: string) => runWorker({ type: 'deviceBandwidth', libraryPath });
    const { messages } = await ask(faultyLibrary());
    expect(messages).toEqual([{ type: 'deviceBandwidth', bytesPerSecond: 2.5e12 }]);
    const { messages: refused } = await ask(cpuLibrary());
    expect(refused).toMatchObject([{ type: 'failed', kind: 'error' }]);
    expect(JSON.stringify(refused)).toContain('does not measure');
  });

  it('refuses a job that is none and says where it is wrong', async () => {
    const job = { type: 'ceilings', threads: -1 } as const;
    const { messages, code } = await runWorker(job);
    expect(messages).toMatchObject([{ type: 'failed', kind: 'error' }]);
    expect(JSON.stringify(messages)).toContain('threads');
    expect(code).toBe(0);
  });

  it('tells causes and cures when the addon cannot be loaded', async () => {
    const job = { type: 'ceilings', threads: 1 } as const;
    const { messages } = await runWorker(job, { MOE_WORKBENCH_NATIVE: '/nowhere' });
    expect(messages).toMatchObject([{ type: 'failed', kind: 'error' }]);
    expect(JSON.stringify(messages)).toContain('/nowhere/moe_addon.node');
    expect(JSON.stringify(messages)).toContain('npm run setup');
  });

  it('fails as a whole when its library cannot be opened', async () => {
    const job = replicateOf(tinyPlan([faultyTactic('right')]), '/nowhere/a.so');
    const { messages } = await runWorker(job);
    expect(messages.at(-1)).toMatchObject({ type: 'failed', kind: 'error' });
  });

  it('announces a call that never returns with the patience it was given', async () => {
    const worker = forkWorker({ MOE_WORKBENCH_PATIENCE_SECONDS: '1' });
    const silences: { limitUs: number; atMs: number }[] = [];
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'activity' && message.activity.endsWith('checking against the oracle')) {
        silences.push({ limitUs: message.limitUs, atMs: Date.now() });
        worker.kill('SIGKILL');
      }
    });
    worker.send(replicateOf(tinyPlan([faultyTactic('hang')]), faultyLibrary()));
    await once(worker, 'close');
    expect(silences).toHaveLength(1);
    expect(silences[0]?.limitUs).toBeGreaterThanOrEqual(1e6);
    expect(silences[0]?.limitUs).toBeLessThan(2e6);
  });

  it('ends when its supervisor is gone', async () => {
    const worker = forkWorker();
    const plan = tinyPlan([faultyTactic('right')]);
    const job = replicateOf(plan, faultyLibrary());
    worker.send({ ...job, visits: [{ cell: 0, firstBlock: 0, blocks: 1_000_000 }] });
    await once(worker, 'message');
    worker.disconnect();
    // After a disconnect Node gives 'exit' but no 'close'.
    const [code] = (await once(worker, 'exit')) as [number | null];
    expect(code).toBe(0);
  });
});

describe('the native addon', () => {
  it('asks for Node-API symbols only, so that one file serves Node and Electron', () => {
    const symbols = execFileSync('nm', ['-D', '--undefined-only', addonPath()], {
      encoding: 'utf8',
    });
    expect(symbols).toContain('napi_create_function');
    expect(symbols).not.toMatch(/_ZN[KV]*2v8|_ZN[KV]*4node/);
    expect(symbols).not.toContain('napi_create_external_arraybuffer');
  });
});
