import type { CacheMode } from '../../contract/plan';
import type { Bytes } from '../../contract/units';
import type { RoutingSample } from './sampleRoutings';

/** A launch of the rotation: which copy of the layer's weights, and the batch renamed onto it. */
export interface RotatedLaunch extends RoutingSample {
  readonly copy: number;
}

/** Launches to be cycled through. */
export interface ColdRotation {
  readonly launches: readonly RotatedLaunch[];
  /** Copies of the layer's weights that the launches refer to. */
  readonly copies: number;
  /** Fewest weight bytes touched between two launches that use the same expert's buffer; 0 when hot. */
  readonly reuseDistanceBytes: Bytes;
  /** Mean weight bytes of touched experts in one launch. */
  readonly weightBytesPerLaunch: Bytes;
}

export interface RotationRequest {
  readonly samples: readonly RoutingSample[];
  readonly numExperts: number;
  /** Packed weights of one expert, of the GEMMs that the stage runs. */
  readonly expertBytes: Bytes;
  readonly lastLevelCacheBytes: Bytes;
  readonly cacheMode: CacheMode;
  /** What memory allows. */
  readonly maxCopies: number;
}

/** Between two uses of a buffer, this many times the last-level cache. */
export const COLD_CACHE_MULTIPLE = 5;
/** All shorter rotations are looked at too, so twice as many launches take four times as long. */
const MAX_LAUNCHES = 128;

/**
 * Makes weights cold with little memory. A cache remembers buffers, not expert numbers: weights of all
 * experts are drawn alike, so a sample's experts may be renamed freely. Each launch is given the
 * experts that have rested longest, in the copy where that rest is longest, which keeps the histogram
 * of the sample. Where launches touch little, more of them make the distance, which costs no memory;
 * copies are added only until it is large enough.
 */
export function planColdRotation(request: RotationRequest): ColdRotation {
  if (request.cacheMode === 'hot') {
    const launches = request.samples.map((sample) => ({ ...sample, copy: 0 }));
    return describe(request, launches, touchedBy(launches), 1);
  }
  const target = coldDistance(request);
  const fewestLaunches = Math.max(request.samples.length, launchesPastCaches(request));
  let best: ColdRotation | undefined;
  for (
    let copies = fewestCopies(request);
    copies <= request.maxCopies;
    copies = nextCopies(copies)
  ) {
    const rotation = rotate(request, copies, fewestLaunches);
    if (rotation.reuseDistanceBytes >= target) {
      return rotation;
    }
    if (best === undefined || rotation.reuseDistanceBytes > best.reuseDistanceBytes) {
      best = rotation;
    }
  }
  return best ?? rotate(request, 1, fewestLaunches);
}

function coldDistance({ lastLevelCacheBytes }: RotationRequest): Bytes {
  return COLD_CACHE_MULTIPLE * lastLevelCacheBytes;
}

/** Fewer have not as many bytes as are to be touched. */
function fewestCopies(request: RotationRequest): number {
  const layerBytes = Math.max(1, request.numExperts * request.expertBytes);
  const enough = Math.ceil(coldDistance(request) / layerBytes);
  return Math.max(1, Math.min(enough, request.maxCopies));
}

/** One by one at first, in larger steps when a layer is so small that many copies are needed. */
function nextCopies(copies: number): number {
  return copies + Math.max(1, Math.floor(copies / 4));
}

function rotate(request: RotationRequest, copies: number, fewestLaunches: number): ColdRotation {
  // Enough launches to go round every copy, however few samples there are.
  const launches = assignLeastRecentlyUsed(request, copies, Math.max(fewestLaunches, copies * 2));
  const touched = touchedBy(launches);
  // The list is cycled, so its end meets its beginning: dropping a few launches can make them fit.
  let best = describe(request, launches, touched, copies);
  for (let length = launches.length - 1; length > launches.length / 2; length--) {
    const shorter = describe(request, launches.slice(0, length), touched.slice(0, length), copies);
    if (shorter.reuseDistanceBytes > best.reuseDistanceBytes) {
      best = shorter;
    }
  }
  return best;
}

