import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, jsonValue, property } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resourceReportSchema } from '../../../electron/engine/schemas/registers';
import { findKernelLibraries } from '../../../electron/host/kernelLibraries';
import { readResourceReports } from '../../../electron/host/resourceReports';
import { inventedReport } from '../../fixtures/registers';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe-workbench-'));
  await mkdir(join(folder, 'native'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, text: string) => writeFile(join(folder, 'native', name), text);
const read = () => readResourceReports(findKernelLibraries(join(folder, 'app'), {}));

describe("the compiler's reports beside the libraries", () => {
  it('are read for each library that has one', async () => {
    await put('libmoe_cpu.so', '');
    await put('libmoe_sm90.so', '');
    await put('libmoe_sm90.resources.json', JSON.stringify(inventedReport()));
    expect(await read()).toEqual({ reports: [inventedReport()], missing: [] });
  });

  it('tell why a library was not built', async () => {
    await put('libmoe_sm90.not-built.txt', 'nvcc was not found\n');
    expect(await read()).toEqual({
      reports: [],
      missing: [{ library: 'moe_sm90', reason: 'not built: nvcc was not found' }],
    });
  });

  it.each([
    ['{"schemaVersion":1', 'cannot be read as JSON'],
    ['{"schemaVersion":2}', 'not valid at schemaVersion'],
    ['{"schemaVersion":1,"target":"sm90","compiler":"x","tactics":[],"kernels":[{}]}', 'kernels.0'],
  ])('name the fault of %s', async (text, fault) => {
    await put('libmoe_sm90.so', '');
    await put('libmoe_sm90.resources.json', text);
    const { reports, missing } = await read();
    expect(reports).toEqual([]);
    expect(missing[0]?.reason).toContain('libmoe_sm90.resources.json');
    expect(missing[0]?.reason).toContain(fault);
  });

  it('never make the parser throw, whatever they hold', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(() => resourceReportSchema.safeParse(value)).not.toThrow();
      }),
    );
  });

  it('are looked for beside libraries that the environment names', () => {
    const environment = { MOE_WORKBENCH_LIBRARIES: '/a/libx.so::/b/liby.so' };
    expect(findKernelLibraries(folder, environment).paths).toEqual(['/a/libx.so', '/b/liby.so']);
  });
});
