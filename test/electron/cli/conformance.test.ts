import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFolder, nativeFolder } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';
import type { ConformanceReport } from '../../../electron/engine/conformance/report';
import { faultyLibrary } from '../worker/startWorker';

const cli = join(appFolder, 'cli.mjs');

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-conformance-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

function run(words: readonly string[]) {
  const env = {
    ...process.env,
    MOE_WORKBENCH_HOME: join(home, 'data'),
    MOE_WORKBENCH_PATIENCE_SECONDS: '2',
  };
  return capture(process.execPath, [cli, ...words], { env });
}

describe('a repository made from the template', () => {
  it('builds, and conforms in every stage', async () => {
    const folder = join(home, 'mine');
    expect((await run(['template', folder])).code).toBe(0);
    const { code, output } = await run(['conformance', folder, '--trust']);
    expect(output).toMatch(/plain\.generic\S+ +252 +0 +0 +0/);
    expect(output).toMatch(/my_kernels conforms\n/);
    expect(code).toBe(0);
  }, 120_000);

  it('does not conform once its kernel is wrong', async () => {
    const folder = join(home, 'wrong');
    await run(['template', folder]);
    const path = join(folder, 'native/kernels/layer.cpp');
    const right = await readFile(path, 'utf8');
    const wrong = right.replace('scales[group] - 127', 'scales[group] - 126');
    expect(wrong).not.toBe(right);
    await writeFile(path, wrong);
    const { code, output } = await run(['conformance', folder, '--trust']);
    expect(output).toMatch(/wrong in gemm1 at batch size \d+, relative error/);
    expect(output).toMatch(/my_kernels does not conform\n/);
    expect(code).toBe(1);
  }, 120_000);

  it('is not written into a folder that holds something', async () => {
    const { code, output } = await run(['template', home]);
    expect(output).toMatch(/is not empty: name a new folder/);
    expect(code).toBe(2);
  });
});

describe('conformance', () => {
  it('names what each tactic does wrong, and goes on after crashes and hangs', async () => {
    const { code, output } = await run(['conformance', faultyLibrary(), '--json']);
    expect(code).toBe(1);
    const report = JSON.parse(output.slice(output.indexOf('\n{') + 1)) as ConformanceReport; // printed by the program
    const of = (family: string) =>
      report.tactics.find(({ tacticId }) => tacticId.startsWith(`${family}.`));
    expect(of('right')).toMatchObject({ wrong: 0, failed: 0 });
    expect(of('right')?.right).toBeGreaterThan(200);
    expect(of('wrong')?.wrong).toBeGreaterThan(200);
    expect(of('unwritten')?.wrong).toBeGreaterThan(200);
    expect(of('crash')).toMatchObject({ right: 0, failed: 1 });
    expect(of('hang')).toMatchObject({ right: 0, failed: 1 });
    expect(of('overrun')?.firstFault).toContain('past the end of its output');
  }, 120_000);

  it.each([
    [
      ['conformance', join(nativeFolder, 'moe_addon.node.so')],
      /cannot read the kernel library .*: there is no such file/,
    ],
    [['conformance', faultyLibrary(), '--target', 'sm90'], /it is for target cpu/],
  ])('%s', async (words, sentence) => {
    const { code, output } = await run(words);
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
  });
});
