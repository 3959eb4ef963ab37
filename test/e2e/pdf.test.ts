import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron, hasDisplay } from '../../build/lib/electronBinary.mjs';
import { appFolder } from '../../build/lib/paths.mjs';
import { findChromium } from '../../build/lib/systemTools.mjs';
import { findPdfPrinter } from '../../electron/host/reports/findPdfPrinter';
import type { PdfPrinter } from '../../electron/host/reports/pdfPrinter';

/** Real printing of a page that is made like a report, in every program that this machine has for it. */
const run = promisify(execFile);

/** A chart is this high, so that two fit on a page and a third would be cut. */
const CHART_HEIGHT_PX = 400;
const ROWS = 200;

const electronRuns = findElectron() !== undefined && hasDisplay() && process.getuid?.() !== 0;
const environments: Record<string, NodeJS.ProcessEnv> = {
  Chromium: { ...process.env, MOE_WORKBENCH_BROWSER: findChromium() },
  ...(electronRuns ? { Electron: { ...process.env, MOE_WORKBENCH_BROWSER: '' } } : {}),
};

let server: Server;
const requests: string[] = [];

beforeAll(async () => {
  server = createServer((request, reply) => {
    requests.push(request.url ?? '');
    reply.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => void server.close());

function reportPage(origin: string): string {
  const charts = [1, 2, 3].map(
    (chart) =>
      `<figure><h2>Chart ${chart}</h2><svg width="600" height="${CHART_HEIGHT_PX}">` +
      `<rect width="600" height="${CHART_HEIGHT_PX}" fill="#dbe7ff" stroke="#124"/></svg>` +
      `<figcaption>end of chart ${chart}</figcaption></figure>`,
  );
  const rows = Array.from(
    { length: ROWS },
    (_, row) => `<tr><td>tactic-${row}</td><td>${(row * 1.5).toFixed(1)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>µ report</title><style>
    @page {
      size: A4; margin: 18mm 15mm 20mm;
      @bottom-right { content: counter(page) ' / ' counter(pages) }
    }
    figure { break-inside: avoid; margin: 0 0 1em }
    table { width: 100% }
    thead { display: table-header-group }
    tr { break-inside: avoid }
  </style></head><body>
  <h1>Report</h1><p id="told">12 µs; no script has run</p><img src="${origin}/image" alt="">
  ${charts.join('')}
  <table><thead><tr><th>Tactic name</th><th>Microseconds</th></tr></thead>
  <tbody>${rows.join('')}</tbody></table>
  <script>
    document.getElementById('told').textContent = 'a script has run';
    void fetch('${origin}/fetch');
  </script></body></html>`;
}

describe.each(Object.keys(environments))('%s', (program) => {
  let folder: string;
  let printer: PdfPrinter;
  let pdf: string;
  let pages: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moe-workbench-print-'));
    const environment = environments[program] ?? {};
    const found = await findPdfPrinter({ environment, appFolder });
    if (!found.ok) {
      throw new Error(found.error.message);
    }
    printer = found.value;
    const html = join(folder, 'report of 100% & more.html');
    pdf = join(folder, 'report.pdf');
    const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
    await writeFile(html, reportPage(`http://127.0.0.1:${port}`));
    const printed = await printer.print(html, pdf);
    if (!printed.ok) {
      throw new Error(`${printed.error.message}\n${printed.error.details ?? ''}`);
    }
    const { stdout } = await run('pdftotext', ['-layout', pdf, '-']);
    pages = stdout.split('\f').slice(0, -1);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is called by its product, version and path', () => {
    expect(printer.name).toMatch(/^[A-Z][\w ]+ \d+[\d.]+ \(\/.+\)/);
  });

  it('writes one whole PDF on the paper of the page', async () => {
    expect((await readdir(folder)).toSorted()).toEqual([
      'report of 100% & more.html',
      'report.pdf',
    ]);
    const { stdout } = await run('pdfinfo', [pdf]);
    expect(stdout).toMatch(/Page size: .*\(A4\)/);
    expect(stdout).toMatch(/Tagged: +yes/);
    expect(stdout).toMatch(/Title: +µ report/);
    expect((await readFile(pdf)).includes('/Outlines')).toBe(true);
  });

  it('numbers every page and adds nothing of its own', () => {
    expect(pages.length).toBeGreaterThan(4);
    pages.forEach((text, index) => {
      const number = new RegExp(`\\b${index + 1} ?/ ?${pages.length}\\s*$`);
      expect(text).toMatch(number);
      expect(text).not.toMatch(/file:|report of 100%/);
    });
  });

  it('cuts no chart in two', () => {
    for (const chart of [1, 2, 3]) {
      const page = pages.find((text) => text.includes(`Chart ${chart}`));
      expect(page).toContain(`end of chart ${chart}`);
    }
    expect(pages.findIndex((text) => text.includes('Chart 3'))).toBeGreaterThan(0);
  });

  it('repeats the head of the table on every page that has rows of it, and loses no row', () => {
    const withRows = pages.filter((text) => text.includes('tactic-'));
    expect(withRows.length).toBeGreaterThan(2);
    withRows.forEach((text) => expect(text).toMatch(/Tactic name +Microseconds/));
    const rows = pages.join('').match(/tactic-\d+/g);
    expect(rows).toEqual(Array.from({ length: ROWS }, (_, row) => `tactic-${row}`));
  });

  it('runs no script of the page and fetches nothing', () => {
    expect(pages[0]).toContain('12 µs; no script has run');
    expect(requests).toEqual([]);
  });
});
