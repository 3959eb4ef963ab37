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
  const own = { gemm1: cell.tacticId, gemm2: cell.gemm2TacticId ?? plan.gemm2TacticId };
  if (plan.comparison === undefined) {
    return [sideOf('A', '', libraries.A, cell.stage, own)];
  }
  const other = cell.control === true ? libraries.control : libraries.B;
  if (other === undefined) {
    throw new Error(`the job names no library for ${cell.control === true ? 'control' : 'side B'}`);
  }
  const { baselineTacticId } = cell;
  const baseline =
    baselineTacticId === undefined ? own : { gemm1: baselineTacticId, gemm2: plan.gemm2TacticId };
  return [
    sideOf('A', ', side A', libraries.A, cell.stage, baseline),
    sideOf('B', ', side B', other, cell.stage, own),
  ];
}

/** A layer's gemm2 may run a tactic of its own. */
interface TacticPair {
  readonly gemm1: string;
  readonly gemm2?: string | undefined;
}

function sideOf(
  name: Side['name'],
  label: string,
  library: LoadedLibrary,
  stage: Cell['stage'],
  { gemm1, gemm2 }: TacticPair,
): Side {
  const tacticIndex = tacticIndexOf(library, gemm1);
  const tactics =
    stage === 'layer' && gemm2 !== undefined
      ? { tacticIndex, gemm2TacticIndex: tacticIndexOf(library, gemm2) }
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
