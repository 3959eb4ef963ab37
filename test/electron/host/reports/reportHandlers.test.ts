import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appFolder } from '../../../../build/lib/paths.mjs';
import {
  REPORT_SECTIONS,
  type ExportedFile,
  type ExportRequest,
} from '../../../../electron/contract/report';
import type { RunDocument } from '../../../../electron/contract/runFile';
import { failure, success } from '../../../../electron/engine/result';
import { encodeRunFile } from '../../../../electron/engine/runFile/codec';
import { KernelCache } from '../../../../electron/host/branches/kernelCache';
import { Library } from '../../../../electron/host/library';
import type { FindPdfPrinter } from '../../../../electron/host/reports/pdfPrinter';
import {
  reportHandlers,
  type ReportServices,
} from '../../../../electron/host/reports/reportHandlers';
import { reportThreads } from '../../../../electron/host/reports/reportThread';
import { RunStore } from '../../../../electron/host/runStore';
import { inventedRun } from '../../../renderer/fixtures/inventedRun';
import { exported, scriptedReport, type ScriptedReport } from './scriptedReport';

const NOW = new Date('2026-11-26T12:00:00.000Z');
const CHOICE = { sections: REPORT_SECTIONS, title: '', remarks: '' };

let home: string;
let store: RunStore;
let library: Library;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-report-handlers-'));
  store = new RunStore(join(home, 'runs'));
  library = new Library(home);
  record(inventedRun(5, { runId: 'mine' }));
});

afterEach(async () => {
  library.close();
  await rm(home, { recursive: true, force: true });
});

function record(document: RunDocument): void {
  const stored = store.import(encodeRunFile(document));
  if (!stored.ok) throw new Error(stored.error.message);
  library.index(stored.value);
}

const noPrinter: FindPdfPrinter = () =>
  Promise.resolve(failure('no_printer', 'nothing here can print a PDF'));

function handlers(changes: Partial<ReportServices> = {}) {
  return reportHandlers({
    store,
    library,
    libraries: { paths: [], missing: [] },
    cache: new KernelCache(home),
    version: '0.1.0',
    now: () => NOW,
    spawnReport: reportThreads(appFolder),
    findPdfPrinter: noPrinter,
    ...changes,
  });
}

const requestOf = (changes: Partial<ExportRequest> = {}): ExportRequest => ({
  runId: 'mine',
  format: 'csv',
  choice: CHOICE,
  ...changes,
});

async function exportWith(
  report: ScriptedReport,
  changes: Partial<ExportRequest>,
  findPdfPrinter: FindPdfPrinter = noPrinter,
) {
  const { 'report:export': run } = handlers({ spawnReport: report.spawn, findPdfPrinter });
  return run(requestOf(changes));
}

const textOf = ({ base64 }: ExportedFile): string => Buffer.from(base64, 'base64').toString('utf8');

/** Exports with the real report thread and reads the one file. */
async function exportedText(changes: Partial<ExportRequest>): Promise<string> {
  const files = await handlers()['report:export'](requestOf(changes));
  if (!files.ok) throw new Error(files.error.message);
  const [file] = files.value;
  if (file === undefined || files.value.length > 1) throw new Error('Not one file.');
  return textOf(file);
}

