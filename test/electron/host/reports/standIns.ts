import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a program that stands in for a browser or Electron was started with. */
export interface Start {
  readonly commandLine: readonly string[];
  /** Content of the page it was to print. */
  readonly page: string;
  readonly asNode: string | null;
}

/** How a stand-in may print: JavaScript that may use `out`, the path of the PDF, and `fs`. */
export const behaviours = {
  prints: `fs.writeFileSync(out, '%PDF-1.4\\nprinted\\n%%EOF\\n');`,
  printsHalf: `fs.writeFileSync(out, '%PDF-1.4\\nprin');`,
  printsNothing: '',
  breaksDown: `console.error('first words\\nno usable sandbox'); process.exitCode = 7;`,
  hangs: 'setInterval(() => undefined, 1000);',
  /** Leaves a helper behind that outlives it and holds its standard error. */
  leavesHelper: `
    fs.writeFileSync(out, '%PDF-1.4\\nprinted\\n%%EOF\\n');
    const helper = require('node:child_process').spawn(
      process.execPath, ['-e', 'setTimeout(() => undefined, 20_000)'], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
    fs.writeFileSync(__filename + '.helper', String(helper.pid));
    helper.unref();`,
} as const;

/**
 * Writes an executable that understands the command lines of Chromium and of our Electron, and records them.
 *
 * @param version what it says of itself; undefined: it fails when asked
 */
export async function writeStandIn(
  path: string,
  version: string | undefined,
  behaviour: string = behaviours.prints,
): Promise<string> {
  const answer =
    version === undefined ? 'process.exit(3);' : `console.log(${JSON.stringify(version)});`;
  const script = `#!${process.execPath}
const fs = require('node:fs');
const commandLine = process.argv.slice(2);
if (commandLine[0] === '--version') { ${answer} } else {
  const printTo = commandLine.find((each) => each.startsWith('--print-to-pdf='));
  const out = printTo === undefined ? commandLine.at(-1) : printTo.slice('--print-to-pdf='.length);
  const page = printTo === undefined ? commandLine.at(-2) : new URL(commandLine.at(-1));
  const asNode = process.env.ELECTRON_RUN_AS_NODE ?? null;
  const start = { commandLine, page: fs.readFileSync(page, 'utf8'), asNode };
  fs.writeFileSync(__filename + '.start', JSON.stringify(start));
  ${behaviour}
}
`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

/** What a stand-in has recorded of its last start. */
export async function lastStart(path: string): Promise<Start> {
  return JSON.parse(await readFile(`${path}.start`, 'utf8')) as Start; // the script's own record
}

/** An installed Electron package, its binary a stand-in. */
export async function writeElectronPackage(folder: string): Promise<string> {
  const electron = join(folder, 'node_modules', 'electron');
  const binary = await writeStandIn(join(electron, 'dist', 'electron'), undefined);
  await writeFile(join(electron, 'path.txt'), 'electron');
  await writeFile(join(electron, 'dist', 'version'), '45.4.1\n');
  return binary;
}
