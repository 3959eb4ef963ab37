import type { ResourceReport } from '../../contract/registers';
import type { RunDocument } from '../../contract/runFile';
import { deviceName } from '../deviceName';

type Header = Pick<RunDocument, 'header'>;

/** Where a run's figures come from: the run, what measured it, the day, the program. */
export function sourceLine(document: Header): string {
  const { runId, createdAt, environment } = document.header;
  return [
    `run ${runId}`,
    deviceName(document),
    createdAt.slice(0, 'YYYY-MM-DD'.length),
    `MoE Workbench ${environment.workbenchVersion}`,
  ].join(' · ');
}

/** The same for what is made from two sides, which may be one run. */
export function comparedSourceLine(a: Header, b: Header): string {
  return a.header.runId === b.header.runId
    ? sourceLine(b)
    : `A: ${sourceLine(a)}; B: ${sourceLine(b)}`;
}

/** Where figures of a compiler's report come from. */
export function registerSourceLine({
  compiler,
  target,
}: Pick<ResourceReport, 'compiler' | 'target'>): string {
  return `report of ${compiler} for ${target}`;
}
