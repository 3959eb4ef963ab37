// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { EnvironmentFact } from '../../../electron/engine/report/environmentFacts';
import { EnvironmentTable } from '../../../renderer/widgets/EnvironmentTable';

afterEach(cleanup);

function rowsOf(facts: readonly EnvironmentFact[]): readonly (readonly (string | null)[])[] {
  render(<EnvironmentTable facts={facts} />);
  return screen
    .getAllByRole('row')
    .map((row) => [...row.children].map(({ textContent }) => textContent));
}

describe('the environment', () => {
  it('has one column of values where there is one side', () => {
    expect(rowsOf([{ name: 'Threads', b: '2' }])).toEqual([
      ['Fact', 'Value'],
      ['Threads', '2'],
    ]);
  });

  it('shows once what both sides share, and says in words and with a mark what differs', () => {
    const rows = rowsOf([
      { name: 'Threads', a: '2', b: '2' },
      { name: 'Commit', a: '1a2b3c4', b: '5d6e7f8' },
    ]);
    expect(rows).toEqual([
      ['Fact', 'A', 'B', 'Same'],
      ['Threads', '2', 'same'],
      ['Commit', '1a2b3c4', '5d6e7f8', '≠ differs'],
    ]);
    const shared = within(screen.getByRole('row', { name: /Threads/ })).getByText('2');
    expect(shared.getAttribute('colspan')).toBe('2');
  });

  it('names each row by its fact', () => {
    rowsOf([{ name: 'Threads', a: '2', b: '3' }]);
    expect(screen.getByRole('rowheader', { name: 'Threads' })).toBeTruthy();
  });

  it('shows text from a run file as text', () => {
    const text = '<img src=x onerror=alert(1)>';
    expect(rowsOf([{ name: 'Machine', b: text }])[1]).toEqual(['Machine', text]);
    expect(document.querySelector('img')).toBeNull();
  });
});
