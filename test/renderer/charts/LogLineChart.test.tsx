// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { summariseRun } from '../../../electron/engine/summariseRun';
import { timeChart } from '../../../renderer/charts/familyCharts';
import { LogLineChart } from '../../../renderer/charts/LogLineChart';
import { inventedRun } from '../fixtures/inventedRun';

afterEach(cleanup);

function draw(replicates: number): HTMLElement {
  const [group] = summariseRun(inventedRun(replicates)).groups;
  if (group === undefined) throw new Error('The run has no group.');
  const spec = timeChart(group, '');
  return render(<LogLineChart spec={spec} width={700} height={300} />).container;
}

describe('LogLineChart', () => {
  it('draws a line and a name per family', () => {
    const picture = draw(5);
    expect(picture.querySelectorAll('path.recharts-line-curve')).toHaveLength(3);
    const names = [...picture.querySelectorAll('.end-labels text')].map((text) => text.textContent);
    expect(names).toEqual(['natural', 'interleaved', 'streaming']);
  });

  it('draws an interval bar at every point that has one', () => {
    // Each bar is a line with two ends; one of the twelve points has no correct tactic.
    expect(draw(5).querySelectorAll('.recharts-errorBar line').length).toBe(12 * 3);
  });

  it('draws no interval bar with one replicate', () => {
    expect(draw(1).querySelectorAll('.recharts-errorBar line')).toHaveLength(0);
  });

  it('writes no coordinate that is not a number', () => {
    expect(draw(5).innerHTML).not.toContain('NaN');
  });
});
