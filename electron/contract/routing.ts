/** How tokens choose experts; always seeded by the plan's seed. */
export type RoutingSpec =
  /** k distinct experts per token, all equally likely. */
  | { readonly kind: 'uniform' }
  /** Every expert gets the same number of slots, to within one. */
  | { readonly kind: 'balanced' }
  /** Popularity of the expert of rank r is proportional to 1 / r^exponent; ranks are shuffled by the seed. */
  | { readonly kind: 'zipf'; readonly exponent: number }
  /** Popularities drawn once from a symmetric Dirichlet(alpha); small alpha is skewed. */
  | { readonly kind: 'dirichlet'; readonly alpha: number }
  /** Every token's first choice is this expert; the other k - 1 are uniform. */
  | { readonly kind: 'single'; readonly expert: number };

export const ROUTING_KINDS = ['uniform', 'balanced', 'zipf', 'dirichlet', 'single'] as const;
