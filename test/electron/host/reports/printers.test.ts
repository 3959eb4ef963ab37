import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chromiumPrinter } from '../../../../electron/host/reports/chromiumPrinter';
import { electronPrinter } from '../../../../electron/host/reports/electronPrinter';
import type { PdfPrinter } from '../../../../electron/host/reports/pdfPrinter';
import { behaviours, lastStart, writeStandIn } from './standIns';

let folder: string;
let html: string;
let pdf: string;
let program: string;

const page = '<!doctype html><html lang="en"><title>Report – 1 µs</title></html>';
const earlier = 'an earlier report';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe printers-'));
  html = join(folder, 'my report #1.html');
  pdf = join(folder, 'report.pdf');
  program = join(folder, 'program');
  await writeFile(html, page);
  await writeFile(pdf, earlier);
  await mkdir(join(folder, 'tmp'));
  vi.stubEnv('TMPDIR', join(folder, 'tmp'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

interface Conditions {
  readonly isRoot?: boolean;
  readonly limitMs?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

function chromium(conditions: Conditions = {}): PdfPrinter {
  return chromiumPrinter(
    { path: program, version: 'Chromium 1.2' },
    { environment: {}, appFolder: folder, isRoot: false, ...conditions },
  );
}

function electron(conditions: Conditions = {}): PdfPrinter {
  return electronPrinter(
    { path: program, name: `Electron 45.4.1 (${program})` },
    { environment: {}, appFolder: join(folder, 'app'), isRoot: false, ...conditions },
  );
}

const printers = [
  ['a Chromium', chromium],
  ['Electron', electron],
] as const;

describe.each(printers)('%s', (_, printer) => {
  it('prints to where the file is wanted and leaves nothing else behind', async () => {
    await writeStandIn(program, undefined);
    expect(await printer().print(html, pdf)).toEqual({ ok: true, value: undefined });
    expect(await readFile(pdf, 'utf8')).toBe('%PDF-1.4\nprinted\n%%EOF\n');
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it.each([
    ['printsHalf', 'what it wrote is no whole PDF', ''],
    ['printsNothing', 'it wrote no file; it may not see the temporary folder', ''],
    ['breaksDown', 'it ended with 7', 'first words\nno usable sandbox'],
    ['hangs', 'it had not finished within 1.5 s', ''],
  ] as const)('that %s costs a sentence, and what was there stays', async (how, words, details) => {
    await writeStandIn(program, undefined, behaviours[how]);
    const printed = await printer(how === 'hangs' ? { limitMs: 1500 } : {}).print(html, pdf);
    expect(printed).toMatchObject({ ok: false, error: { code: 'print_failed', details } });
    expect(printed.ok ? '' : printed.error.message).toContain(
      `(${program}) could not print: ${words}`,
    );
    expect(await readFile(pdf, 'utf8')).toBe(earlier);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('that cannot be started says so', async () => {
    const printed = await printer().print(html, pdf);
    expect(printed.ok ? '' : printed.error.message).toMatch(/it could not be started: .*ENOENT/);
  });

  it('is not waited for beyond its end when it leaves a helper behind', async () => {
    await writeStandIn(program, undefined, behaviours.leavesHelper);
    expect(await printer().print(html, pdf)).toEqual({ ok: true, value: undefined });
    const helper = Number(await readFile(`${program}.helper`, 'utf8'));
    // Throws if the helper had ended before: then this would not have tested anything.
    expect(process.kill(helper, 'SIGKILL')).toBe(true);
  });

  it('says so when the target or the temporary folder cannot be written', async () => {
    await writeStandIn(program, undefined);
    const printed = await printer().print(html, join(folder, 'nowhere', 'report.pdf'));
    expect(printed).toMatchObject({ ok: false, error: { code: 'not_writable' } });
    expect(printed.ok ? '' : printed.error.message).toContain(join(folder, 'nowhere'));
    vi.stubEnv('TMPDIR', join(folder, 'no temporary folder'));
    expect(await printer().print(html, pdf)).toMatchObject({
      ok: false,
      error: { code: 'not_writable' },
    });
    expect(await readFile(pdf, 'utf8')).toBe(earlier);
  });
});

describe('the command line of a Chromium', () => {
  async function switches(conditions: Conditions): Promise<readonly string[]> {
    await writeStandIn(program, undefined);
    await chromium(conditions).print(html, pdf);
    return (await lastStart(program)).commandLine;
  }

  it('prints headless, without a header of its own, from a profile of its own, off the network', async () => {
    const commandLine = await switches({});
    expect(commandLine).toEqual(
      expect.arrayContaining([
        '--headless',
        '--no-pdf-header-footer',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ]),
    );
    const profile = commandLine.find((each) => each.startsWith('--user-data-dir='));
    expect(profile).toContain(join(folder, 'tmp', 'moe-workbench-pdf-'));
    expect(commandLine.at(-1)).toMatch(/^file:.*report\.html$/);
  });

  it('gives up the sandbox as root and never otherwise', async () => {
    expect(await switches({ isRoot: true })).toContain('--no-sandbox');
    expect(await switches({ isRoot: false })).not.toContain('--no-sandbox');
  });

  it('is given the page behind a policy that runs no script and loads nothing', async () => {
    await switches({});
    const { page: given } = await lastStart(program);
    const head = given.slice(0, given.length - page.length);
    expect(given.slice(head.length)).toBe(page);
    expect(head).toMatch(/^<!doctype html>/);
    expect(head).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(head).not.toContain('script-src');
  });

  it('is not made for a page that is not there', async () => {
    await writeStandIn(program, undefined);
    expect(await chromium().print(join(folder, 'none.html'), pdf)).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    await expect(lastStart(program)).rejects.toThrow('ENOENT');
  });
});

describe('the command line of Electron', () => {
  it('starts the program with a profile of its own and asks it to print', async () => {
    await writeStandIn(program, undefined);
    await electron({ environment: { ELECTRON_RUN_AS_NODE: '1' } }).print(html, pdf);
    const { commandLine, page: given, asNode } = await lastStart(program);
    const [bundle, profile, printReport, from, to, ...rest] = commandLine;
    expect(bundle).toBe(join(folder, 'app', 'main.cjs'));
    expect(profile).toMatch(/^--user-data-dir=.*moe-workbench-pdf-\w+\/profile$/);
    expect([printReport, from, rest]).toEqual(['--print-report', html, []]);
    expect(to).toContain(join(folder, 'tmp', 'moe-workbench-pdf-'));
    expect(given).toBe(page);
    expect(asNode).toBeNull();
  });
});
