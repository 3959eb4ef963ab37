/** How a family looks in every chart and table: colour and mark never change meaning. */
export interface FamilyLook {
  /** A CSS colour that follows the theme. */
  readonly color: string;
  readonly shape: MarkShape;
}

export type MarkShape = 'circle' | 'square' | 'diamond' | 'triangle';

const NATURAL: FamilyLook = { color: 'var(--family-natural)', shape: 'circle' };
const INTERLEAVED: FamilyLook = { color: 'var(--family-interleaved)', shape: 'square' };
const STREAMING: FamilyLook = { color: 'var(--family-streaming)', shape: 'diamond' };
const OTHER: FamilyLook = { color: 'var(--family-other)', shape: 'triangle' };

/** CPU families and their GPU counterparts share a role: baseline, the pull request's layout, ours. */
const LOOKS: Readonly<Record<string, FamilyLook>> = {
  natural: NATURAL,
  original: NATURAL,
  interleaved: INTERLEAVED,
  pr12451: INTERLEAVED,
  streaming: STREAMING,
};

export function familyLook(family: string): FamilyLook {
  return Object.hasOwn(LOOKS, family) ? (LOOKS[family] ?? OTHER) : OTHER;
}
