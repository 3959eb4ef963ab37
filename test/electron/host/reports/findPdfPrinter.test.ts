import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPdfPrinter } from '../../../../electron/host/reports/findPdfPrinter';
import type { PrinterSurroundings } from '../../../../electron/host/reports/pdfPrinter';
import { behaviours, writeElectronPackage, writeStandIn } from './standIns';

let folder: string;
let bin: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe-printers-'));
  bin = join(folder, 'bin');
  await mkdir(bin);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Surroundings in which only what a test has put there can be found. */
function surroundings(
  environment: NodeJS.ProcessEnv,
  isRoot = false,
): PrinterSurroundings & { environment: NodeJS.ProcessEnv } {
  const appFolder = join(folder, 'build', 'out', 'app');
  return { environment: { PATH: bin, ...environment }, appFolder, isRoot };
}

/** The name of what was found, or the code and sentence of the failure. */
async function found(environment: NodeJS.ProcessEnv, isRoot = false): Promise<string> {
  const printer = await findPdfPrinter(surroundings(environment, isRoot));
  return printer.ok ? printer.value.name : `${printer.error.code}: ${printer.error.message}`;
}

const chromiumVersion = 'Chromium 156.0.8078.73 built on Debian GNU/Linux 12 (bookworm)';
const display = { DISPLAY: ':0' };

describe('a Chromium', () => {
  it('is found by its name on PATH and called by its version and path', async () => {
    const path = await writeStandIn(join(bin, 'chromium'), chromiumVersion);
    expect(await found({})).toBe(`Chromium 156.0.8078.73 (${path})`);
  });

  it.each([
    ['google-chrome-stable', 'Google Chrome 156.0.8078.73 ', 'Google Chrome 156.0.8078.73'],
    ['microsoft-edge', 'Microsoft Edge 155.0.1.2', 'Microsoft Edge 155.0.1.2'],
    ['brave-browser', 'Brave Browser 156.1.90.1', 'Brave Browser 156.1.90.1'],
  ])('may be called %s', async (name, says, version) => {
    const path = await writeStandIn(join(bin, name), says);
    expect(await found({})).toBe(`${version} (${path})`);
  });

  it('is looked for in every folder of PATH, in their order', async () => {
    const second = await writeStandIn(join(folder, 'second', 'chromium'), 'Chromium 2.0');
    await writeStandIn(join(folder, 'third', 'chromium'), 'Chromium 3.0');
    const path = [bin, join(folder, 'nowhere'), '', join(folder, 'second'), join(folder, 'third')];
    expect(await found({ PATH: path.join(':') })).toBe(`Chromium 2.0 (${second})`);
  });

  it('that does not start is passed over, and so are folders and plain files of that name', async () => {
    await mkdir(join(bin, 'chromium'));
    await writeFile(join(bin, 'chromium-browser'), 'no program');
    await writeStandIn(join(bin, 'google-chrome'), undefined);
    const edge = await writeStandIn(join(bin, 'microsoft-edge'), 'Microsoft Edge 1.2');
    expect(await found({})).toBe(`Microsoft Edge 1.2 (${edge})`);
  });

  it('says when it runs without its sandbox, which is as root only', async () => {
    const path = await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    expect(await found({}, true)).toBe(
      `Chromium 1.2 (${path}) without its sandbox, because it runs as root`,
    );
  });
});

describe('MOE_WORKBENCH_BROWSER', () => {
  it('comes before everything else', async () => {
    await writeElectronPackage(folder);
    await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    const own = await writeStandIn(join(folder, 'my browser'), 'Vivaldi 7.1.3');
    expect(await found({ ...display, MOE_WORKBENCH_BROWSER: own })).toBe(`Vivaldi 7.1.3 (${own})`);
  });

  it.each([
    ['/nowhere/chrome', '/nowhere/chrome is not there, or is no program'],
    ['SILENT', 'SILENT does not say its version'],
    ['BROKEN', 'BROKEN does not start'],
  ])('%s is an error that says what is wrong, whatever else is there', async (name, words) => {
    await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    await writeStandIn(join(folder, 'SILENT'), '');
    await writeStandIn(join(folder, 'BROKEN'), undefined);
    const named = name.startsWith('/') ? name : join(folder, name);
    expect(await found({ MOE_WORKBENCH_BROWSER: named })).toBe(
      `no_printer: MOE_WORKBENCH_BROWSER names no browser: ${words.replace(name, named)}`,
    );
  });

  it('that is empty names nothing', async () => {
    const path = await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    expect(await found({ MOE_WORKBENCH_BROWSER: '' })).toBe(`Chromium 1.2 (${path})`);
  });
});

