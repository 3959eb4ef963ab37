import { describe, expect, it } from 'vitest';
import { spreadLabels } from '../../../renderer/charts/spreadLabels';

describe('spreadLabels', () => {
  it('leaves labels that are far apart where they are', () => {
    expect(spreadLabels([10, 50, 90], 15, 0, 100)).toEqual([10, 50, 90]);
  });

  it('moves close ones apart and keeps their order', () => {
    expect(spreadLabels([52, 50, 51], 15, 0, 200)).toEqual([80, 50, 65]);
  });

  it('keeps them above the lower edge', () => {
    expect(spreadLabels([95, 98], 15, 0, 100)).toEqual([85, 100]);
  });
});