describe('the facts of a report', () => {
  it('prove the file byte for byte', async () => {
    const facts = await handlers()['report:facts']({ runId: 'mine' });
    const bytes = await readFile(store.pathOf('mine'));
    expect(facts).toEqual({
      ok: true,
      value: {
        digestSha256: createHash('sha256').update(bytes).digest('hex'),
        registers: { B: { reports: [], missing: [] } },
      },
    });
  });

  it('of a run that is not there are a sentence', async () => {
    const facts = await handlers()['report:facts']({ runId: 'gone' });
    expect(facts).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('of a file that is no run file are a sentence', async () => {
    await writeFile(store.pathOf('broken'), 'no header\n');
    const facts = await handlers()['report:facts']({ runId: 'broken' });
    expect(facts).toMatchObject({ ok: false, error: { code: 'run_file_invalid' } });
  });
});

describe('what the report thread is asked', () => {
  const done = () => scriptedReport((child) => child.answer(exported('mine.csv', 'a,b\r\n')));

  it('is the run, the choice, what people wrote, and when', async () => {
    const report = done();
    const choice = { sections: ['methods', 'verdicts'], title: 'Mine', remarks: '*so*' } as const;
    library.annotate({ runId: 'mine', notes: 'The **clock** moved.' });
    await exportWith(report, { format: 'json', choice });
    expect(report.jobs).toEqual([
      {
        type: 'export',
        format: 'json',
        run: store.pathOf('mine'),
        baseline: undefined,
        choice,
        registers: { B: { reports: [], missing: [] } },
        notes: 'The **clock** moved.',
        version: '0.1.0',
        madeAt: NOW.toISOString(),
      },
    ]);
  });

  it.each([
    ['family:streaming', { kind: 'family', family: 'streaming' }],
    ['family:family:odd', { kind: 'family', family: 'family:odd' }],
  ])('holds the run against %s', async (baseline, wanted) => {
    const report = done();
    await exportWith(report, { baseline });
    expect(report.jobs[0]?.baseline).toEqual(wanted);
  });

  it('holds the run against another of the library, by its file', async () => {
    const report = done();
    await exportWith(report, { baseline: 'other' });
    expect(report.jobs[0]?.baseline).toEqual({ kind: 'run', path: store.pathOf('other') });
  });

  it.each(['../x', '..', 'a/b', '/etc/passwd', 'family:', ' mine', 'x\0'])(
    'is nothing for the baseline %j, which names no run',
    async (baseline) => {
      const report = done();
      expect(await exportWith(report, { baseline })).toMatchObject({
        ok: false,
        error: {
          code: 'not_found',
          message: `there is no run called ${JSON.stringify(baseline)}`,
        },
      });
      expect(report.jobs).toEqual([]);
      expect(report.counts).toEqual({ started: 1, killed: 1 });
    },
  );

  it('is nothing for a run that is not there', async () => {
    const report = done();
    const answer = await exportWith(report, { runId: 'gone' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(report.jobs).toEqual([]);
  });

  it.each([
    ['csv', 'text/csv'],
    ['html', 'text/html'],
    ['parquet', 'application/vnd.apache.parquet'],
    ['svg', 'image/svg+xml'],
  ] as const)('comes back as %s with its media type', async (format, mediaType) => {
    const answer = await exportWith(done(), { format });
    expect(answer).toEqual({
      ok: true,
      value: [{ name: 'mine.csv', mediaType, base64: btoa('a,b\r\n') }],
    });
  });

  it('costs a sentence when the process dies', async () => {
    const report = scriptedReport((child) => child.exit({ lastErrorLines: 'Killed' }));
    expect(await exportWith(report, {})).toMatchObject({
      ok: false,
      error: { code: 'internal', message: 'the report thread ended: Killed' },
    });
  });
});

describe('a PDF', () => {
  const page = () => scriptedReport((child) => child.answer(exported('mine.html', '<p>page</p>')));

  it('is refused where nothing prints, before a report is made', async () => {
    const report = page();
    expect(await exportWith(report, { format: 'pdf' })).toEqual(
      failure('no_printer', 'nothing here can print a PDF'),
    );
    expect(report.counts.started).toBe(0);
  });

  it('is refused in words, too, when the run cannot be read and nothing prints', async () => {
    const { 'report:export': run } = handlers({
      store: Object.assign(new RunStore(home), {
        pathOf: () => {
          throw new Error('EIO');
        },
      }),
    });
    const answer = await run(requestOf({ format: 'pdf' }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'no_printer' } });
  });

  it('is the page, printed, with who printed it; nothing is left on the disk', async () => {
    const paths: string[] = [];
    const answer = await exportWith(page(), { format: 'pdf' }, () =>
      Promise.resolve(
        success({
          name: 'Printer 1.0',
          print: async (html, pdf) => {
            paths.push(html, pdf);
            await writeFile(pdf, `printed: ${await readFile(html, 'utf8')}`);
            return success(undefined);
          },
        }),
      ),
    );
    expect(answer).toEqual({
      ok: true,
      value: [
        {
          name: 'mine.pdf',
          mediaType: 'application/pdf',
          base64: btoa('printed: <p>page</p>'),
          note: 'printed by Printer 1.0',
        },
      ],
    });
    expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
  });

  it.each([
    ['says why', () => Promise.resolve(failure('internal', 'the browser hangs')), 'hangs'],
    ['throws', () => Promise.reject(new Error('EACCES')), 'EACCES'],
    ['prints nothing', () => Promise.resolve(success(undefined)), 'could not be printed'],
  ] as const)('of a printer that %s is a sentence', async (_, print, words) => {
    const paths: string[] = [];
    const answer = await exportWith(page(), { format: 'pdf' }, () =>
      Promise.resolve(
        success({
          name: 'Printer',
          print: (html) => {
            paths.push(html);
            return print();
          },
        }),
      ),
    );
    expect(answer.ok ? '' : answer.error.message).toContain(words);
    expect(paths.map((path) => existsSync(path))).toEqual([false]);
  });
});

describe('with the real report thread', () => {
  it('a CSV has a line for each cell', async () => {
    const lines = (await exportedText({ format: 'csv' })).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^tactic,/);
    expect(lines).toHaveLength(1 + inventedRun().header.plan.cells.length);
  });

  it('a page has the chosen title, sections and remarks, and the notes of the engineer', async () => {
    library.annotate({ runId: 'mine', notes: 'The **clock** moved.' });
    const html = await exportedText({
      format: 'html',
      choice: {
        sections: ['methods', 'registers'],
        title: 'Interleaving <by> eight',
        remarks: 'Seen on *one* machine.',
      },
    });
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('Interleaving &lt;by&gt; eight');
    expect(html).toContain('Seen on <em>one</em> machine.');
    expect(html).toContain('The <strong>clock</strong> moved.');
    expect([...html.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual([
      'Methods',
      'Registers',
    ]);
    const bytes = await readFile(store.pathOf('mine'));
    expect(html).toContain(createHash('sha256').update(bytes).digest('hex'));
  });

  it('a family of the run is its baseline', async () => {
    const html = await exportedText({ format: 'html', baseline: 'family:streaming' });
    expect(html).toContain('streaming, its fastest tactic');
  });

  it('another run is its baseline', async () => {
    record(inventedRun(8, { runId: 'before' }));
    record(inventedRun(8, { runId: 'after' }));
    const html = await exportedText({ format: 'html', runId: 'after', baseline: 'before' });
    expect(html).toContain('two runs of different times');
    expect(html).toMatch(/Run A<\/dt><dd>before,/);
  });

  it.each([
    ['gone', /cannot read .*gone\.moerun/],
    ['mine', /run mine cannot be its own baseline/],
    ['family:nothing', /family nothing of run mine has nothing to be compared with/],
  ])('the baseline %s is answered in a sentence', async (baseline, sentence) => {
    const answer = await handlers()['report:export'](requestOf({ baseline }));
    expect(answer.ok ? '' : answer.error.message).toMatch(sentence);
  });

  it('a run file that is cut off within its header is answered in a sentence', async () => {
    await writeFile(store.pathOf('torn'), '{"type":"header"');
    const answer = await handlers()['report:export'](requestOf({ runId: 'torn' }));
    expect(answer.ok ? '' : answer.error.code).toMatch(/^run_file_/);
  });

  it('a program that is no report thread is answered in a sentence', async () => {
    const { 'report:export': run } = handlers({
      spawnReport: reportThreads(join(appFolder, 'no-such-program')),
    });
    const answer = await run(requestOf());
    expect(answer.ok ? '' : answer.error.message).toMatch(/^the report thread ended: .*no-such/s);
  });
});
