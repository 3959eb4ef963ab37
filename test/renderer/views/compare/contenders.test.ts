import { describe, expect, it } from 'vitest';
import { contendersIn, shownContender } from '../../../../renderer/views/compare/contenders';

describe('the contenders of a link', () => {
  it('are the open run and at most three more, each once', () => {
    expect(contendersIn({}, 'open')).toEqual(['open']);
    expect(contendersIn({ with: 'a,open,b,a' }, 'open')).toEqual(['open', 'a', 'b']);
    expect(contendersIn({ with: 'a,b,c,d' }, 'open')).toHaveLength(4);
  });

  it('show the open run unless the link names another of them', () => {
    expect(shownContender({ with: 'a', show: 'a' }, 'open')).toBe('a');
    expect(shownContender({ with: 'a', show: 'elsewhere' }, 'open')).toBe('open');
  });
});
