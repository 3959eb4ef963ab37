/** Runs inside the page before the window's own code: puts a fake host in its place. */
import { createFakeWorkbench, type FakeWorkbench } from '../fixtures/fakeWorkbench';
import { comparedRun } from '../fixtures/comparedRun';
import { inventedRun, largeRun } from '../fixtures/inventedRun';
import { withLongNames } from '../fixtures/longNames';

declare global {
  interface Window {
    /** Which state of affairs the fake host plays; set by the test before anything else. */
    readonly scene?: Scene;
    fake?: FakeWorkbench;
  }
}

export type Scene =
  | 'empty'
  | 'finished'
  | 'one-replicate'
  | 'first-replicate'
  | 'long-names'
  | 'running'
  | 'interrupted'
  | 'error'
  | 'large'
  | 'compared'
  | 'several';

function stage(scene: Scene): FakeWorkbench {
  if (scene === 'empty') return createFakeWorkbench();
  if (scene === 'error') {
    const fake = createFakeWorkbench();
    const error = {
      code: 'internal',
      message:
        'The kernel library build/out/native/libmoe_cpu.so is missing; npm run setup builds it.',
    } as const;
    fake.answer('machine:describe', () => ({ ok: false, error }));
    fake.answer('plan:preview', () => ({ ok: false, error }));
    fake.answer('registers:describe', () => ({ ok: false, error }));
    return fake;
  }
  if (scene === 'running') return running();
  if (scene === 'compared') return createFakeWorkbench([comparedRun('demo')]);
  if (scene === 'long-names') return createFakeWorkbench([withLongNames(comparedRun('demo'))]);
  if (scene === 'first-replicate') {
    return createFakeWorkbench([inventedRun(1, { end: 'none', runId: 'demo' })]);
  }
  if (scene === 'several') {
    return createFakeWorkbench(
      ['demo', 'second', 'third'].map((runId) => inventedRun(8, { runId })),
    );
  }
  if (scene === 'large') return createFakeWorkbench([largeRun({ runId: 'demo' })]);
  const end = scene === 'interrupted' ? 'none' : 'complete';
  const warnings =
    scene === 'interrupted' ? ['The last line was cut off and has been dropped.'] : [];
  const replicates = scene === 'one-replicate' ? 1 : scene === 'interrupted' ? 3 : 5;
  return createFakeWorkbench([inventedRun(replicates, { end, warnings, runId: 'demo' })]);
}

function running(): FakeWorkbench {
  const whole = inventedRun(2, { end: 'none', runId: 'demo' });
  const fake = createFakeWorkbench([{ ...whole, records: whole.records.slice(0, 60) }]);
  fake.answer('run:active', () => ({
    ok: true,
    value: {
      progress: {
        runId: 'demo',
        phase: 'measuring',
        activity: 'timing streaming.avx512_bf16.m32n6k64.lut.stream.after, layer, batch 16',
        replicate: 1,
        plannedReplicates: 5,
        doneCells: 17,
        plannedCells: 47,
        fraction: 0.31,
        elapsedSeconds: 24,
        remainingSeconds: 51,
      },
    },
  }));
  return fake;
}

const fake = stage(window.scene ?? 'finished');
Object.assign(window, { fake, workbench: fake });
