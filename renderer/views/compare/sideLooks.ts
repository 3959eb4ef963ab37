/** How the two sides of a comparison look where both are drawn: told apart without colour. */
export const SIDE_LOOKS = {
  A: { name: 'A', color: 'var(--family-natural)', dashes: '5 3' },
  B: { name: 'B', color: 'var(--accent)', dashes: undefined },
} as const;

/** Replicates alternate between two marks, so that their blocks can be told apart. */
export const REPLICATE_LOOKS = [
  { name: 'replicates 1, 3, 5, …', color: 'var(--accent)', shape: 'circle' },
  { name: 'replicates 2, 4, 6, …', color: 'var(--family-natural)', shape: 'diamond' },
] as const;
