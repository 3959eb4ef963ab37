import { describe, expect, it } from 'vitest';
import { sourceText } from '../../../renderer/charts/exports';

describe('the source line of a picture', () => {
  it('says when figures may still move', () => {
    expect(sourceText('run demo', true)).toMatch(/^provisional.* · run demo$/);
    expect(sourceText('run demo', false)).toBe('run demo');
  });
});
