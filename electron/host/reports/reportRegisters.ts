import type { Result } from '../../contract/errors';
import type { RegistersAnswer } from '../../contract/registers';
import type { ReportRegisters } from '../../contract/report';
import type { HeaderRecord } from '../../contract/runFile';
import { measuredLibrary } from '../../engine/measuredLibrary';
import { success } from '../../engine/result';
import { hashOfFile } from '../branches/buildKey';
import type { KernelCache } from '../branches/kernelCache';
import type { KernelLibraries } from '../kernelLibraries';
import { readResourceReports, readSideReports } from '../resourceReports';

/**
 * What the compilers gave the kernels of a run: of both branches as far as they are still here, else of the
 * build beside this program, which then says that it is another.
 */
export async function reportRegisters(
  header: HeaderRecord,
  libraries: KernelLibraries,
  cache: KernelCache,
): Promise<Result<ReportRegisters>> {
  if (header.plan.target === 'cpu') {
    return success({ B: { reports: [], missing: [] } });
  }
  if (header.plan.comparison !== undefined) {
    const sides = await readSideReports({ header }, cache);
    if (!sides.ok || sides.value.B.reports.length > 0) {
      return sides;
    }
  }
  return success({ B: await ownReports(header, libraries) });
}

async function ownReports(
  { environment, plan }: HeaderRecord,
  libraries: KernelLibraries,
): Promise<RegistersAnswer> {
  const answer = await readResourceReports(libraries);
  const measured = measuredLibrary(environment, plan);
  // A library that cannot be read is not the one that was measured.
  const hashes = await Promise.all(
    libraries.paths.map((path) => hashOfFile(path).catch(() => undefined)),
  );
  if (measured === undefined || hashes.includes(measured.contentHash)) {
    return answer;
  }
  return {
    reports: answer.reports,
    missing: [
      ...answer.missing,
      {
        library: measured.name,
        reason:
          `the library that was measured (SHA-256 ${measured.contentHash.slice(0, 16)}…) is not here; ` +
          'the figures are those of the build beside this program',
      },
    ],
  };
}
