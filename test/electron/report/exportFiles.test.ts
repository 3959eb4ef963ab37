import { createHash } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { appFolder } from '../../../build/lib/paths.mjs';
import { PICTURE_SECTIONS } from '../../../electron/contract/report';
import type { ExportJob } from '../../../electron/engine/report/exportJob';
import { success } from '../../../electron/engine/result';
import { exportDocumentSchema } from '../../../electron/engine/schemas/exportDocument';
import { askReport } from '../../../electron/host/reports/askReport';
import { reportThreads } from '../../../electron/host/reports/reportThread';
import { exportFiles } from '../../../electron/report/exportFiles';
import { comparedRun } from '../../renderer/fixtures/comparedRun';
import { runFromText } from '../../renderer/fixtures/runFromText';
import { everything, renamed } from '../engine/report/reports';
import { filesOf, jobOf, pathOf, textOf, written } from './exported';
import { parsedPage, parsedPicture, pngSize } from './readFormats';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const STREAMING = 'streaming.avx2.m32n6k64.lut.stream.after';
const RUN = runFromText(
  `
  ${NATURAL}   | 1 | 800 808 792 800 801 802 803 799
  ${STREAMING} | 1 | 400 404 396 400 400 401 402 399
  ${NATURAL}   | 4 | 1600 1616 1584 1600 1602 1604 1606 1598 | layer zipf:1.1
  ${STREAMING} | 4 | 900 904 896 900 900 901 902 899 | layer zipf:1.1
  `,
  { runId: 'night' },
);
const COMPARED = comparedRun('demo');

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/** What a job that cannot be done answers. */
async function refusal(job: ExportJob): Promise<string> {
  const files = await exportFiles(job);
  return files.ok ? 'it was done' : files.error.message;
}

describe('a run in a format', () => {
  it.each([
    ['html', 'night.html', '<!doctype html>'],
    ['md', 'night.md', '## MoE kernels'],
    ['csv', 'night.csv', 'tactic,'],
    ['json', 'night.json', '{\n  "schema": "moe-workbench-export"'],
    ['parquet', 'night.parquet', 'PAR1'],
    ['nvbench', 'night.nvbench.json', '{\n  "meta"'],
    ['google-benchmark', 'night.google-benchmark.json', '{\n  "context"'],
    ['chrome-trace', 'night.chrome-trace.json', '{\n  "traceEvents"'],
  ] as const)('%s is one file: %s', async (format, name, begin) => {
    const [file, ...others] = await filesOf(jobOf(format, await written(RUN)));
    expect(others).toEqual([]);
    expect(file?.name).toBe(name);
    const bytes = Buffer.from(file?.content ?? []);
    expect(bytes.subarray(0, begin.length).toString()).toBe(begin);
    expect(bytes.length).toBeGreaterThan(1000);
  });

  it('of pictures is one file for each section, stage and routing that has something to show', async () => {
    const pictures = await filesOf(jobOf('svg', await written(RUN)));
    expect(pictures.map(({ name }) => name)).toEqual([
      'night-speedup-layer-uniform.svg',
      'night-speedup-layer-zipf-1.1.svg',
      'night-times-layer-uniform.svg',
      'night-times-layer-zipf-1.1.svg',
      'night-regrets-layer-uniform.svg',
      'night-regrets-layer-zipf-1.1.svg',
    ]);
    for (const picture of pictures) {
      expect(parsedPicture(textOf(picture)).documentElement.localName).toBe('svg');
    }
  });

  it('of pictures has those of the chosen sections, in their order', async () => {
    const choice = { ...everything, sections: ['regrets', 'methods', 'times'] as const };
    const pictures = await filesOf(jobOf('svg', await written(COMPARED), { choice }));
    expect(pictures.map(({ name }) => name)).toEqual([
      'demo-regrets-layer-uniform.svg',
      'demo-times-layer-uniform.svg',
    ]);
  });

  it('of PNG is the picture at twice its size, drawn and not empty', async () => {
    const choice = { ...everything, sections: ['times'] as const };
    const path = await written(COMPARED);
    const [[svg], [png]] = await Promise.all([
      filesOf(jobOf('svg', path, { choice })),
      filesOf(jobOf('png', path, { choice })),
    ]);
    const { documentElement: drawing } = parsedPicture(textOf(svg));
    expect(pngSize(png?.content ?? new Uint8Array())).toEqual(
      ['width', 'height'].map((name) => 2 * Number(drawing.getAttribute(name))),
    );
    // A blank one of this size is 7 kB.
    expect(png?.content.length).toBeGreaterThan(20_000);
  });
});