function assignLeastRecentlyUsed(
  { numExperts, samples }: RotationRequest,
  copies: number,
  count: number,
): RotatedLaunch[] {
  // Copy by copy, its experts from the longest rested to the latest used.
  const rested = Array.from({ length: copies }, () =>
    Array.from({ length: numExperts }, (_, expert) => expert),
  );
  const lastLaunch = Array.from({ length: copies }, () => new Int32Array(numExperts).fill(-1));
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length] as RoutingSample; // samples are not empty
    const logical = [...new Set(sample.expertIds)];
    const copy = indexOfSmallest(rested, (queue, candidate) => {
      const lastNeeded = queue[logical.length - 1] ?? 0;
      return lastLaunch[candidate]?.[lastNeeded] ?? -1;
    });
    const queue = rested[copy] ?? [];
    const physical = queue.splice(0, logical.length);
    queue.push(...physical);
    for (const expert of physical) {
      lastLaunch[copy]?.fill(index, expert, expert + 1);
    }
    const renamed = new Map(logical.map((expert, place) => [expert, physical[place] ?? 0]));
    return {
      copy,
      expertIds: sample.expertIds.map((expert) => renamed.get(expert) ?? 0),
      expertWeights: sample.expertWeights,
    };
  });
}

/** Launches that touch what has to be touched between two uses of a buffer, and a quarter to spare. */
function launchesPastCaches(request: RotationRequest): number {
  const { samples, expertBytes } = request;
  const experts = touchedBy(samples).reduce((sum, { size }) => sum + size, 0) / samples.length;
  const launchBytes = Math.max(1, experts * expertBytes);
  return Math.min(MAX_LAUNCHES, Math.ceil((1.25 * coldDistance(request)) / launchBytes) + 2);
}

/** The experts of each launch. */
function touchedBy(launches: readonly RoutingSample[]): readonly ReadonlySet<number>[] {
  return launches.map(({ expertIds }) => new Set(expertIds));
}

function indexOfSmallest<T>(items: readonly T[], key: (item: T, index: number) => number): number {
  let best = 0;
  let bestKey = Infinity;
  items.forEach((item, index) => {
    const value = key(item, index);
    if (value < bestKey) {
      best = index;
      bestKey = value;
    }
  });
  return best;
}

function describe(
  { expertBytes, cacheMode }: RotationRequest,
  launches: readonly RotatedLaunch[],
  touched: readonly ReadonlySet<number>[],
  copies: number,
): ColdRotation {
  const bytes = touched.map((experts) => experts.size * expertBytes);
  const total = bytes.reduce((sum, value) => sum + value, 0);
  return {
    launches,
    copies,
    reuseDistanceBytes: cacheMode === 'hot' ? 0 : smallestReuseDistance(launches, touched, bytes),
    weightBytesPerLaunch: total / launches.length,
  };
}

/** Bytes of the launches strictly between two uses of one buffer, the smallest over the endless cycle. */
function smallestReuseDistance(
  launches: readonly RotatedLaunch[],
  touched: readonly ReadonlySet<number>[],
  bytes: readonly Bytes[],
): Bytes {
  const lastEnd = new Map<string, Bytes>();
  let smallest = Infinity;
  let position = 0;
  for (let step = 0; step < 2 * launches.length; step++) {
    const index = step % launches.length;
    const copy = launches[index]?.copy ?? 0;
    const end = position + (bytes[index] ?? 0);
    for (const expert of touched[index] ?? []) {
      const buffer = `${copy}/${expert}`;
      const previousEnd = lastEnd.get(buffer);
      if (previousEnd !== undefined) {
        smallest = Math.min(smallest, position - previousEnd);
      }
      lastEnd.set(buffer, end);
    }
    position = end;
  }
  return smallest;
}
