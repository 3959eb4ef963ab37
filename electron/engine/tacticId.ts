import type { KernelStructure } from '../contract/registers';
import type { Tactic, TacticId } from '../contract/tactic';

type Structure = Omit<Tactic, 'id' | 'weightLayout' | 'isDefault'>;
type Tile = Pick<Tactic, 'tileM' | 'tileN' | 'tileK'>;

/**
 * The canonical text of a tactic:
 * `family.instructionSet.mMnNkK` + only what is not neutral of `.schedule .cMxN .sSTAGES .raster
 * .wSWIZZLE .splitK` + `.conversion.loader.scaling`.
 */
export function canonicalTacticId(tactic: Structure): TacticId {
  return [
    tactic.family,
    tactic.instructionSet,
    tileText(tactic),
    ...distinctions(tactic),
    tactic.conversion,
    tactic.loader,
    tactic.scaling,
  ].join('.');
}

/** What distinguishes a tactic within its family, for charts and tables: `m32n6k64`. */
export function shortTacticLabel(tactic: Structure): string {
  return [tileText(tactic), ...distinctions(tactic)].join(' ');
}

/**
 * A kernel within its family as people of the field write it: `128x64x128 pingpong 2x1`; of another scheme than
 * mxfp4_bf16 with its name behind.
 */
export function shortKernelLabel(kernel: KernelStructure): string {
  const { schedule, clusterM, clusterN, scheme = 'mxfp4_bf16' } = kernel;
  const cluster = clusterM === 1 && clusterN === 1 ? [] : [`${clusterM}x${clusterN}`];
  const other = scheme === 'mxfp4_bf16' ? [] : [scheme];
  return [tileLabel(kernel), schedule, ...cluster, ...other].join(' ');
}

/** A tile as people of the field write it: `128x64x128`. */
export function tileLabel({ tileM, tileN, tileK }: Tile): string {
  return `${tileM}x${tileN}x${tileK}`;
}

function tileText({ tileM, tileN, tileK }: Tile): string {
  return `m${tileM}n${tileN}k${tileK}`;
}

function distinctions(tactic: Structure): string[] {
  const optional: readonly (readonly [boolean, string])[] = [
    [tactic.schedule !== 'none', tactic.schedule],
    [tactic.clusterM !== 1 || tactic.clusterN !== 1, `c${tactic.clusterM}x${tactic.clusterN}`],
    [tactic.stages !== 1, `s${tactic.stages}`],
    [tactic.raster !== 'none', tactic.raster],
    [tactic.swizzle !== 1, `w${tactic.swizzle}`],
    [tactic.splitK !== 1, `split${tactic.splitK}`],
  ];
  return optional.filter(([present]) => present).map(([, text]) => text);
}
