import { describe, expect, it } from 'vitest';
import { formatSorting, parseSorting } from '../../../../renderer/views/tactics/sortingLink';

describe('sorting in the link', () => {
  it('survives', () => {
    const sorting = [
      { id: 'batch', desc: false },
      { id: 'regret', desc: true },
    ];
    expect(parseSorting(formatSorting(sorting), ['batch', 'regret'])).toEqual(sorting);
  });

  it('leaves out columns that do not exist', () => {
    expect(parseSorting('nonsense,-batch', ['batch'])).toEqual([{ id: 'batch', desc: true }]);
  });
});
