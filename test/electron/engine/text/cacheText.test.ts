import { describe, expect, it } from 'vitest';
import { cacheText } from '../../../../electron/engine/text/cacheText';

describe('the caches of a processor', () => {
  it('are said in a line', () => {
    expect(cacheText({ l1dBytes: 32768, l2Bytes: 2 ** 20, lastLevelCacheBytes: 2 ** 25 })).toBe(
      'L1d 32 KiB, L2 1 MiB per core, last level 32 MiB',
    );
  });

  it('are unknown where the system does not say, and never of no size', () => {
    expect(cacheText({ l1dBytes: 32768, l2Bytes: 0, lastLevelCacheBytes: 0 })).toBe(
      'L1d 32 KiB, L2 unknown per core, last level unknown',
    );
    expect(cacheText({ l1dBytes: 0, l2Bytes: 0, lastLevelCacheBytes: 0 })).toBe(
      'the system does not say',
    );
  });
});
