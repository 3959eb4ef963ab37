import type { MoeProblem, Stage } from '../contract/problem';
import type { Bytes, Microseconds } from '../contract/units';
import { gemm1Rows } from '../engine/memory';

/**
 * How long native calls may take before the supervisor calls them hung. A limit is many times what
 * a slow machine needs, so that only a call that never returns meets it.
 */

/** Allowed for anything, however small; MOE_WORKBENCH_PATIENCE_SECONDS takes its place. */
const patienceSeconds = 20;
/** Slowest packing of weights thought possible; a laptop's core packs several hundred MB/s. */
const packedBytesPerUs = 20;
/** Slowest kernel and oracle thought possible: plain C++ takes about 1 ns for a multiplication. */
const productsPerUs = 100;
/** Tokens that a check asks the oracle for. */
const checkedTokens = 4;
/** A block may be this many times slower than its cell's warm-up. */
const blockSlack = 20;

export class Limits {
  readonly #patienceUs: Microseconds;

  constructor(
    private readonly problem: MoeProblem,
    environment: NodeJS.ProcessEnv,
  ) {
    const own = Number(environment['MOE_WORKBENCH_PATIENCE_SECONDS']);
    this.#patienceUs = (own > 0 ? own : patienceSeconds) * 1e6;
  }

  /** Opening a library and its context. */
  start(): Microseconds {
    return this.#patienceUs;
  }

  prepare(weightBytes: Bytes, copies: number): Microseconds {
    // One more copy for the weights as a checkpoint has them.
    return this.#patienceUs + (weightBytes * (copies + 1)) / packedBytesPerUs;
  }

  check(stage: Stage, batchSize: number): Microseconds {
    return this.#patienceUs + this.#launch(stage, batchSize) + this.#launch(stage, checkedTokens);
  }

  warmUp(stage: Stage, batchSize: number): Microseconds {
    return this.#patienceUs + 3 * this.#launch(stage, batchSize);
  }

  /** @param launchUs from the warm-up */
  block(launchUs: Microseconds, launches: number): Microseconds {
    return this.#patienceUs + blockSlack * launchUs * launches;
  }

  #launch(stage: Stage, tokens: number): Microseconds {
    const { hiddenSize, intermediateSize, topK } = this.problem;
    const gemm1 = stage === 'gemm2' ? 0 : gemm1Rows(this.problem) * hiddenSize;
    const gemm2 = stage === 'gemm1' ? 0 : hiddenSize * intermediateSize;
    return (tokens * topK * (gemm1 + gemm2)) / productsPerUs;
  }
}
