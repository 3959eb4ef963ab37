import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Branch } from '../../../../electron/contract/comparison';
import type { HeaderRecord } from '../../../../electron/contract/runFile';
import { hashOfFile } from '../../../../electron/host/branches/buildKey';
import { KernelCache } from '../../../../electron/host/branches/kernelCache';
import {
  findKernelLibraries,
  type KernelLibraries,
} from '../../../../electron/host/kernelLibraries';
import { reportRegisters } from '../../../../electron/host/reports/reportRegisters';
import { branchNamed, comparisonPlan } from '../../../fixtures/comparisons';
import { headerOf } from '../../../fixtures/plans';
import { inventedReport } from '../../../fixtures/registers';

let folder: string;
let measuredHash: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe-report-registers-'));
  await mkdir(join(folder, 'native'));
  await writeFile(join(folder, 'native', 'libmoe_sm90.so'), 'the build beside this program');
  await putReport('native', 'libmoe_sm90');
  measuredHash = await hashOfFile(join(folder, 'native', 'libmoe_sm90.so'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function putReport(place: string, library: string): Promise<void> {
  const path = join(folder, place, `${library}.resources.json`);
  return writeFile(path, JSON.stringify(inventedReport()));
}

const beside = (): KernelLibraries => findKernelLibraries(join(folder, 'app'), {});
const cache = (): KernelCache => new KernelCache(join(folder, 'data'));

/** A run on a Hopper GPU that measured the library with this hash. */
function hopperRun(contentHash: string, branches?: Record<'A' | 'B', Branch>): HeaderRecord {
  const { comparison, ...plan } = comparisonPlan();
  if (comparison === undefined) throw new Error('The plan compares nothing.');
  const header = headerOf({
    ...plan,
    target: 'sm90',
    ...(branches === undefined ? {} : { comparison: { ...comparison, branches } }),
  });
  const library = { target: 'sm90', name: 'moe_sm90', abiVersion: 1, contentHash } as const;
  return { ...header, environment: { ...header.environment, libraries: [library] } };
}

async function registersOf(header: HeaderRecord, libraries = beside()) {
  const registers = await reportRegisters(header, libraries, cache());
  if (!registers.ok) throw new Error(registers.error.message);
  return registers.value;
}

/** A finished library of a branch, as a person names one. */
async function builtBranch(name: string): Promise<Branch> {
  const origin = join(folder, `${name}.so`);
  await writeFile(origin, `the library of ${name}`);
  return { ...branchNamed(name), origin, contentHash: await hashOfFile(origin) };
}

describe('the registers of a report', () => {
  it('are none for a CPU, whose compiler reports none', async () => {
    expect(await registersOf(headerOf(comparisonPlan()))).toEqual({
      B: { reports: [], missing: [] },
    });
  });

  it('are those of the build beside this program where it is the one measured', async () => {
    expect(await registersOf(hopperRun(measuredHash))).toEqual({
      B: { reports: [inventedReport()], missing: [] },
    });
  });

  it('carry a remark where they are those of another build', async () => {
    const { B } = await registersOf(hopperRun('ab'.repeat(32)));
    expect(B.reports).toEqual([inventedReport()]);
    expect(B.missing).toEqual([
      {
        library: 'moe_sm90',
        reason: expect.stringMatching(
          /^the library that was measured \(SHA-256 abababababababab…\) is not here; .*beside this program$/,
        ) as string,
      },
    ]);
  });

  it('carry the remark, not an error, where a library on offer cannot be read', async () => {
    const gone = { paths: [join(folder, 'gone.so')], missing: [] };
    const { B } = await registersOf(hopperRun(measuredHash), gone);
    expect(B.reports).toEqual([]);
    expect(B.missing.map(({ library }) => library)).toEqual(['moe_sm90']);
  });

  it('are those of both branches while their libraries are here', async () => {
    const branches = { A: await builtBranch('a'), B: await builtBranch('b') };
    await putReport('.', 'a');
    await putReport('.', 'b');
    const report = { reports: [inventedReport()], missing: [] };
    expect(await registersOf(hopperRun('ab'.repeat(32), branches))).toEqual({
      A: report,
      B: report,
    });
  });

  it('say of a baseline that is gone what to do', async () => {
    const branches = { A: await builtBranch('a'), B: await builtBranch('b') };
    await putReport('.', 'b');
    await rm(branches.A.origin);
    const { A, B } = await registersOf(hopperRun('ab'.repeat(32), branches));
    expect(A).toEqual({
      reports: [],
      missing: [{ library: 'a', reason: 'the library of branch a is gone; build it again' }],
    });
    expect(B.reports).toEqual([inventedReport()]);
  });

  it('fall back to the build beside this program where the contender has changed since', async () => {
    const branches = { A: await builtBranch('a'), B: await builtBranch('b') };
    await copyFile(branches.A.origin, branches.B.origin);
    const registers = await registersOf(hopperRun('ab'.repeat(32), branches));
    expect(registers.A).toBeUndefined();
    expect(registers.B.reports).toEqual([inventedReport()]);
    expect(registers.B.missing[0]?.reason).toContain('is not here');
  });
});