describe('what a report says of its files', () => {
  it('is the digest of the run file, in every format that has a place for it', async () => {
    const path = await written(RUN);
    const digest = await sha256Of(path);
    const [html, md, json] = await Promise.all(
      (['html', 'md', 'json'] as const).map(async (format) => {
        const [file] = await filesOf(jobOf(format, path));
        return textOf(file);
      }),
    );
    expect(md).toContain(`SHA-256 of its file \`${digest}\``);
    expect(JSON.parse(json ?? '').provenance).toMatchObject({
      runId: 'night',
      digestSha256: digest,
      workbenchVersion: '0.5.0',
      baseline: null,
    });
    const page = parsedPage(html ?? '');
    expect(page.querySelector('main')?.textContent).toContain(digest);
    const data = JSON.parse(page.querySelector('#report-data')?.textContent ?? '');
    expect(data.provenance.digestSha256).toBe(digest);
  });

  it('is both digests, where another run is the baseline', async () => {
    const [run, before] = [await written(RUN), await written(renamed(RUN, 'before'))];
    const baseline = { kind: 'run', path: before } as const;
    const [json] = await filesOf(jobOf('json', run, { baseline }));
    const document = exportDocumentSchema.parse(JSON.parse(textOf(json)));
    expect(document.provenance).toMatchObject({
      digestSha256: await sha256Of(run),
      baseline: { runId: 'before', digestSha256: await sha256Of(before) },
    });
    expect(document.comparison?.design).toBe('separate runs');
    expect(document.cells.map((cell) => cell['verdict'])).toEqual(['SAME', 'SAME', 'SAME', 'SAME']);
    const [md] = await filesOf(jobOf('md', run, { baseline }));
    expect(textOf(md)).toContain('A, before: `before`; B, after: `night`');
  });

  it('is of the family that was chosen as the baseline', async () => {
    const baseline = { kind: 'family', family: 'streaming' } as const;
    const [json] = await filesOf(jobOf('json', await written(RUN), { baseline }));
    const { cells, comparison } = exportDocumentSchema.parse(JSON.parse(textOf(json)));
    expect(comparison?.design).toBe('same run');
    expect(cells.map((cell) => [cell['verdict'], cell['baseline_tactic']])).toEqual([
      ['SLOWER', STREAMING],
      [null, null],
      ['SLOWER', STREAMING],
      [null, null],
    ]);
  });

  it('says that a run was cut off, and keeps what came before', async () => {
    const path = await written(RUN);
    await truncate(path, (await readFile(path)).length - 10);
    const [md] = await filesOf(jobOf('md', path));
    expect(textOf(md)).toContain('**Provisional: the run is not finished.**');
    expect(textOf(md)).toContain('- lines of the run file: the last line was cut off');
  });
});

describe('files for other tools', () => {
  it('are of the side that was asked for', async () => {
    const path = await written(COMPARED);
    const timesOf = async (side: 'A' | 'B' | undefined) => {
      const [file] = await filesOf(jobOf('google-benchmark', path, { side }));
      const { benchmarks } = JSON.parse(textOf(file)) as { benchmarks: { real_time: number }[] }; // its own test checks the schema
      return benchmarks.map(({ real_time: us }) => us);
    };
    expect(new Set(await timesOf('A'))).toEqual(new Set([100]));
    expect(await timesOf(undefined)).toEqual(await timesOf('B'));
    expect(Math.max(...(await timesOf('B')))).toBeLessThan(95);
  });
});

