import { describe, expect, it } from 'vitest';
import { cliCommand } from '../../../renderer/state/cliCommand';
import { runFromText } from '../fixtures/runFromText';

const TEXT = `
  natural.avx2.m16n1k64.arith.direct.after | 1 | 2000
  natural.avx2.m16n1k64.arith.direct.after | 4 | 4000
`;

describe('the command that measures a plan again', () => {
  const { plan } = runFromText(TEXT, { tacticFilter: 'family:natural m16' }).header;

  it('can be pasted in a clone', () => {
    expect(cliCommand(plan)).toMatch(/^npm run cli -- run --preset gpt-oss-20b /);
  });

  it('names the plan’s batch sizes and quotes its filter', () => {
    expect(cliCommand(plan)).toContain('--batch 1,4 ');
    expect(cliCommand(plan)).toContain(`--tactics 'family:natural m16' `);
  });

  it('gives sizes where there is no preset', () => {
    const { preset: _, ...free } = plan;
    expect(cliCommand(free)).toContain(
      '--hidden 2880 --intermediate 2880 --experts 32 --top-k 4 --activation swiglu_oai --bias',
    );
  });
});
