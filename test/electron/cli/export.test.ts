import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFolder, root } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';
import { encodeRunFile } from '../../../electron/engine/runFile/codec';
import { Library } from '../../../electron/host/library';
import { runFromText } from '../../renderer/fixtures/runFromText';
import { parseCsv } from '../engine/export/parseCsv';
import { fileOf } from '../engine/export/parquetFile';
import { parsedPage, pngSize } from '../report/readFormats';

const cli = join(appFolder, 'cli.mjs');
const samples = join(root, 'renderer', 'samples');
/** The pull request against what was before it, on an H200. */
const sample = join(samples, 'h200-pull-request-12451.moerun');
const streaming = join(samples, 'h200-streaming.moerun');

let home: string;
/** A run of one side with two families, and one like it of another day. */
let night: string;
let before: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-export-'));
  [night, before] = ['night', 'before'].map((name) => join(home, `${name}.moerun`)) as [
    string,
    string,
  ]; // of two names
  const text = `
    natural.avx2.m16n1k64.arith.direct.after | 1 | 800 808 792 800 801 802 803 799
    streaming.avx2.m32n6k64.lut.stream.after | 1 | 400 404 396 400 400 401 402 399
  `;
  for (const [path, runId] of [
    [night, 'night'],
    [before, 'before'],
  ] as const) {
    await writeFile(path, encodeRunFile(runFromText(text, { runId })));
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What the command line writes to a pipe, byte for byte. */
function run(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const env = { ...process.env, MOE_WORKBENCH_HOME: home, ...environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, 'export', ...words],
      { env, encoding: 'buffer', maxBuffer: 64e6 },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr: stderr.toString() }),
    );
  });
}

