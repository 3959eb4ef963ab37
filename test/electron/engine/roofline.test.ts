import { describe, expect, it } from 'vitest';
import { rooflineShare } from '../../../electron/engine/roofline';

describe('the share of the roofline', () => {
  it('is of the ceiling that is nearer', () => {
    expect(rooflineShare({ bandwidthShare: 0.9, peakShare: 0.2 })).toEqual({
      share: 0.9,
      ceiling: 'memory',
    });
    expect(rooflineShare({ bandwidthShare: 0.3, peakShare: 0.8 })).toEqual({
      share: 0.8,
      ceiling: 'compute',
    });
  });

  it('is of the one that was measured, and of none without any', () => {
    expect(rooflineShare({ bandwidthShare: 0.9 })?.ceiling).toBe('memory');
    expect(rooflineShare({ peakShare: 0.2 })?.ceiling).toBe('compute');
    expect(rooflineShare({})).toBeUndefined();
  });
});
