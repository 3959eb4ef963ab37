import type { KernelResources, ResourceReport } from '../../contract/registers';
import { registerNotes, type RegisterNote } from '../registers/notes';
import { registerRows, type RegisterRow } from '../registers/registerRows';
import type { Report } from './report';

/** Tactics that one sentence names. */
const MOST_NAMED = 3;

/** What the compiler gave one tactic of the run, and what it means. */
export interface RegisterPart {
  readonly row: RegisterRow;
  /** The same kernel of the baseline; absent where it has none, or is the same build. */
  readonly before?: KernelResources | undefined;
  readonly notes: readonly RegisterNote[];
}

export interface RegisterParts {
  /** e.g. `nvcc 13.0.88, sm90`; '' where there is no report. */
  readonly compiler: string;
  readonly parts: readonly RegisterPart[];
  /** Why there is nothing, or what to mind, in sentences. */
  readonly remarks: readonly string[];
}

/** The tactics of the run as the compiler left them, those with most to say first. */
export function registerParts({
  plan,
  registers,
}: Pick<Report, 'plan' | 'registers'>): RegisterParts {
  const measured = new Set(plan.tactics.map(({ id }) => id));
  const reportB = registers.B.reports.find(({ target }) => target === plan.target);
  const reportA = registers.A?.reports.find(({ target }) => target === plan.target);
  const before = new Map(reportA?.kernels.map((kernel) => [kernel.id, kernel]));
  const parts = reportB === undefined ? [] : partsOf(reportB, measured, before);
  const missing = [...(registers.A?.missing ?? []), ...registers.B.missing];
  return {
    compiler: reportB === undefined ? '' : `${reportB.compiler}, ${reportB.target}`,
    parts: parts.toSorted((one, other) => other.notes.length - one.notes.length),
    remarks: [
      ...missing.map(({ library, reason }) => `${library}: ${reason}`),
      ...(parts.length > 0
        ? absentRemark(measured, parts)
        : [
            plan.target === 'cpu'
              ? 'The compiler of CPU kernels gives no report of registers; nvcc does.'
              : 'No tactic of this run is in a compiler’s report that was found.',
          ]),
    ],
  };
}

/** A library of another build may lack some of the tactics: none is left out in silence. */
function absentRemark(
  measured: ReadonlySet<string>,
  parts: readonly RegisterPart[],
): readonly string[] {
  const found = new Set(parts.map(({ row }) => row.id));
  const absent = [...measured].filter((id) => !found.has(id));
  if (absent.length === 0) return [];
  const named = absent.slice(0, MOST_NAMED).join(', ');
  const more = absent.length - MOST_NAMED;
  return [`Not in the compiler’s report: ${named}${more > 0 ? ` and ${more} more` : ''}.`];
}

function partsOf(
  report: ResourceReport,
  measured: ReadonlySet<string>,
  before: ReadonlyMap<string, KernelResources>,
): readonly RegisterPart[] {
  return registerRows(report)
    .filter(({ id, standing }) => measured.has(id) && standing !== 'unlisted')
    .map((row) => {
      const old = before.get(row.kernel.id);
      return {
        row,
        ...(old === undefined ? {} : { before: old }),
        notes: registerNotes(row, report),
      };
    });
}
