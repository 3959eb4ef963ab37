import { describe, expect, it } from 'vitest';
import { readableTicks, yAxisWidth, type ChartAxis } from '../../../renderer/charts/chartAxis';

const BATCHES = Array.from({ length: 20 }, (_, index) => index + 1);

function axis(changes: Partial<ChartAxis> = {}): ChartAxis {
  return {
    label: 'batch size, tokens',
    scale: 'log',
    domain: [0.9, 22],
    ticks: BATCHES,
    format: String,
    ...changes,
  };
}

describe('the ticks that are written', () => {
  it('are all of them where they have room', () => {
    expect(readableTicks(axis({ ticks: [1, 4, 16] }), 600)).toEqual([1, 4, 16]);
  });

  it('leave out those that would run into each other, never the last', () => {
    const kept = readableTicks(axis(), 300);
    expect(kept.at(-1)).toBe(20);
    expect(kept.slice(0, 3)).toEqual([1, 2, 3]);
    expect(kept.length).toBeLessThan(20);
    expect(readableTicks(axis(), 5000)).toEqual(BATCHES);
  });

  it('are placed by their values on a linear axis', () => {
    const linear = axis({ scale: 'linear', domain: [0, 21] });
    expect(readableTicks(linear, 300)).toHaveLength(10);
  });
});

describe('the vertical axis', () => {
  it('is as wide as its longest text', () => {
    const [narrow, wide] = ['1 ×', '1 000 000 µs'].map((text) =>
      yAxisWidth(axis({ ticks: [1], format: () => text })),
    );
    expect(wide).toBeGreaterThan((narrow ?? 0) + 20);
  });
});
