import { copyFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appFolder, nativeFolder } from '../../../build/lib/paths.mjs';
import type { PlanRequest } from '../../../electron/contract/plan';
import type { RunRecord } from '../../../electron/contract/runFile';
import { decodeRunFile } from '../../../electron/engine/runFile/codec';
import { summariseRun } from '../../../electron/engine/summariseRun';
import { forkWorkers } from '../../../electron/host/forkWorker';
import { reportThreads } from '../../../electron/host/reports/reportThread';
import { failure } from '../../../electron/engine/result';
import { createHostServices, type HostServices } from '../../../electron/host/services';
import { smallRequest } from '../../fixtures/plans';

/** The real services over real workers and the real CPU library, on a layer of a few kilobytes. */
const request: PlanRequest = { ...smallRequest, tacticFilter: 'generic', batchSizes: [1, 3] };

let home: string;
let services: HostServices;

async function start(libraries = [join(nativeFolder, 'libmoe_cpu.so')]): Promise<HostServices> {
  return createHostServices({
    spawnWorker: forkWorkers(join(appFolder, 'worker.mjs')),
    spawnReport: reportThreads(appFolder),
    findPdfPrinter: () => Promise.resolve(failure('no_printer', 'nothing prints in this test')),
    libraries: { paths: libraries, missing: [] },
    dataFolder: home,
    version: '0.1.0',
    shell: 'web',
    now: () => new Date(),
  });
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-services-'));
  services = await start();
});

afterEach(async () => {
  await services.close();
  await rm(home, { recursive: true, force: true });
});

function ended(): Promise<string> {
  return new Promise((resolve) => {
    services.events.subscribe((event, payload) => {
      if (event === 'run:ended' && 'reason' in payload) {
        resolve(payload.reason);
      }
    });
  });
}

async function startRun(changes: Partial<PlanRequest> = {}): Promise<string> {
  const started = await services.handlers['run:start']({ ...request, ...changes });
  if (!started.ok) {
    throw new Error(started.error.message);
  }
  return started.value.runId;
}

const fileOf = (runId: string) => join(home, 'runs', `${runId}.moerun`);

async function documentOf(runId: string) {
  const decoded = decodeRunFile(await readFile(fileOf(runId), 'utf8'));
  if (!decoded.ok) {
    throw new Error(decoded.error.message);
  }
  return decoded.value;
}

