import type { IsoTime } from './units';

/** What may be said of a difference; measurement.md of the design calls them verdict words. */
export const VERDICT_WORDS = [
  'FASTER',
  'SAME',
  'SLOWER',
  'INCONCLUSIVE',
  'INVALID',
  'INCORRECT',
] as const;
export type VerdictWord = (typeof VERDICT_WORDS)[number];

/** How false claims are kept rare over many cells: Holm for gates, Benjamini-Hochberg for maps. */
export type Correction = 'holm' | 'benjamini-hochberg';

/** What a person asks of a comparison, beside the plan. */
export interface ComparisonRequest {
  /** Side A runs this tactic in every cell; absent: the cell's own. */
  readonly baselineTacticId?: string | undefined;
  readonly correction: Correction;
  /** Weights of batch sizes in the headline, declared before the run; absent: all the same. */
  readonly weights?: readonly BatchWeight[] | undefined;
}

export interface BatchWeight {
  readonly batchSize: number;
  readonly weight: number;
}

/** A built kernel library and where it came from. */
export interface Branch {
  /** As a person named it: `main`, `HEAD~1`, a folder or a file. */
  readonly name: string;
  /** Absolute path of the repository or folder; of the file for a library that was built elsewhere. */
  readonly origin: string;
  readonly commit?: string | undefined;
  /** Whether kernels differ from the commit; absent where there is no commit. */
  readonly dirty?: boolean | undefined;
  /** SHA-256 over sources, flags and compiler versions; absent for a library built elsewhere. */
  readonly buildKey?: string | undefined;
  readonly compilers: readonly string[];
  readonly builtAt?: IsoTime | undefined;
  /** SHA-256 of the shared object. */
  readonly contentHash: string;
}

/** Of a run that compares: what side A and side B are, and the rules declared before it began. */
export interface ComparisonPlan extends ComparisonRequest {
  readonly branches: { readonly A: Branch; readonly B: Branch };
  /** Smallest change of time that counts, as a ratio; the A/A control may raise it. */
  readonly marginFloor: number;
}

/** The smallest margin: half a per cent. */
export const MARGIN_FLOOR = 0.005;
