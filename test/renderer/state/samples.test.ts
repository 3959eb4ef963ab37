import { describe, expect, it } from 'vitest';
import { decodeRunFile } from '../../../electron/engine/runFile/codec';
import { compareRun } from '../../../electron/engine/verdict/compareRun';
import { ALWAYS_CONNECTED } from '../../../renderer/bridge/connection';
import { importSample, SAMPLES } from '../../../renderer/state/samples';
import { Session } from '../../../renderer/state/session';
import { createFakeWorkbench } from '../fixtures/fakeWorkbench';

describe.each(SAMPLES)('the sample $title', ({ title, load }) => {
  // The pull request does hardly anything for INT4: a sample of what cannot be told in five replicates.
  const word = title.includes('INT4') ? 'INCONCLUSIVE' : 'FASTER';

  it(`is a run file of an H200 that says ${word} in every cell, from clocks that did not move`, async () => {
    const read = decodeRunFile((await load()).default);
    if (!read.ok) throw new Error(read.error.message);
    const summary = compareRun(read.value);
    expect(summary?.headline?.word).toBe('FASTER');
    expect(summary?.counts[word]).toBe(summary?.cells.length);
    expect(summary?.falseControls).toBe(0);
    const clocks = read.value.records.flatMap((record) =>
      record.type === 'block' ? (record.device?.clockMhz ?? []) : [],
    );
    expect(new Set(clocks)).toEqual(new Set([1980]));
  });
});

describe('the samples in the library', () => {
  it('have names that tell them apart', async () => {
    expect(new Set(SAMPLES.map(({ name }) => name)).size).toBe(SAMPLES.length);
    const workbench = createFakeWorkbench();
    const session = new Session({ workbench, connection: ALWAYS_CONNECTED });
    for (const sample of SAMPLES) await importSample(session, sample);
    const named = workbench.calls.filter(({ method }) => method === 'runs:annotate');
    expect(named.map(({ request }) => request)).toMatchObject(
      SAMPLES.map(({ name }) => ({ name })),
    );
  });
});
