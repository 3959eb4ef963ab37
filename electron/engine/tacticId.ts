import type { Tactic, TacticId } from '../contract/tactic';

type Structure = Omit<Tactic, 'id' | 'weightLayout' | 'isDefault'>;

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

function tileText({ tileM, tileN, tileK }: Structure): string {
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