describe('a run', () => {
  it('is measured, told record by record as it is in the file, and listed', async () => {
    const told: RunRecord[] = [];
    const firstIndexes: number[] = [];
    const expectedIndexes: number[] = [];
    services.events.subscribe((event, payload) => {
      if (event === 'run:records' && 'records' in payload) {
        firstIndexes.push(payload.firstIndex);
        expectedIndexes.push(told.length);
        told.push(...payload.records);
      }
    });
    const end = ended();
    const runId = await startRun();
    expect(['complete', 'precise']).toContain(await end);

    const document = await documentOf(runId);
    expect(told).toEqual(document.records);
    expect(firstIndexes).toEqual(expectedIndexes);
    const summary = summariseRun(document);
    expect(summary.cells.map(({ status }) => status)).toEqual(
      document.header.plan.cells.map(() => 'measured'),
    );
    expect(summary.cells.every(({ time }) => (time?.replicates ?? 0) >= 5)).toBe(true);
    expect(document.header.environment.readBandwidth?.bytesPerSecond).toBeGreaterThan(0);
    expect(document.header.environment.computePeak?.flopsPerSecond).toBeGreaterThan(0);

    const list = await services.handlers['runs:list']({});
    expect(list.ok && list.value.map(({ runId: id }) => id)).toEqual([runId]);
  });

  it('visits cells in another order in each replicate', async () => {
    const end = ended();
    const runId = await startRun();
    await end;
    const { records } = await documentOf(runId);
    const orders = [0, 1, 2, 3, 4].map((replicate) =>
      records
        .flatMap((r) => (r.type === 'check' && r.replicate === replicate ? [r.cell] : []))
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('is one at a time, and can be cancelled and resumed to its end', async () => {
    const firstEnd = ended();
    const runId = await startRun();
    const second = await services.handlers['run:start'](request);
    expect(second.ok ? '' : second.error.code).toBe('run_in_progress');
    await services.handlers['run:cancel']({ runId });
    expect(await firstEnd).toBe('cancelled');

    const secondEnd = ended();
    expect((await services.handlers['run:resume']({ runId })).ok).toBe(true);
    expect(['complete', 'precise']).toContain(await secondEnd);
    expect(summariseRun(await documentOf(runId)).provisional).toBe(false);
  });

  it('resumes from the last whole block of a file that was cut off', async () => {
    const firstEnd = ended();
    const runId = await startRun();
    await firstEnd;
    const whole = await readFile(fileOf(runId), 'utf8');
    const blocks = [...whole.matchAll(/\{"type":"block"/g)];
    const cut = (blocks[Math.floor(blocks.length / 2)]?.index ?? 0) + 30;
    await truncate(fileOf(runId), cut);

    const secondEnd = ended();
    expect((await services.handlers['run:resume']({ runId })).ok).toBe(true);
    await secondEnd;
    const document = await documentOf(runId);
    expect(document.warnings).toEqual([]);
    const summary = summariseRun(document);
    expect(summary.finishedReplicates).toBe(5);
    const seen = document.records.flatMap((record) =>
      record.type === 'block' ? [`${record.replicate}/${record.cell}/${record.block}`] : [],
    );
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(blocks.length);
  });
});

describe('a library of failing kernels', () => {
  it('costs the cells that fail; the run goes on and everything else is there', async () => {
    await services.close();
    process.env['MOE_WORKBENCH_PATIENCE_SECONDS'] = '2';
    services = await start([join(nativeFolder, 'libmoe_faulty.so')]);
    const end = ended();
    const runId = await startRun({ tacticFilter: 'generic !greedy', batchSizes: [2] });
    await end;
    delete process.env['MOE_WORKBENCH_PATIENCE_SECONDS'];
    const summary = summariseRun(await documentOf(runId));
    const statusOf = (word: string) =>
      summary.cells.find(({ cell }) => cell.tacticId.startsWith(word));
    expect(statusOf('right')?.status).toBe('measured');
    expect(statusOf('wrong')).toMatchObject({ status: 'incorrect' });
    expect(statusOf('crash')?.status).toBe('failed');
    expect(statusOf('crash')?.reason).toMatch(/crash.*SIGABRT/);
    expect(statusOf('hang')?.reason).toMatch(/hang.*no sign of life/);
  });
});

describe('what is refused', () => {
  it('an import that is no run file; one that is comes back byte for byte', async () => {
    const refused = await services.handlers['runs:import']({ text: 'hello' });
    expect(refused.ok ? '' : refused.error.code).toBe('run_file_invalid');
    const end = ended();
    const runId = await startRun();
    await end;
    const text = await readFile(fileOf(runId), 'utf8');
    await rm(fileOf(runId));
    expect((await services.handlers['runs:import']({ text })).ok).toBe(true);
    expect(await readFile(fileOf(runId), 'utf8')).toBe(text);
  });

  it('a run that does not exist, by any name', async () => {
    for (const runId of ['nothing', '../../etc/passwd', 'a/b']) {
      const opened = await services.handlers['runs:open']({ runId });
      expect(opened.ok ? '' : opened.error.code).toBe('not_found');
    }
  });

  it('a folder that cannot be written, with nothing left behind', async () => {
    await services.close();
    const file = join(home, 'in-the-way');
    await writeFile(file, '');
    await rm(join(home, 'runs'), { recursive: true, force: true });
    await writeFile(join(home, 'runs'), 'a file where the folder should be');
    services = await start();
    const started = await services.handlers['run:start'](request);
    expect(started.ok ? '' : started.error.code).toBe('not_writable');
  });

  it('a shape that no layout holds, naming dimension and multiple', async () => {
    const preview = await services.handlers['plan:preview']({
      ...request,
      problem: { ...request.problem, hiddenSize: 130 },
    });
    expect(preview.ok ? '' : preview.error.message).toMatch(
      /hidden size 130 is not a multiple of 64/,
    );
  });

  it('a problem that does not fit memory, before anything is allocated', async () => {
    const started = await services.handlers['run:start']({
      ...request,
      problem: { ...request.problem, hiddenSize: 65536, intermediateSize: 65536, numExperts: 512 },
    });
    expect(started.ok ? '' : started.error.code).toBe('not_enough_memory');
    expect(started.ok ? '' : started.error.message).toMatch(
      /needs [\d.]+ TB of memory and [\d.]+ GB are available/,
    );
  });
});

describe('the library', () => {
  it('keeps names and notes, and is made again from the files', async () => {
    const end = ended();
    const runId = await startRun();
    await end;
    await services.handlers['runs:annotate']({ runId, name: 'a name', tags: ['x'] });
    await services.close();
    await rm(join(home, 'library.sqlite'));
    services = await start();
    const list = await services.handlers['runs:list']({});
    expect(list.ok && list.value.map(({ runId: id, status }) => [id, status])).toMatchObject([
      [runId, expect.stringMatching(/complete|precise/)],
    ]);
  });

  it('takes in a run file that was put into its folder under a name of its own', async () => {
    const end = ended();
    const runId = await startRun();
    await end;
    await services.close();
    await rename(fileOf(runId), fileOf('tuesday'));
    services = await start();
    expect(await services.handlers['runs:open']({ runId })).toMatchObject({ ok: true });
    await copyFile(fileOf(runId), fileOf('again'));
    await services.close();
    services = await start();
    const list = await services.handlers['runs:list']({});
    expect(list.ok && list.value.map(({ runId: id }) => id)).toEqual([runId]);
  });
});
