import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { app, printing, recorded, resetElectron } from '../../mocks/electron';
import { printAndExit, reportToPrint, windowPrinter } from '../../../electron/main/printPdf';

let folder: string;
let html: string;
let pdf: string;

beforeEach(async () => {
  resetElectron();
  folder = await mkdtemp(join(tmpdir(), 'moe-print-'));
  html = join(folder, 'report.html');
  pdf = join(folder, 'report.pdf');
  await writeFile(html, '<!doctype html><title>Report</title>');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const printedPdf = Buffer.from('%PDF-1.7\nas printed\n%%EOF\n');

describe("Electron's own printing", () => {
  it('shows the file to nobody: a hidden, sandboxed window without scripts, Node or preload', async () => {
    expect(await windowPrinter().print(html, pdf)).toEqual({ ok: true, value: undefined });
    const [window] = recorded.windows;
    expect(window?.url).toBe(pathToFileURL(html).href);
    expect(window?.options).toEqual({
      show: false,
      webPreferences: {
        session: recorded.sessions.get('report-printing'),
        javascript: false,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
      },
    });
  });

  it('lets the page load itself and what it carries, and nothing else', async () => {
    const lets: Record<string, boolean> = {};
    const asked = [
      pathToFileURL(html).href,
      'data:font/woff2;base64,AA==',
      'file:///etc/passwd',
      'https://example.com/beacon',
      'app://bench/index.html',
    ];
    printing.print = () => {
      const session = recorded.sessions.get('report-printing');
      asked.forEach((url) => (lets[url] = session?.lets(url) ?? true));
      return Promise.resolve(printedPdf);
    };
    await windowPrinter().print(html, pdf);
    expect(asked.map((url) => lets[url])).toEqual([true, true, false, false, false]);
    expect(recorded.sessions.get('report-printing')?.lets(pathToFileURL(html).href)).toBe(false);
  });

  it("prints on the page's own paper, with its backgrounds, outline and tags, and no header", async () => {
    printing.print = () => Promise.resolve(printedPdf);
    await windowPrinter().print(html, pdf);
    expect(recorded.windows[0]?.webContents.printOptions).toEqual({
      preferCSSPageSize: true,
      printBackground: true,
      displayHeaderFooter: false,
      generateDocumentOutline: true,
      generateTaggedPDF: true,
    });
    expect(await readFile(pdf)).toEqual(printedPdf);
    expect(windowPrinter().name).toMatch(/^Electron /);
  });

  it.each([
    [
      'cannot be loaded',
      'load',
      () => Promise.reject(new Error('ERR_FILE_NOT_FOUND')),
      /NOT_FOUND/,
    ],
    ['cannot be printed', 'print', () => Promise.reject(new Error('no printer')), /no printer/],
    ['is printed by half', 'print', () => Promise.resolve(Buffer.from('%PDF-1.7')), /no whole PDF/],
    ['takes for ever', 'load', () => new Promise<never>(() => undefined), /within 0.01 s/],
  ] as const)(
    'a page that %s costs an error and no file or window',
    async (_, step, does, words) => {
      Object.assign(printing, { [step]: does });
      const printed = await windowPrinter(10).print(html, pdf);
      expect(printed).toMatchObject({ ok: false, error: { code: 'print_failed' } });
      expect(printed.ok ? '' : printed.error.message).toMatch(words);
      expect(await readdir(folder)).toEqual(['report.html']);
      expect(recorded.windows.map(({ destroyed }) => destroyed)).toEqual([true]);
    },
  );

  it('says so when the PDF cannot be written', async () => {
    expect(await windowPrinter().print(html, join(folder, 'no', 'x.pdf'))).toMatchObject({
      ok: false,
      error: { code: 'not_writable' },
    });
    expect(recorded.windows[0]?.destroyed).toBe(true);
  });
});

describe('--print-report', () => {
  const complaints: string[] = [];
  beforeEach(() => {
    complaints.length = 0;
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      complaints.push(String(text));
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it('is told from an ordinary start', () => {
    expect(reportToPrint(['electron', 'main.cjs', 'a.moerun'])).toBeUndefined();
    expect(reportToPrint(['electron', 'main.cjs', '--print-report', 'a', 'b'])).toEqual(['a', 'b']);
  });

  it('prints and ends with 0, and the end of its window is not the end of the program', async () => {
    await printAndExit([html, pdf]);
    expect(recorded.calls).toEqual(['whenReady', 'exit 0']);
    expect(app.listenerCount('window-all-closed')).toBe(1);
    expect(await readdir(folder)).toEqual(['report.html', 'report.pdf']);
  });

  it('leaves the profile of an open window alone where it is given one of its own', async () => {
    printing.switches.set('user-data-dir', '/x/profile');
    await printAndExit([html, pdf]);
    expect(recorded.calls).toEqual(['setPath userData /x/profile', 'whenReady', 'exit 0']);
  });

  it.each([
    [[], 'expected --print-report HTML PDF'],
    [['x.html'], 'expected --print-report HTML PDF'],
  ])('%j ends with 1 and what was expected', async (paths, words) => {
    await printAndExit(paths);
    expect(recorded.calls).toEqual(['whenReady', 'exit 1']);
    expect(complaints).toEqual([`${words}\n`]);
  });

  it('ends with 1 and a sentence when it could not print', async () => {
    printing.print = () => Promise.reject(new Error('out of paper'));
    await printAndExit([html, pdf]);
    expect(recorded.calls).toEqual(['whenReady', 'exit 1']);
    expect(complaints.join('')).toMatch(/could not print .*report\.html: out of paper\n$/);
  });

  it('opens no window of the workbench and asks for no lock', async () => {
    const ordinary = process.argv;
    process.argv = ['electron', 'main.cjs', '--print-report', html, pdf];
    try {
      await import('../../../electron/main/main');
      await vi.waitUntil(() => recorded.calls.includes('exit 0'));
    } finally {
      process.argv = ordinary;
    }
    expect(recorded.windows.map(({ url }) => url)).toEqual([pathToFileURL(html).href]);
    expect(recorded.calls).toContain('enableSandbox');
    expect(recorded.calls).not.toContain('requestSingleInstanceLock');
  });
});
