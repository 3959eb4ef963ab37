import type { PlanPreview } from '../../contract/plan';
import type { LibraryReport } from '../../contract/machine';
import type { RunRecord } from '../../contract/runFile';
import type { TacticId } from '../../contract/tactic';
import { canonicalTacticId } from '../tacticId';

/** What one tactic did on everything it was asked. */
export interface TacticConformance {
  readonly tacticId: TacticId;
  readonly right: number;
  readonly wrong: number;
  /** Crashes, hangs and errors. */
  readonly failed: number;
  readonly unsupported: number;
  readonly worstError: number;
  /** The first fault in words. */
  readonly firstFault?: string | undefined;
}

export interface ConformanceReport {
  readonly library: string;
  /** Rules of the ABI that the library's own description breaks. */
  readonly faults: readonly string[];
  /** Problems that no tactic takes, with the reason. */
  readonly notOffered: readonly string[];
  readonly tactics: readonly TacticConformance[];
  readonly conforms: boolean;
}

/** What was asked of a library on one problem, and what came of it. */
export interface ConformanceRun {
  readonly plan: PlanPreview['plan'];
  readonly records: readonly RunRecord[];
}

/** @param runs one per problem that the library supports */
export function conformanceReport(
  library: LibraryReport,
  runs: readonly ConformanceRun[],
  notOffered: readonly string[],
): ConformanceReport {
  const faults = descriptionFaults(library);
  const tactics = library.tactics.map(({ tactic }) => conformanceOf(tactic.id, runs));
  const right = tactics.some((tactic) => tactic.right > 0);
  return {
    library: library.name,
    faults,
    notOffered,
    tactics,
    conforms:
      faults.length === 0 && right && tactics.every(({ wrong, failed }) => wrong + failed === 0),
  };
}

function conformanceOf(tacticId: TacticId, runs: readonly ConformanceRun[]): TacticConformance {
  let [right, wrong, failed, unsupported, worstError] = [0, 0, 0, 0, 0];
  let firstFault: string | undefined;
  for (const { plan, records } of runs) {
    const own = plan.cells.filter((cell) => cell.tacticId === tacticId);
    unsupported += own.filter((cell) => cell.unsupported !== undefined).length;
    const cells = new Map(own.map((cell) => [cell.index, cell]));
    for (const record of records) {
      if (record.type === 'check' && cells.has(record.cell)) {
        right += Number(record.correct);
        wrong += Number(!record.correct);
        worstError = Math.max(worstError, record.relativeError);
        const { stage, batchSize } = cells.get(record.cell) ?? {};
        if (!record.correct) {
          firstFault ??= `wrong in ${stage} at batch size ${batchSize}, relative error ${record.relativeError.toExponential(1)}`;
        }
      } else if (record.type === 'failure' && cells.has(record.cell ?? -1)) {
        failed++;
        firstFault ??= record.message;
      }
    }
  }
  return {
    tacticId,
    right,
    wrong,
    failed,
    unsupported,
    worstError,
    ...(firstFault === undefined ? {} : { firstFault }),
  };
}

function descriptionFaults({ tactics }: LibraryReport): readonly string[] {
  const seen = new Set<TacticId>();
  return tactics.flatMap(({ tactic }) => {
    const twice = seen.has(tactic.id) ? [`tactic ${tactic.id} is listed twice`] : [];
    seen.add(tactic.id);
    const canonical = canonicalTacticId(tactic);
    return canonical === tactic.id
      ? twice
      : [...twice, `tactic ${tactic.id} is described as ${canonical}`];
  });
}
