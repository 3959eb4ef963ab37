// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { compareRun } from '../../../electron/engine/verdict/compareRun';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { VerdictStrip } from '../../../renderer/widgets/VerdictStrip';
import { comparedRun } from '../fixtures/comparedRun';

afterEach(cleanup);

function compared(): ComparisonSummary {
  const summary = compareRun(comparedRun('mine'));
  if (summary === undefined) throw new Error('The run compares nothing.');
  return summary;
}

describe('the strip of verdicts', () => {
  it('says what is held against what where nothing else does', () => {
    render(<VerdictStrip summary={compared()} contest="fused over pr12451" />);
    expect(screen.getByText('fused over pr12451, geometric mean')).toBeTruthy();
  });

  it('says so where the mean is called and none of its cells is', () => {
    const summary = compared();
    render(<VerdictStrip summary={summary} />);
    expect(screen.queryByText(/only their mean/)).toBeNull();
    cleanup();
    const total = summary.cells.length;
    const counts = { ...summary.counts, FASTER: 0, INCONCLUSIVE: total };
    render(<VerdictStrip summary={{ ...summary, counts }} />);
    expect(screen.getByText(`of ${total} cells; only their mean is FASTER`)).toBeTruthy();
  });
});