describe('what cannot be exported says why', () => {
  it('a file that is not there, of the run or of the baseline', async () => {
    const nowhere = pathOf('nowhere.moerun');
    const sentence = `cannot read ${nowhere}: there is no such file`;
    expect(await refusal(jobOf('csv', nowhere))).toContain(sentence);
    const baseline = { kind: 'run', path: nowhere } as const;
    expect(await refusal(jobOf('csv', await written(RUN), { baseline }))).toContain(sentence);
  });

  it('a file that is no run, and one that is broken, naming the line', async () => {
    const path = pathOf('text.moerun');
    await writeFile(path, 'hello\n');
    expect(await refusal(jobOf('md', path))).toBe(
      `${path}: this is not a run file: its first line is not a header`,
    );
    const broken = await written(RUN);
    const lines = (await readFile(broken, 'utf8')).split('\n');
    lines[2] = '{"type":"block"}';
    await writeFile(broken, lines.join('\n'));
    expect(await refusal(jobOf('md', broken))).toMatch(/line 3 of the run file is not valid/);
  });

  it('a run as its own baseline, and one without a cell in common', async () => {
    const path = await written(RUN);
    const baseline = { kind: 'run', path } as const;
    expect(await refusal(jobOf('md', path, { baseline }))).toBe(
      'run night cannot be its own baseline',
    );
    const other = runFromText(`${NATURAL} | 64 | 800`, { runId: 'other' });
    const unlike = { kind: 'run', path: await written(other) } as const;
    expect(await refusal(jobOf('md', path, { baseline: unlike }))).toBe(
      'runs other and night have no cell in common',
    );
  });

  it('a family that the run does not have, and one without a time', async () => {
    const baseline = { kind: 'family', family: 'cutlass' } as const;
    expect(await refusal(jobOf('csv', await written(RUN), { baseline }))).toMatch(
      /family cutlass of run night has nothing to be compared with; it has natural, streaming/,
    );
    // The run compares two sides, which is not what was asked for.
    const timeless = {
      ...COMPARED,
      records: COMPARED.records.filter(({ type }) => type !== 'block'),
    };
    const natural = { kind: 'family', family: 'natural' } as const;
    expect(await refusal(jobOf('csv', await written(timeless), { baseline: natural }))).toBe(
      'the baseline has no time where the run has another',
    );
  });

  it('pictures of sections that are none, and of a run without a time', async () => {
    const sentence =
      'none of the sections is a picture with something in it: speedup, times and regrets are';
    const choice = { ...everything, sections: ['methods'] as const };
    expect(await refusal(jobOf('svg', await written(RUN), { choice }))).toBe(sentence);
    const untimed = runFromText(`${NATURAL} | 1 |`, { end: 'none' });
    const times = { ...everything, sections: ['times'] as const };
    expect(await refusal(jobOf('png', await written(untimed), { choice: times }))).toBe(sentence);
    expect(sentence).toMatch(new RegExp(`${PICTURE_SECTIONS.slice(0, 2).join(', ')} and `));
  });
});

describe('the report thread', () => {
  const spawnReport = reportThreads(appFolder);

  it.each(['html', 'md', 'csv', 'parquet', 'svg', 'png'] as const)(
    'answers with finished files in %s',
    async (format) => {
      const choice = { ...everything, sections: ['verdicts', 'times', 'regrets'] as const };
      const job = jobOf(format, await written(COMPARED), { choice });
      const answer = await askReport(spawnReport(format), Promise.resolve(success(job)));
      const files = answer.ok ? answer.value : [];
      expect(files.map(({ name }) => name)).toEqual(
        format === 'svg' || format === 'png'
          ? [`demo-times-layer-uniform.${format}`, `demo-regrets-layer-uniform.${format}`]
          : [`demo.${format}`],
      );
      for (const { content } of files) {
        expect(content).toBeInstanceOf(Uint8Array);
        expect(content.length).toBeGreaterThan(1000);
      }
    },
  );

  it('answers what it cannot do with the sentence, and a job that is none with what is wrong', async () => {
    const nowhere = jobOf('md', pathOf('nowhere.moerun'));
    const answers = await Promise.all(
      [nowhere, { ...nowhere, choice: { ...everything, sections: [] } }].map((job) =>
        askReport(spawnReport('md'), Promise.resolve(success(job))),
      ),
    );
    expect(answers.map((answer) => (answer.ok ? '' : answer.error.message))).toEqual([
      expect.stringContaining('cannot read'),
      expect.stringContaining('the job of the report thread is not valid at choice.sections'),
    ]);
  });
});
