import type { Cell } from '../../contract/plan';
import { formatRouting } from '../routing/routingText';
import type { CellVerdict, ComparisonSummary } from '../verdict/comparisonSummary';

/** What a comparison says beyond its cells, whose verdicts stand in their rows. FORMATS.md documents it. */
export interface ExportedComparison {
  readonly design: ComparisonSummary['design'];
  readonly correction: ComparisonSummary['correction'];
  /** Change of time that counts. */
  readonly marginRatio: number;
  readonly marginFloorRatio: number;
  /** Null where there are too few replicates, or none in common. */
  readonly headline: ExportedHeadline | null;
  /** Cells by verdict. */
  readonly counts: ComparisonSummary['counts'];
  /** The A/A control: the baseline against a second copy of itself. */
  readonly control: {
    readonly cells: readonly ExportedControl[];
    readonly falselyCalled: number;
  };
  /** Smallest change found in 80 % of repetitions; null where it is not known. */
  readonly detectableRatio: number | null;
  /** Cells that one side, or both, do not have. */
  readonly missing: readonly ExportedMissing[];
}

/** The weighted geometric mean of all cells. */
export interface ExportedHeadline extends ExportedSpeedup {
  readonly verdict: ComparisonSummary['cells'][number]['word'];
  readonly reason: string | null;
  readonly replicates: number;
  readonly cells: number;
}

/** One cell of the A/A control, judged with the floor as margin. */
export interface ExportedControl extends ExportedCellName, ExportedSpeedup {
  readonly verdict: CellVerdict['word'];
}

/** A cell that is not compared. */
export interface ExportedMissing extends ExportedCellName {
  readonly reason: string;
}

interface ExportedSpeedup {
  /** Time of A over time of B with its 95 % interval. */
  readonly speedupRatio: number | null;
  readonly lowRatio: number | null;
  readonly highRatio: number | null;
}

/** Which cell, by the names of the table's columns. */
interface ExportedCellName {
  readonly tactic: string;
  readonly gemm2_tactic: string | null;
  readonly stage: Cell['stage'];
  readonly routing: string;
  readonly batch_size_tokens: number;
}

/** A comparison as JSON and Parquet hold it. */
export function comparisonExport(comparison: ComparisonSummary): ExportedComparison {
  const { headline, controls, missing } = comparison;
  return {
    design: comparison.design,
    correction: comparison.correction,
    marginRatio: comparison.margin,
    marginFloorRatio: comparison.marginFloor,
    headline:
      headline === undefined
        ? null
        : {
            verdict: headline.word,
            reason: headline.reason ?? null,
            ...speedupOf(headline),
            replicates: headline.replicates,
            cells: headline.cells,
          },
    counts: comparison.counts,
    control: {
      cells: controls.map((control) => ({
        ...cellName(control.cell),
        verdict: control.word,
        ...speedupOf(control),
      })),
      falselyCalled: comparison.falseControls,
    },
    detectableRatio: comparison.detectable ?? null,
    missing: missing.map((cell) => ({ ...cellName(cell), reason: cell.unsupported ?? '' })),
  };
}

function speedupOf({ speedup }: Pick<CellVerdict, 'speedup'>): ExportedSpeedup {
  return {
    speedupRatio: speedup?.ratio ?? null,
    lowRatio: speedup?.interval?.low ?? null,
    highRatio: speedup?.interval?.high ?? null,
  };
}

function cellName({ tacticId, gemm2TacticId, stage, routing, batchSize }: Cell): ExportedCellName {
  return {
    tactic: tacticId,
    gemm2_tactic: gemm2TacticId ?? null,
    stage,
    routing: formatRouting(routing),
    batch_size_tokens: batchSize,
  };
}