describe('Electron', () => {
  it('of the packages above the program comes before a Chromium', async () => {
    await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    const binary = await writeElectronPackage(folder);
    expect(await found(display)).toBe(`Electron 45.4.1 (${binary})`);
    expect(await found({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(`Electron 45.4.1 (${binary})`);
  });

  it('may be another: of ELECTRON_OVERRIDE_DIST_PATH, or the one that is named', async () => {
    await writeElectronPackage(folder);
    const dist = join(folder, 'dist');
    const other = await writeStandIn(join(dist, 'electron'), undefined);
    expect(await found({ ...display, ELECTRON_OVERRIDE_DIST_PATH: dist })).toBe(
      `Electron (${other})`,
    );
    const own = await writeStandIn(join(folder, 'own'), undefined);
    const named = { ELECTRON_OVERRIDE_DIST_PATH: dist, MOE_WORKBENCH_ELECTRON: own };
    expect(await found({ ...display, ...named })).toBe(`Electron (${own})`);
  });

  it('that is named and not there is an error', async () => {
    await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    expect(await found({ ...display, MOE_WORKBENCH_ELECTRON: '/nowhere/electron' })).toBe(
      'no_printer: MOE_WORKBENCH_ELECTRON names /nowhere/electron, which is not there',
    );
  });

  it('whose package holds no binary is not there', async () => {
    const binary = await writeElectronPackage(folder);
    await rm(binary);
    const path = await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    expect(await found(display)).toBe(`Chromium 1.2 (${path})`);
  });

  it('is passed over as root, and the printer that takes its place says why', async () => {
    const binary = await writeElectronPackage(folder);
    const path = await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2');
    expect(await found(display, true)).toBe(
      `Chromium 1.2 (${path}) without its sandbox, because it runs as root; ` +
        `Electron 45.4.1 (${binary}) was passed over: its sandbox does not run as root`,
    );
  });

  it.runIf(process.platform === 'linux')('is passed over without a display', async () => {
    const binary = await writeElectronPackage(folder);
    const path = await writeStandIn(join(bin, 'chromium'), 'Chromium 1.2', behaviours.prints);
    expect(await found({})).toBe(
      `Chromium 1.2 (${path}); ` +
        `Electron 45.4.1 (${binary}) was passed over: it does not start without a display`,
    );
  });
});

describe('where nothing can print', () => {
  it('the sentence says what was looked for and how to get one', async () => {
    expect(await found({})).toBe(
      'no_printer: nothing here can print a PDF: no Electron in node_modules or ELECTRON_OVERRIDE_DIST_PATH; ' +
        'none of chromium, chromium-browser, google-chrome, google-chrome-stable, chrome, ' +
        'microsoft-edge, brave-browser on PATH. ' +
        'To get one: apt-get install chromium (Debian, Ubuntu), or npx install-electron; ' +
        'or set MOE_WORKBENCH_BROWSER to the path of a Chromium, Chrome, Edge or Brave',
    );
    expect(await found({ PATH: undefined })).toMatch(/^no_printer: nothing here can print/);
  });

  it('the sentence names what was there and did not work', async () => {
    const binary = await writeElectronPackage(folder);
    const path = await writeStandIn(join(bin, 'chromium'), undefined);
    const words = await found(display, true);
    expect(words).toContain(
      `Electron 45.4.1 (${binary}) was passed over: its sandbox does not run as root; ` +
        `${path} does not start. To get one:`,
    );
  });
});
