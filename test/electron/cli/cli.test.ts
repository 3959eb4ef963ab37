import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appFolder } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';
import { inventedReport } from '../../fixtures/registers';

const cli = join(appFolder, 'cli.mjs');
const small = '--hidden 128 --intermediate 64 --experts 4 --top-k 2 --cache hot --effort quick';

const weights = 'interleave --scheme mxfp4_bf16 --kind weights';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-cli-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function run(commandLine: string) {
  const env = { ...process.env, MOE_WORKBENCH_HOME: home };
  return capture(process.execPath, [cli, ...commandLine.split(' ')], { env });
}

describe('bad input ends with 2 and one sentence, and leaves nothing behind', () => {
  it.each([
    ['run --preset gpt-oss', /unknown preset "gpt-oss"; did you mean gpt-oss-20b/],
    ['run --preset pr12451 --scheme mxfp4', /unknown scheme "mxfp4"; did you mean mxfp4_bf16/],
    [`run ${small} --tactics streeming`, /unknown tactic "streeming"/],
    [`run ${small} --target sm100`, /unknown target "sm100"/],
    [`run ${small} --target sm90`, /target sm90 cannot be measured here/],
    [`run ${small} --threads 100000`, /100000 threads are more than the \d+ of this machine/],
    [`run ${small} --batch 4,0`, /batch size 0 must be a whole number of at least 1/],
    [`run ${small} --batch 4,x`, /batch size "x" is not a whole number/],
    [`run ${small} --routing zipff`, /unknown routing "zipff"/],
    ['run --hidden 0 --intermediate 64 --experts 4 --top-k 2', /hidden size 0 must be/],
    ['run --hidden -64 --intermediate 64 --experts 4 --top-k 2', /hidden size -64 must be/],
    [
      'run --hidden 130 --intermediate 64 --experts 4 --top-k 2',
      /hidden size 130 is not a multiple of 64/,
    ],
    [
      'run --hidden 128 --intermediate 64 --experts 4 --top-k 5',
      /top-k 5 is more than the 4 experts/,
    ],
    ['run --hidden 128', /--intermediate is needed/],
    [
      'run --preset Kimi-K2 --tactics * --batch 1',
      /needs [\d.]+ GB of memory and [\d.]+ GB are available.*would fit/,
    ],
    [
      `run ${small} --out /dev/null/x/y.moerun`,
      /cannot write \/dev\/null\/x\/y.moerun: a part of its path is a file/,
    ],
    ['show /nowhere.moerun', /cannot read \/nowhere.moerun: there is no such file/],
    ['frobnicate', /unknown command/],
    [`run ${small} --gemm2-tactic streeming`, /unknown tactic "streeming"/],
    ['tactics natural.genric', /unknown tactic "natural.genric"/],
    [`${weights} --rows 24 --cols 64 /etc/hostname /tmp/no`, /rows 24 is not a multiple of 16/],
    [
      `${weights} --rows 16 --cols 64 /nowhere /tmp/no`,
      /cannot read \/nowhere: there is no such file/,
    ],
    [`${weights} --rows 16 --cols 64 /dev/null /tmp/no`, /holds 0 bytes; .* are 512 bytes/],
    ['interleave --scheme fp4 --kind weights --rows 16 --cols 64 a b', /Allowed choices are/],
  ])('%s', async (commandLine, sentence) => {
    const { code, output } = await run(commandLine);
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
    expect(output.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(await readdir(join(home, 'runs')).catch(() => [])).toEqual([]);
  });

  it.each([
    ['hello\n', /not a run file/],
    ['{"type":"header","format":"moerun","schemaVersion":3}\n', /use a newer workbench/],
  ])('show of %j', async (content, sentence) => {
    const file = join(home, 'x.moerun');
    await writeFile(file, content);
    const { code, output } = await run(`show ${file}`);
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
  });
});

describe('run', () => {
  it('writes the file it is told, prints what it says, and show prints the same', async () => {
    const file = join(home, 'mine.moerun');
    const measured = await run(`run ${small} --batch 1,2 --tactics generic --json --out ${file}`);
    expect(measured.code).toBe(0);
    const report = JSON.parse(measured.output);
    expect(report.summary.cells).toHaveLength(6);
    expect(report.summary.cells[0].time.replicates).toBe(5);
    expect(report.command).toContain('moe-workbench run --hidden 128');
    const shown = await run(`show ${file} --json`);
    expect(JSON.parse(shown.output).summary).toEqual(report.summary);
    const table = await run(`show ${file}`);
    expect(table.output).toContain('streaming.generic.m32n4k64.lut.stream.after');
    expect(table.output).not.toContain('\u001b');
  });

  it('killed in the middle with kill -9, resumes to a complete run', async () => {
    const file = join(home, 'killed.moerun');
    const child = spawn(
      process.execPath,
      [cli, ...`run ${small} --batch 1,2,4 --tactics * --out ${file}`.split(' ')],
      { env: { ...process.env, MOE_WORKBENCH_HOME: home }, stdio: 'ignore' },
    );
    const blocks = async () =>
      ((await readFile(file, 'utf8').catch(() => '')).match(/"type":"block"/g) ?? []).length;
    while ((await blocks()) < 20) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill('SIGKILL');
    const before = await blocks();
    const resumed = await run(`resume ${file} --json`);
    expect(resumed.code).toBe(0);
    const { summary } = JSON.parse(resumed.output);
    expect(summary.provisional).toBe(false);
    expect(summary.finishedReplicates).toBe(5);
    expect(await blocks()).toBeGreaterThan(before);
    const again = await run(`resume ${file}`);
    expect(again.code).toBe(2);
    expect(again.output).toMatch(/nothing to resume/);
  });
});

describe('interleave', () => {
  it('writes the interleaved layout and its inverse, and leaves nothing else behind', async () => {
    const path = (name: string) => join(home, name);
    const natural = Uint8Array.from({ length: 32 * 64 }, (_, i) => i * 7);
    await writeFile(path('natural'), natural);
    const command = `${weights} --rows 32 --cols 128`;
    const there = await run(`${command} ${path('natural')} ${path('interleaved')}`);
    expect(there).toMatchObject({ code: 0 });
    expect(there.output).toContain('2048 bytes');
    const back = await run(`${command} --inverse ${path('interleaved')} ${path('back')}`);
    expect(back).toMatchObject({ code: 0 });
    expect(await readFile(path('interleaved'))).not.toEqual(await readFile(path('natural')));
    expect(await readFile(path('back'))).toEqual(await readFile(path('natural')));
    expect((await readdir(home)).toSorted()).toEqual(['back', 'interleaved', 'natural']);
  });

  it('keeps what was there when the output cannot be written', async () => {
    const input = join(home, 'in');
    await writeFile(input, new Uint8Array(512));
    const { code, output } = await run(
      `${weights} --rows 16 --cols 64 ${input} ${join(home, 'no/out')}`,
    );
    expect(code).toBe(2);
    expect(output).toMatch(/cannot write .*out: its folder does not exist/);
    expect(await readdir(home)).toEqual(['in']);
  });
});

describe('registers', () => {
  it("prints the compiler's reports, and says of a library that was not built why", async () => {
    const native = join(home, 'native');
    await mkdir(native);
    await writeFile(join(native, 'libx.so'), '');
    await writeFile(join(native, 'libx.resources.json'), JSON.stringify(inventedReport()));
    process.env['MOE_WORKBENCH_LIBRARIES'] = join(native, 'libx.so');
    try {
      const { code, output } = await run('registers');
      expect(code).toBe(0);
      expect(output).toMatch(/original 128x128x128 pingpong +168 +31 of 40 +232 of 232 +1540/);
      expect(output).toContain('It overflows its registers.');
      const json = JSON.parse((await run('registers --json')).output);
      expect(json.reports[0].tactics[0].occupancy).toMatchObject({ ctasPerSm: 1 });
    } finally {
      delete process.env['MOE_WORKBENCH_LIBRARIES'];
    }
  });
});

describe('what the machine is', () => {
  it("describes one tactic, in TensorRT-LLM's words where it has them", async () => {
    const id = 'streaming.generic.m32n4k64.lut.stream.after';
    const { code, output } = await run(`tactics ${id}`);
    expect(code).toBe(0);
    expect(output).toContain(`id: ${id}`);
    expect(output).not.toContain('Cutlass');
  });

  it('tactics lists every tactic, and why not the rest', async () => {
    const { code, output } = await run('tactics --json');
    expect(code).toBe(0);
    const [library] = JSON.parse(output);
    expect(library.tactics.length).toBeGreaterThanOrEqual(24);
    for (const offer of library.tactics) {
      expect(offer.supported || typeof offer.reason === 'string').toBe(true);
    }
  });

  it('doctor measures bandwidth and compute peak and says whether there is a GPU or why not', async () => {
    const { code, output } = await run('doctor --json');
    expect(code).toBe(0);
    const report = JSON.parse(output);
    const [{ readBandwidth, computePeak, hugePagesGranted }] = report.ceilings;
    expect(readBandwidth.threads).toBe(1);
    expect(readBandwidth.bytesPerSecond).toBeGreaterThan(1e8);
    expect(computePeak.flopsPerSecond).toBeGreaterThan(1e8);
    expect(typeof hugePagesGranted).toBe('boolean');
    expect(report.gpu.description).not.toBe('');
    expect(report.environment.cpu.features).toBeInstanceOf(Array);
  });
});
