import type { Result } from '../../contract/errors';
import type { ExportedFile, ExportFormat, ExportRequest, ReportFacts } from '../../contract/report';
import type { RunId } from '../../contract/runFile';
import type { JobBaseline } from '../../engine/report/exportJob';
import { success } from '../../engine/result';
import { hashOfFile } from '../branches/buildKey';
import type { KernelCache } from '../branches/kernelCache';
import type { KernelLibraries } from '../kernelLibraries';
import type { Library } from '../library';
import { isRunId, noRun, readRunHeader, type RunStore } from '../runStore';
import type { HostHandlers } from '../services';
import { exportRun, type ExportOrder, type ExportPorts } from './exportRun';
import { reportRegisters } from './reportRegisters';

export interface ReportServices extends ExportPorts {
  readonly store: RunStore;
  readonly library: Library;
  readonly libraries: KernelLibraries;
  readonly cache: KernelCache;
  readonly version: string;
  readonly now: () => Date;
}

/** What the Reports place asks for. */
export function reportHandlers(
  services: ReportServices,
): Pick<HostHandlers, 'report:facts' | 'report:export'> {
  return {
    'report:facts': ({ runId }) => reportFacts(runId, services),
    'report:export': (request) => exportForWindow(request, services),
  };
}

async function reportFacts(
  runId: RunId,
  { store, libraries, cache }: ReportServices,
): Promise<Result<ReportFacts>> {
  const path = store.pathOf(runId);
  const header = await readRunHeader(path);
  if (!header.ok) {
    return header;
  }
  const registers = await reportRegisters(header.value, libraries, cache);
  return registers.ok
    ? success({
        digestSha256: await hashOfFile(path),
        registers: registers.value,
      })
    : registers;
}

async function exportForWindow(
  request: ExportRequest,
  services: ReportServices,
): Promise<Result<readonly ExportedFile[]>> {
  const { format } = request;
  const exported = await exportRun(format, orderOf(request, services), services);
  return exported.ok
    ? success(
        exported.value.files.map(({ name, content }) => ({
          name,
          mediaType: MEDIA_TYPES[format],
          base64: Buffer.from(content).toString('base64'),
          ...(exported.value.printedBy === undefined
            ? {}
            : { note: `printed by ${exported.value.printedBy}` }),
        })),
      )
    : exported;
}

async function orderOf(
  { runId, baseline, choice }: ExportRequest,
  { store, library, libraries, cache, version, now }: ReportServices,
): Promise<Result<ExportOrder>> {
  const run = store.pathOf(runId);
  const header = await readRunHeader(run);
  if (!header.ok) {
    return header;
  }
  const registers = await reportRegisters(header.value, libraries, cache);
  if (!registers.ok) {
    return registers;
  }
  const other = baseline === undefined ? success(undefined) : baselineOf(baseline, store);
  return other.ok
    ? success({
        run,
        baseline: other.value,
        choice,
        registers: registers.value,
        notes: library.notesOf(runId),
        version,
        madeAt: now().toISOString(),
      })
    : other;
}

/** `family:NAME`, or the id of a run in the library. */
function baselineOf(text: string, store: RunStore): Result<JobBaseline> {
  const family = /^family:(.+)$/.exec(text)?.[1];
  if (family !== undefined) {
    return success({ kind: 'family', family });
  }
  return isRunId(text) ? success({ kind: 'run', path: store.pathOf(text) }) : noRun(text);
}

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
  svg: 'image/svg+xml',
  png: 'image/png',
  nvbench: 'application/json',
  'google-benchmark': 'application/json',
  'chrome-trace': 'application/json',
};
