import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { MissingLibrary, RegistersAnswer, ResourceReport } from '../contract/registers';
import type { Result } from '../contract/errors';
import { failure } from '../engine/result';
import { parse } from '../engine/schemas/parse';
import { resourceReportSchema } from '../engine/schemas/registers';
import { besideLibrary, libraryName, type KernelLibraries } from './kernelLibraries';

/**
 * The compiler's reports of the libraries on offer. A library without one (the CPU's: its compiler gives
 * none) is left out.
 */
export async function readResourceReports(libraries: KernelLibraries): Promise<RegistersAnswer> {
  const reports: ResourceReport[] = [];
  const missing: MissingLibrary[] = [...libraries.missing];
  for (const library of libraries.paths) {
    const path = besideLibrary(library, '.resources.json');
    if (!existsSync(path)) continue;
    const report = await readReport(path);
    if (report.ok) reports.push(report.value);
    else missing.push({ library: libraryName(library), reason: report.error.message });
  }
  return { reports, missing };
}

async function readReport(path: string): Promise<Result<ResourceReport>> {
  let data: unknown;
  try {
    data = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return failure('invalid_request', `${path} cannot be read as JSON (${words}); build it again`);
  }
  return parse(resourceReportSchema, data, path);
}
