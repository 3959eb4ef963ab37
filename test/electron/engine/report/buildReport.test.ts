import { describe, expect, it } from 'vitest';
import { REPORT_SECTIONS } from '../../../../electron/contract/report';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { baselineRun, DIGEST, OTHER_DIGEST, renamed, reportOf } from './reports';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const STREAMING = 'streaming.avx2.m32n6k64.lut.stream.after';
const INTERLEAVED = 'interleaved.avx2.m16n1k64.lut.direct.after';
const ONE_SIDE = runFromText(`
  ${NATURAL}     | 1 | 800 808 792 800 801
  ${STREAMING}   | 1 | 400 404 396 400 400
  ${INTERLEAVED} | 1 | 600 604 596 600 600
`);

describe('what is compared', () => {
  it('is the two sides of a run, by their branches', () => {
    const run = comparedRun('demo');
    const { comparison, environment, provenance } = reportOf(run);
    expect(comparison?.summary).toEqual(compareRun(run));
    expect(comparison?.sides).toEqual(['main', 'contender']);
    expect(comparison?.baselineFamily).toBeUndefined();
    expect(environment.find(({ name }) => name === 'Branch')).toMatchObject({
      a: 'main',
      b: 'contender',
    });
    expect(provenance.baseline).toBeUndefined();
  });

  it('is the run against another run, by their ids', () => {
    const before = renamed(ONE_SIDE, 'before');
    const report = reportOf(ONE_SIDE, { baseline: baselineRun(before) });
    expect(report.comparison).toMatchObject({
      sides: ['before', 'run-of-text'],
      summary: { design: 'separate runs' },
    });
    expect(report.comparison?.summary.cells).toHaveLength(3);
    expect(report.environment.find(({ name }) => name === 'Run')).toMatchObject({
      a: 'before',
      b: 'run-of-text',
    });
    expect(report.provenance.baseline).toEqual({
      runId: 'before',
      createdAt: before.header.createdAt,
      digestSha256: OTHER_DIGEST,
    });
    expect(report.source).toMatch(/^A: run before · .*; B: run run-of-text · /);
  });

  it('is every other family against the one that was chosen', () => {
    const { comparison } = reportOf(ONE_SIDE, {
      baseline: { kind: 'family', family: 'interleaved' },
    });
    expect(comparison).toMatchObject({
      baselineFamily: 'interleaved',
      sides: ['interleaved, its fastest tactic', 'every other family, its fastest tactic'],
      summary: { design: 'same run' },
    });
    expect(comparison?.summary.cells.map(({ cell, word }) => [cell.tacticId, word])).toEqual([
      [NATURAL, 'SLOWER'],
      [STREAMING, 'FASTER'],
    ]);
  });

  it('is the target’s baseline family where a run of one side names none', () => {
    const { comparison, environment } = reportOf(ONE_SIDE);
    expect(comparison?.baselineFamily).toBe('natural');
    expect(comparison?.summary.counts.FASTER).toBe(2);
    expect(environment.every(({ a }) => a === undefined)).toBe(true);
  });

  it('is nothing where there is one family only', () => {
    const report = reportOf(runFromText(`${STREAMING} | 1 | 400 404 396 400 400`));
    expect(report).not.toHaveProperty('comparison');
    expect(report.methods).toContain('Design: one side was measured; nothing was compared.');
  });

  it('of a run with two sides can be a family all the same', () => {
    const { comparison, environment } = reportOf(comparedRun('demo'), {
      baseline: { kind: 'family', family: 'natural' },
    });
    expect(comparison?.summary.design).toBe('same run');
    expect(environment.every(({ a }) => a === undefined)).toBe(true);
  });
});

describe('where it comes from', () => {
  it('is the digest of the file, the program, the machine and the moment', () => {
    expect(reportOf(ONE_SIDE).provenance).toEqual({
      run: {
        runId: 'run-of-text',
        createdAt: '2026-11-20T10:00:00.000Z',
        digestSha256: DIGEST,
      },
      device: 'Invented Processor 9000 @ 2.00GHz',
      version: '0.5.0',
      madeAt: '2026-11-24T12:00:00.000Z',
    });
  });

  it('is the command that measures it again', () => {
    expect(reportOf(ONE_SIDE).command).toBe(
      'moe-workbench run --preset gpt-oss-20b --scheme mxfp4_bf16 --batch 1 --stage layer ' +
        '--routing uniform --target cpu --threads 2 --effort quick --seed 1',
    );
    expect(reportOf(comparedRun('demo')).command).toMatch(
      /^moe-workbench compare \/repositories\/main \/repositories\/contender --hidden 128 /,
    );
  });

  it('lets no name of the file become a command of its own', () => {
    const { header } = ONE_SIDE;
    const plan = { ...header.plan, preset: "x'; rm -rf ~ #", tacticFilter: '$(reboot)' };
    const { command } = reportOf({ ...ONE_SIDE, header: { ...header, plan } });
    expect(command).toContain(String.raw`--preset 'x'\''; rm -rf ~ #' `);
    expect(command).toContain("--tactics '$(reboot)' ");
  });
});

describe('what a person chooses', () => {
  it('is in the report as chosen', () => {
    const choice = {
      sections: ['methods', 'verdicts'],
      title: 'Faster',
      remarks: '*why*',
    } as const;
    expect(reportOf(ONE_SIDE, { choice, notes: 'of the engineer' })).toMatchObject({
      ...choice,
      notes: 'of the engineer',
    });
  });

  it('names itself where no title was given', () => {
    expect(reportOf(ONE_SIDE)).toMatchObject({
      title: 'MoE kernels: gpt-oss-20b-cpu',
      remarks: '',
      sections: REPORT_SECTIONS,
    });
    expect(reportOf(comparedRun('demo')).title).toBe('MoE kernels: 128x64-e8k2-cpu');
  });
});

it('has the figures of the summary, and says while they may still move', () => {
  expect(reportOf(ONE_SIDE).summary).toEqual(summariseRun(ONE_SIDE));
  const cut = runFromText(`${NATURAL} | 1 | 800 808`, { end: 'none' });
  expect(reportOf(cut).summary.provisional).toBe(true);
  expect(reportOf(cut).methods.at(-1)).toContain('not finished');
});
