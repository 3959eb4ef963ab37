import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Branch } from '../contract/comparison';
import type {
  MissingLibrary,
  RegistersAnswer,
  ResourceReport,
  SideRegisters,
} from '../contract/registers';
import type { Result } from '../contract/errors';
import type { RunDocument } from '../contract/runFile';
import { failure, success } from '../engine/result';
import { parse } from '../engine/schemas/parse';
import { resourceReportSchema } from '../engine/schemas/registers';
import type { KernelCache } from './branches/kernelCache';
import { findAgain } from './sides';
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

/** Of both branches of a run that compares, as far as their libraries are still there. */
export async function readSideReports(
  { header }: Pick<RunDocument, 'header'>,
  cache: KernelCache,
): Promise<Result<SideRegisters>> {
  const { comparison, target } = header.plan;
  if (comparison === undefined) {
    return failure('invalid_request', 'this run has one side');
  }
  const answerOf = async (branch: Branch): Promise<RegistersAnswer> => {
    const built = await findAgain(branch, target, cache);
    return built.ok
      ? readResourceReports({ paths: [built.value.libraryPath], missing: [] })
      : { reports: [], missing: [{ library: branch.name, reason: built.error.message }] };
  };
  const { A, B } = comparison.branches;
  return success({ A: await answerOf(A), B: await answerOf(B) });
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
