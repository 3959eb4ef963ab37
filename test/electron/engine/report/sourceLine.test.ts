import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../../electron/contract/runFile';
import {
  comparedSourceLine,
  registerSourceLine,
  sourceLine,
} from '../../../../electron/engine/report/sourceLine';
import { comparisonPlan } from '../../../fixtures/comparisons';
import { documentOf } from '../../../fixtures/plans';

function runNamed(runId: string): RunDocument {
  const document = documentOf(comparisonPlan(), []);
  const { environment } = document.header;
  return {
    ...document,
    header: {
      ...document.header,
      runId,
      createdAt: '2026-11-24T09:30:00.000Z',
      environment: {
        ...environment,
        workbenchVersion: '0.5.0',
        cpu: { ...environment.cpu, model: 'A Processor' },
        libraries: [],
      },
    },
  };
}

describe('the source line', () => {
  it('names the run, what measured it, the day and the program', () => {
    expect(sourceLine(runNamed('night'))).toBe(
      'run night · A Processor · 2026-11-24 · MoE Workbench 0.5.0',
    );
  });

  it('names the device of the library that was measured', () => {
    const run = runNamed('night');
    const device = {
      ready: true,
      description: 'NVIDIA H200',
      memoryBytes: 1,
      lastLevelCacheBytes: 1,
    };
    const { target } = run.header.plan;
    const library = { target, name: 'moe', abiVersion: 1, contentHash: 'ab', device };
    const environment = { ...run.header.environment, libraries: [library] };
    const line = sourceLine({ header: { ...run.header, environment } });
    expect(line).toContain(' · NVIDIA H200 · ');
    expect(line).not.toContain('A Processor');
  });

  it('of two runs names both sides, of one run that has both once', () => {
    const [a, b] = [runNamed('before'), runNamed('after')];
    expect(comparedSourceLine(a, b)).toBe(`A: ${sourceLine(a)}; B: ${sourceLine(b)}`);
    expect(comparedSourceLine(b, b)).toBe(sourceLine(b));
  });

  it("of a compiler's report names compiler and target", () => {
    expect(registerSourceLine({ compiler: 'nvcc 13.0.88', target: 'sm90' })).toBe(
      'report of nvcc 13.0.88 for sm90',
    );
  });
});
