import type { Cell, RunPlan } from '../contract/plan';
import type { ReplicateJob, SideLibraries } from '../contract/workerApi';
import type { NativeAddon, NativeLibrary, NativeSession } from './nativeAddon';

/** A kernel library with a problem on it: context, weights and buffers of its own. */
export interface LoadedLibrary {
  readonly path: string;
  readonly native: NativeLibrary;
  readonly session: NativeSession;
  readonly tacticIndexes: ReadonlyMap<string, number>;
}

/** Who takes part in a cell: one side, or A and B. */
export interface Side {
  readonly name: 'A' | 'B';
  /** Behind an activity, to tell the sides apart; empty where there is one. */
  readonly label: string;
  readonly library: LoadedLibrary;
  readonly tactics: {
    readonly tacticIndex: number;
    readonly gemm2TacticIndex?: number;
  };
}

type Libraries = { readonly [L in keyof SideLibraries]: LoadedLibrary };

/** Every library of the job, each with its own session: what is placed once is placed for all cells. */
export function loadLibraries({ plan, libraries }: ReplicateJob, addon: NativeAddon): Libraries {
  const { problem, threads, seed } = plan;
  const load = (path: string): LoadedLibrary => {
    const native = new addon.NativeLibrary(path);
    return {
      path,
      native,
      session: new addon.NativeSession(native, { problem, threads, seed }),
      tacticIndexes: new Map(native.tactics().map((tactic, index) => [tactic.id, index])),
    };
  };
  return {
    A: load(libraries.A),
    ...(libraries.B === undefined ? {} : { B: load(libraries.B) }),
    ...(libraries.control === undefined ? {} : { control: load(libraries.control) }),
  };
}

export function sidesOf(plan: RunPlan, libraries: Libraries, cell: Cell): readonly Side[] {
  const baselineId = cell.baselineTacticId ?? cell.tacticId;
  if (plan.comparison === undefined) {
    return [sideOf(plan, 'A', '', libraries.A, cell, cell.tacticId)];
  }
  const other = cell.control === true ? libraries.control : libraries.B;
  if (other === undefined) {
    throw new Error(`the job names no library for ${cell.control === true ? 'control' : 'side B'}`);
  }
  return [
    sideOf(plan, 'A', ', side A', libraries.A, cell, baselineId),
    sideOf(plan, 'B', ', side B', other, cell, cell.tacticId),
  ];
}

function sideOf(
  { gemm2TacticId }: RunPlan,
  name: Side['name'],
  label: string,
  library: LoadedLibrary,
  { stage }: Cell,
  tacticId: string,
): Side {
  const tacticIndex = tacticIndexOf(library, tacticId);
  // A layer's gemm2 may run a tactic of its own.
  const tactics =
    stage === 'layer' && gemm2TacticId !== undefined
      ? { tacticIndex, gemm2TacticIndex: tacticIndexOf(library, gemm2TacticId) }
      : { tacticIndex };
  return { name, label, library, tactics };
}

function tacticIndexOf({ tacticIndexes, path }: LoadedLibrary, tacticId: string): number {
  const index = tacticIndexes.get(tacticId);
  if (index === undefined) {
    throw new Error(`kernel library ${path} does not hold this tactic`);
  }
  return index;
}
