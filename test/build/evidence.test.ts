import { describe, expect, it } from 'vitest';
import { root } from '../../build/lib/paths.mjs';
import { capture } from '../../build/lib/run.mjs';

describe('the branch that is 1 % slower on a GPU', () => {
  it('is still a patch of these kernels', async () => {
    const patch = 'test/native/evidence/slowed_sm90.patch';
    const { output } = await capture('git', ['-C', root, 'apply', '--check', patch], {});
    expect(output).toBe('');
  });
});
