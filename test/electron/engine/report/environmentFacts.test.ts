import { describe, expect, it } from 'vitest';
import type { Branch } from '../../../../electron/contract/comparison';
import type { Environment } from '../../../../electron/contract/machine';
import type { RunPlan } from '../../../../electron/contract/plan';
import type { RunDocument } from '../../../../electron/contract/runFile';
import {
  differs,
  environmentFacts,
  type EnvironmentFact,
} from '../../../../electron/engine/report/environmentFacts';
import { branchNamed, comparisonPlan } from '../../../fixtures/comparisons';
import { documentOf } from '../../../fixtures/plans';
import { environment, runFromText } from '../../../renderer/fixtures/runFromText';
import { renamed } from './reports';

const RUN = runFromText('natural.avx2.m16n1k64.arith.direct.after | 1 | 800 808');

function factNamed(facts: readonly EnvironmentFact[], name: string): EnvironmentFact | undefined {
  return facts.find((fact) => fact.name === name);
}

function namesOf(facts: readonly EnvironmentFact[]): readonly string[] {
  return facts.map(({ name }) => name);
}

function changed(
  run: RunDocument,
  { machine, plan }: { machine?: Partial<Environment>; plan?: Partial<RunPlan> },
): RunDocument {
  const { header } = run;
  return {
    ...run,
    header: {
      ...header,
      environment: { ...header.environment, ...machine },
      plan: { ...header.plan, ...plan },
    },
  };
}

describe('of one side', () => {
  it('every fact stands once, and none differs', () => {
    const facts = environmentFacts(undefined, RUN);
    expect(facts.some((fact) => 'a' in fact || differs(fact))).toBe(false);
    expect(Object.fromEntries(facts.map(({ name, b }) => [name, b]))).toEqual({
      Run: 'run-of-text',
      Measured: '2026-11-20T10:00:00.000Z',
      Machine: 'invented-host',
      Processor: 'Invented Processor 9000 @ 2.00GHz',
      'Hardware threads': '2',
      Memory: '25.0 GB',
      'Operating system': 'Debian GNU/Linux 12',
      'Huge pages': 'madvise',
      'Read bandwidth, GB/s': '20.0',
      'Compute peak, GFLOP/s': '300 of fp32 multiply-adds',
      Workbench: '0.1.0',
      Node: '20.20.2',
      Threads: '2',
      Weights: 'cold',
      Seed: '1',
      Effort: 'quick',
      'Library, SHA-256': 'ab12cd34ef56ab12',
    });
  });

  it('what was not found out is said, not left out', () => {
    const bare = changed(RUN, {
      machine: { readBandwidth: undefined, computePeak: undefined, libraries: [] },
      plan: { threads: 0 },
    });
    const facts = environmentFacts(undefined, bare);
    expect(factNamed(facts, 'Read bandwidth, GB/s')?.b).toBe('not measured');
    expect(factNamed(facts, 'Compute peak, GFLOP/s')?.b).toBe('not measured');
    expect(factNamed(facts, 'Library, SHA-256')?.b).toBe('none');
    expect(factNamed(facts, 'Threads')?.b).toBe('all');
  });

  it('a run on a GPU names it, beside the processor', () => {
    const device = {
      ready: true,
      description: 'NVIDIA H200',
      memoryBytes: 1,
      lastLevelCacheBytes: 1,
    };
    const library = {
      target: 'sm90',
      name: 'moe',
      abiVersion: 1,
      contentHash: 'ab',
      device,
    } as const;
    const run = changed(RUN, { machine: { libraries: [library] }, plan: { target: 'sm90' } });
    expect(factNamed(environmentFacts(undefined, run), 'GPU')?.b).toBe('NVIDIA H200');
    expect(namesOf(environmentFacts(undefined, run))).toContain('Processor');
    const unnamed = changed(RUN, { plan: { target: 'sm90' } });
    expect(factNamed(environmentFacts(undefined, unnamed), 'GPU')?.b).toBe('not recorded');
    expect(namesOf(environmentFacts(undefined, RUN))).not.toContain('GPU');
  });

  it('the machine of the latest resume counts', () => {
    const resume = {
      type: 'resume',
      at: RUN.header.createdAt,
      environment: environment({ hostname: 'another-host' }),
    } as const;
    const facts = environmentFacts(undefined, { ...RUN, records: [...RUN.records, resume] });
    expect(factNamed(facts, 'Machine')?.b).toBe('another-host');
  });
});

describe('of two runs', () => {
  it('what differs is marked, and nothing else', () => {
    const before = renamed(
      changed(RUN, { machine: { hostname: 'old-host' }, plan: { seed: 7 } }),
      'before',
    );
    const facts = environmentFacts(before, RUN);
    expect(facts.filter(differs)).toEqual([
      { name: 'Run', a: 'before', b: 'run-of-text' },
      { name: 'Machine', a: 'old-host', b: 'invented-host' },
      { name: 'Seed', a: '7', b: '1' },
    ]);
    expect(factNamed(facts, 'Processor')).toMatchObject({ a: RUN.header.environment.cpu.model });
  });
});

describe('of two branches of one run', () => {
  function runOf(a: Partial<Branch>, b: Partial<Branch>): RunDocument {
    const plan = comparisonPlan();
    const { comparison } = plan;
    if (comparison === undefined) {
      throw new Error('the fixture compares');
    }
    const branches = {
      A: { ...branchNamed('main'), ...a },
      B: { ...branchNamed('contender'), ...b },
    };
    return documentOf({ ...plan, comparison: { ...comparison, branches } }, []);
  }

  it('the branches differ; the machine is the same on both sides', () => {
    const run = runOf(
      { commit: 'abc', dirty: false, builtAt: '2026-11-24T00:00:00.000Z' },
      { commit: 'abc', dirty: true, compilers: ['c++ 13', 'nvcc 13.0'] },
    );
    const facts = environmentFacts(run, run);
    expect(facts.filter(differs)).toEqual([
      { name: 'Branch', a: 'main', b: 'contender' },
      { name: 'Built from', a: '/repositories/main', b: '/repositories/contender' },
      { name: 'Kernels changed since the commit', a: 'no', b: 'yes' },
      { name: 'Compilers', a: 'c++ 12', b: 'c++ 13, nvcc 13.0' },
      { name: 'Built', a: '2026-11-24T00:00:00.000Z', b: 'not known: built elsewhere' },
      { name: 'Branch library, SHA-256', a: 'main', b: 'contender' },
    ]);
    expect(factNamed(facts, 'Commit')).toEqual({ name: 'Commit', a: 'abc', b: 'abc' });
    expect(factNamed(facts, 'Machine')).toEqual({ name: 'Machine', a: 'test', b: 'test' });
  });

  it('a branch that was built elsewhere says so', () => {
    const run = runOf({ compilers: [] }, {});
    const facts = environmentFacts(run, run);
    expect(factNamed(facts, 'Compilers')?.a).toBe('not known: built elsewhere');
    expect(factNamed(facts, 'Commit')?.a).toBe('none');
    expect(factNamed(facts, 'Kernels changed since the commit')?.a).toBe('not known');
  });

  it('a run of two sides held against another run is one machine against another', () => {
    const run = runOf({}, {});
    const facts = environmentFacts(renamed(run, 'before'), run);
    expect(namesOf(facts)).not.toContain('Branch');
    expect(facts.filter(differs).map(({ name }) => name)).toEqual(['Run']);
  });
});