describe('a report of a sample', () => {
  it('in Markdown is what the pull request says, with its own table', async () => {
    const { code, stdout, stderr } = await run([sample, '--format', 'md']);
    const text = stdout.toString();
    expect(text).toMatch(
      /^## MoE kernels: pr12451-sm90\n\n\*\*FASTER: 1\.482 × \[1\.482, 1\.483\], geometric mean of 3 cells, 8 replicates\*\* \(3 FASTER\)\n/,
    );
    expect(text).toContain('| 4 | 264.2 | 186.0 | 1.420 × | 1.419 to 1.421 | FASTER | `pr12451.');
    expect(text).toContain('| 64 | 1\u202f870 | 1\u202f227 | 1.526 × | 1.524 to 1.528 | FASTER |');
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('in HTML is one page with the digest of the file', async () => {
    const { code, stdout } = await run([streaming, '--format', 'html']);
    expect(code).toBe(0);
    const page = parsedPage(stdout.toString());
    expect(page.querySelector('h1')?.textContent).toBe('MoE kernels: pr12451-sm90');
    const digest = createHash('sha256')
      .update(await readFile(streaming))
      .digest('hex');
    expect(page.querySelector('main')?.textContent).toContain(digest);
    expect(page.querySelectorAll('.static-chart svg').length).toBeGreaterThan(1);
  });

  it('has title, remarks and the sections that were asked for, in their order', async () => {
    const report = ['--format', 'md', '--title', 'Landing *12451*'];
    const parts = ['--sections', 'methods, verdicts', '--remarks', 'Twice, on **one** H200.'];
    const { stdout } = await run([sample, ...report, ...parts]);
    expect(stdout.toString()).toMatch(
      /^## Landing \\\*12451\\\*\n\n> Twice, on \*\*one\*\* H200\.\n\n<details><summary>Methods[^]*<\/details>\n\n\*\*FASTER: 1\.482 ×/,
    );
    expect(stdout.toString()).not.toContain('Environment');
  });
});

describe('the data of a sample', () => {
  it('is a row per cell, the same in CSV, JSON and Parquet', async () => {
    const [csv, json, parquet] = await Promise.all(
      ['csv', 'json', 'parquet'].map((format) => run([sample, '--format', format])),
    );
    expect([csv?.code, json?.code, parquet?.code]).toEqual([0, 0, 0]);
    const [names = [], ...lines] = parseCsv(csv?.stdout.toString() ?? '');
    const { cells, provenance } = JSON.parse(json?.stdout.toString() ?? '');
    expect(provenance.runId).toBe('20261124-142738-pr12451-sm90-7b09');
    expect(Object.keys(cells[0])).toEqual(names);
    expect(cells).toHaveLength(3);
    expect(lines.map((line) => line[names.indexOf('speedup_b_over_a_ratio')])).toEqual(
      cells.map((cell: Record<string, unknown>) => String(cell['speedup_b_over_a_ratio'])),
    );
    // A pipe takes binary formats too.
    const file = fileOf(new Uint8Array(parquet?.stdout ?? []));
    expect(await parquetReadObjects({ file })).toEqual(cells);
  });

  it.each([
    ['nvbench', /"nv\/cold\/time\/gpu\/mean"/],
    ['google-benchmark', /"json_schema_version": 1/],
    ['chrome-trace', /"traceEvents"/],
  ])('is written for %s, to a file', async (format, content) => {
    const path = join(home, format);
    expect((await run([sample, '--format', format, '--out', path])).code).toBe(0);
    expect(await readFile(path, 'utf8')).toMatch(content);
  });

  it('for other tools is of the side that was asked for', async () => {
    const meanOf = async (...side: readonly string[]) => {
      const { stdout } = await run([sample, '--format', 'google-benchmark', ...side]);
      const { benchmarks } = JSON.parse(stdout.toString()) as {
        benchmarks: { real_time: number; label?: string }[];
      }; // its own test checks the schema
      expect(benchmarks.every(({ label }) => (label !== undefined) === side.includes('A'))).toBe(
        true,
      );
      return benchmarks.reduce((sum, { real_time: us }) => sum + us, 0) / benchmarks.length;
    };
    const [a, b, own] = [await meanOf('--side', 'A'), await meanOf('--side', 'B'), await meanOf()];
    expect(a / b).toBeGreaterThan(1.4);
    expect(own).toBe(b);
  });
});

describe('pictures of a sample', () => {
  it('are one to a pipe: the speed-up, unless another section is named', async () => {
    const svg = await run([sample, '--format', 'svg']);
    expect([svg.code, svg.stderr]).toEqual([0, '']);
    expect(svg.stdout.toString()).toMatch(
      /^<svg [^]*Speed-up of B over A by batch size[^]*<\/svg>\n$/,
    );
    const png = await run([sample, '--format', 'png', '--sections', 'times']);
    const [width, height] = pngSize(new Uint8Array(png.stdout));
    expect(width).toBeGreaterThan(1500);
    expect(height).toBeGreaterThan(700);
  });

  it('that are several need a folder, and are named in it', async () => {
    const words = [sample, '--format', 'svg', '--sections', 'speedup,times,regrets'];
    const refused = await run(words);
    expect(refused.stderr).toMatch(
      /these are 3 pictures: name a folder with --out, or fewer sections/,
    );
    expect([refused.code, refused.stdout.length]).toEqual([2, 0]);
    const path = join(home, 'one.svg');
    expect((await run([...words, '--out', path])).code).toBe(2);
    expect(await readdir(home)).not.toContain('one.svg');

    const folder = join(home, 'pictures');
    await mkdir(folder);
    const { code, stderr } = await run([...words, '--out', folder]);
    expect(code).toBe(0);
    const names = (await readdir(folder)).toSorted();
    expect(names).toEqual(
      ['regrets', 'speedup', 'times'].map(
        (section) => `20261124-142738-pr12451-sm90-7b09-${section}-layer-uniform.svg`,
      ),
    );
    for (const name of names) {
      expect(stderr).toContain(join(folder, name));
    }
  });
});

describe('a baseline', () => {
  it('may be another run file', async () => {
    const { stdout } = await run([night, '--format', 'md', '--baseline', before]);
    expect(stdout.toString()).toContain('A, before: `before`; B, after: `night`');
    expect(stdout.toString()).toContain('two runs of different times, unpaired');
  });

  it('may be a family of the run', async () => {
    const { stdout } = await run([night, '--format', 'csv', '--baseline', 'family:streaming']);
    const [names = [], ...lines] = parseCsv(stdout.toString());
    expect(lines.map((line) => line[names.indexOf('verdict')])).toEqual(['SLOWER', '']);
  });

  it.each([
    ['family:cutlass', /family cutlass of run night .*; it has natural, streaming/],
    ['night', /baseline "night" is neither a \.moerun file nor family:NAME/],
    ['NIGHT', /run night cannot be its own baseline/],
    ['SAMPLE', /have no cell in common/],
    ['/nowhere.moerun', /cannot read \/nowhere\.moerun/],
  ])('%s is refused', async (baseline, sentence) => {
    const path = baseline.replace('NIGHT', night).replace('SAMPLE', sample);
    const { code, stderr, stdout } = await run([night, '--format', 'md', '--baseline', path]);
    expect(stderr).toMatch(sentence);
    expect([code, stdout.length]).toEqual([2, 0]);
  });
});

describe('what cannot be done', () => {
  it.each([
    [['/nowhere.moerun', '--format', 'csv'], /cannot read/],
    [['SAMPLE', '--format', 'docx'], /Allowed choices are html, pdf, md, csv/],
    [['SAMPLE'], /--format/],
    [
      ['SAMPLE', '--format', 'md', '--sections', 'verdict'],
      /unknown section "verdict"; did you mean verdicts\?/,
    ],
    [['SAMPLE', '--format', 'md', '--sections', 'times,times'], /a section stands twice/],
    [['SAMPLE', '--format', 'svg', '--sections', 'methods'], /none of the sections is a picture/],
    [['SAMPLE', '--format', 'nvbench', '--side', 'C'], /Allowed choices are A, B/],
    [['SAMPLE', '--format', 'csv', '--out', '/dev/full/x.csv'], /cannot write/],
    [
      ['SAMPLE', '--format', 'html', '--out', '/nowhere/x.html'],
      /cannot write \/nowhere\/x\.html: its folder does not exist/,
    ],
  ])('%s', async (words, sentence) => {
    const { code, stderr, stdout } = await run(words.map((word) => word.replace('SAMPLE', sample)));
    expect(stderr).toMatch(sentence);
    expect([code, stdout.length]).toEqual([2, 0]);
  });

  it('a PDF without a printer ends with 4, and says how to get one', async () => {
    const path = join(home, 'report.pdf');
    const { code, stderr, stdout } = await run([sample, '--format', 'pdf', '--out', path], {
      PATH: home,
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
      MOE_WORKBENCH_BROWSER: '',
      MOE_WORKBENCH_ELECTRON: '',
    });
    expect(stderr).toMatch(/nothing here can print a PDF: .*none of chromium, .* on PATH/);
    expect(stderr).toMatch(
      /apt-get install chromium .*npx install-electron.*MOE_WORKBENCH_BROWSER/,
    );
    expect([code, stdout.length]).toEqual([4, 0]);
    expect(await readdir(home)).not.toContain('report.pdf');
  });

  it('not even the smallest file need be written for the notes of a library to be in it', async () => {
    const data = join(home, 'noted');
    const library = new Library(data);
    library.annotate({ runId: 'night', notes: 'Measured with the fan off.' });
    library.close();
    const words = [process.execPath, cli, 'export', night, '--format', 'md'];
    const env = { ...process.env, MOE_WORKBENCH_HOME: data };
    // Standard output is a pipe, which the limit leaves alone.
    const { code, output } = await capture(
      'bash',
      ['-c', 'ulimit -f 0; exec "$@"', 'bash', ...words],
      { env },
    );
    expect(output).toContain('Measured with the fan off.');
    expect(code).toBe(0);
  });

  it.each(['chrome-trace', 'html', 'png'])(
    'on a full disk leaves no half of a file: %s',
    async (format) => {
      const path = join(home, `full-${format}`);
      const words = [process.execPath, cli, 'export', sample, '--format', format, '--out', path];
      const script = 'ulimit -f 4; exec "$@"';
      const env = { ...process.env, MOE_WORKBENCH_HOME: home };
      const { code, output } = await capture('bash', ['-c', script, 'bash', ...words], { env });
      expect(output).toMatch(/cannot write .*: it would be larger than the system allows/);
      expect(code).toBe(2);
      expect((await readdir(home)).filter((name) => name.startsWith('full'))).toEqual([]);
    },
  );
});
