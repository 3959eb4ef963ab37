import type { MoeProblem } from '../../contract/problem';
import type { RoutingSpec } from '../../contract/routing';
import { Random } from '../random';

/** One batch's choice of experts. Within a token experts are distinct and weights descend. */
export interface RoutingSample {
  /** [T, k] */
  readonly expertIds: Int32Array;
  /** [T, k]; each token's k weights are positive and sum to 1. */
  readonly expertWeights: Float32Array;
}

type ProblemSizes = Pick<MoeProblem, 'numExperts' | 'topK'>;

/**
 * Routing samples for launches of one batch size, all from one seed.
 *
 * @param count how many batches; sample i does not depend on `count`
 */
export function sampleRoutings(
  problem: ProblemSizes,
  routing: RoutingSpec,
  batchSize: number,
  count: number,
  seed: number,
): RoutingSample[] {
  const popularity = expertPopularity(problem.numExperts, routing, seed);
  return Array.from({ length: count }, (_, index) => {
    const random = Random.of(seed, 'routing', routing.kind, batchSize, index);
    const choose = chooserFor(problem, routing, popularity, random);
    return sampleBatch(problem.topK, batchSize, choose, random);
  });
}

/** Picks k distinct experts for the token. */
type Chooser = (token: number) => readonly number[];

function chooserFor(
  { numExperts, topK }: ProblemSizes,
  routing: RoutingSpec,
  popularity: readonly number[],
  random: Random,
): Chooser {
  switch (routing.kind) {
    case 'uniform':
      return () => distinctUniform(numExperts, topK, random, []);
    case 'balanced': {
      const order = random.shuffled(Array.from({ length: numExperts }, (_, expert) => expert));
      return (token) =>
        Array.from(
          { length: topK },
          (_, choice) => order[(token * topK + choice) % numExperts] ?? 0,
        );
    }
    case 'zipf':
    case 'dirichlet':
      return () => weightedDistinct(popularity, topK, random);
    case 'single':
      return () => [
        routing.expert,
        ...distinctUniform(numExperts, topK - 1, random, [routing.expert]),
      ];
  }
}

/** Relative popularity of each expert, [E]; equal unless the routing is skewed. */
export function expertPopularity(
  numExperts: number,
  routing: RoutingSpec,
  seed: number,
): readonly number[] {
  const random = Random.of(seed, 'popularity', routing.kind);
  if (routing.kind === 'zipf') {
    const byRank = Array.from({ length: numExperts }, (_, rank) =>
      Math.pow(rank + 1, -routing.exponent),
    );
    return random.shuffled(byRank);
  }
  if (routing.kind === 'dirichlet') {
    return Array.from({ length: numExperts }, () => random.nextGamma(routing.alpha));
  }
  return Array.from({ length: numExperts }, () => 1);
}

function sampleBatch(
  topK: number,
  batchSize: number,
  choose: Chooser,
  random: Random,
): RoutingSample {
  const expertIds = new Int32Array(batchSize * topK);
  const expertWeights = new Float32Array(batchSize * topK);
  for (let token = 0; token < batchSize; token++) {
    expertIds.set(choose(token), token * topK);
    expertWeights.set(renormalisedWeights(topK, random), token * topK);
  }
  return { expertIds, expertWeights };
}

/** What softmax, top-k and renormalisation leave of normal logits: k descending weights of sum 1. */
function renormalisedWeights(topK: number, random: Random): number[] {
  const odds = Array.from({ length: topK }, () => Math.exp(random.nextNormal()));
  const sum = odds.reduce((total, value) => total + value, 0);
  return odds.map((value) => value / sum).sort((a, b) => b - a);
}

/** `count` distinct experts, none of them in `excluded`, by rejection. */
function distinctUniform(
  numExperts: number,
  count: number,
  random: Random,
  excluded: readonly number[],
): number[] {
  const chosen: number[] = [];
  while (chosen.length < count) {
    const expert = random.nextBelow(numExperts);
    if (!chosen.includes(expert) && !excluded.includes(expert)) {
      chosen.push(expert);
    }
  }
  return chosen;
}

/**
 * k distinct experts drawn one after another in proportion to popularity, by the exponential keys of
 * Efraimidis and Spirakis (2006): the k smallest of -log(u) / popularity.
 */
function weightedDistinct(popularity: readonly number[], topK: number, random: Random): number[] {
  return popularity
    .map((weight, expert) => ({ expert, key: -Math.log(1 - random.nextFloat()) / weight }))
    .sort((a, b) => a.key - b.key)
    .slice(0, topK)
    .map(({ expert }) => expert);
}
