/**
 * Seeded random numbers: SplitMix64 seeds xoshiro128**. Both are in the public domain
 * (Steele, Lea and Flood 2014; Blackman and Vigna 2018). The same seed gives the same numbers on
 * every machine and in every version of the workbench: run files depend on it.
 */
export class Random {
  readonly #state: Uint32Array;
  #spareNormal: number | undefined;

  private constructor(state: Uint32Array) {
    this.#state = state;
  }

  /** @param path words that name the stream, so that streams of one seed are independent. */
  static of(seed: number, ...path: readonly (string | number)[]): Random {
    let hash = splitMix64(BigInt(Math.trunc(seed)) & mask64);
    for (const character of path.join('/')) {
      hash = splitMix64(hash ^ BigInt(character.codePointAt(0) ?? 0));
    }
    const state = new Uint32Array(4);
    for (let i = 0; i < 4; i += 2) {
      hash = splitMix64(hash);
      state[i] = Number(hash & 0xffffffffn);
      state[i + 1] = Number(hash >> 32n);
    }
    return new Random(state);
  }

  /** Uniform over the 2^32 unsigned integers. */
  nextUint32(): number {
    const s = this.#state;
    const [s0, s1, s2, s3] = [s[0] ?? 0, s[1] ?? 0, s[2] ?? 0, s[3] ?? 0];
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    const n2 = s2 ^ s0;
    const n3 = s3 ^ s1;
    s[1] = s1 ^ n2;
    s[0] = s0 ^ n3;
    s[2] = n2 ^ t;
    s[3] = rotateLeft(n3, 11);
    return result;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  nextFloat(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** Uniform over the integers 0 to bound - 1. */
  nextBelow(bound: number): number {
    return Math.floor(this.nextFloat() * bound);
  }

  /** Standard normal, by the polar method of Marsaglia (1964). */
  nextNormal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.nextFloat() - 1;
      const v = 2 * this.nextFloat() - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        this.#spareNormal = v * factor;
        return u * factor;
      }
    }
  }

  /** Gamma(shape, 1), by Marsaglia and Tsang (2000), with their boost for shapes under 1. */
  nextGamma(shape: number): number {
    if (shape < 1) {
      return this.nextGamma(shape + 1) * Math.pow(1 - this.nextFloat(), 1 / shape);
    }
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.nextNormal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) {
        continue;
      }
      const u = 1 - this.nextFloat();
      if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** The same elements in a random order (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.nextBelow(i + 1);
      const [a, b] = [result[i] as T, result[j] as T]; // both indices are within the array
      result[i] = b;
      result[j] = a;
    }
    return result;
  }
}

const mask64 = (1n << 64n) - 1n;

function splitMix64(value: bigint): bigint {
  let z = (value + 0x9e3779b97f4a7c15n) & mask64;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask64;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask64;
  return z ^ (z >> 31n);
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
