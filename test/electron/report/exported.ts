import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { appFolder } from '../../../build/lib/paths.mjs';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { ExportJob, MadeFile } from '../../../electron/engine/report/exportJob';
import { encodeRunFile } from '../../../electron/engine/runFile/codec';
import { exportFiles } from '../../../electron/report/exportFiles';
import { everything } from '../engine/report/reports';

// The page's script and style, the fonts and resvg lie beside the bundle, not beside the source.
vi.mock('../../../electron/report/appAssets', () => ({
  assetsFolder: join(appFolder, 'report'),
}));

const folder = await mkdtemp(join(tmpdir(), 'moe-exports-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Path of a file in a folder of the test's own. */
export function pathOf(name: string): string {
  return join(folder, name);
}

let files = 0;

/** Writes a run file of its own. */
export async function written(document: RunDocument): Promise<string> {
  const path = pathOf(`${files++}.moerun`);
  await writeFile(path, encodeRunFile(document));
  return path;
}

/** A job for everything of a run. */
export function jobOf(
  format: ExportJob['format'],
  run: string,
  changes: Partial<ExportJob> = {},
): ExportJob {
  return {
    type: 'export',
    format,
    run,
    choice: everything,
    registers: { B: { reports: [], missing: [] } },
    notes: '',
    version: '0.5.0',
    madeAt: '2026-11-24T12:00:00.000Z',
    ...changes,
  };
}

/** The files that a job makes. */
export async function filesOf(job: ExportJob): Promise<readonly MadeFile[]> {
  const made = await exportFiles(job);
  if (!made.ok) {
    throw new Error(made.error.message);
  }
  return made.value;
}

export function textOf(file: MadeFile | undefined): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file?.content);
}
