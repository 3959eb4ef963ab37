import type { CpuInfo } from '../../contract/machine';
import { formatBinaryBytes } from './format';

type CacheSizes = Pick<CpuInfo, 'l1dBytes' | 'l2Bytes' | 'lastLevelCacheBytes'>;

/** The caches of a processor in a line; some virtual machines say nothing of theirs. */
export function cacheText({ l1dBytes, l2Bytes, lastLevelCacheBytes }: CacheSizes): string {
  if (l1dBytes + l2Bytes + lastLevelCacheBytes === 0) return 'the system does not say';
  const [l1d, l2, lastLevel] = [l1dBytes, l2Bytes, lastLevelCacheBytes].map((bytes) =>
    bytes === 0 ? 'unknown' : formatBinaryBytes(bytes),
  );
  return `L1d ${l1d}, L2 ${l2} per core, last level ${lastLevel}`;
}
