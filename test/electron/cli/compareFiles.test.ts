/** compare and gate of run files that exist already: nothing is measured. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFolder } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';
import type { RunDocument } from '../../../electron/contract/runFile';
import { encodeRunFile } from '../../../electron/engine/runFile/codec';
import { comparedRun } from '../../renderer/fixtures/comparedRun';
import { runFromText } from '../../renderer/fixtures/runFromText';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const STREAMING = 'streaming.avx2.m32n6k64.lut.stream.after';
const MONDAY = `
  ${NATURAL}   | 1 | 800 808 792 803 801 797 805 799 802
  ${STREAMING} | 1 | 400 404 396 401 402 398 399 403 397
`;

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-files-'));
  await Promise.all([
    keep('monday', runFromText(MONDAY, { runId: 'monday' })),
    keep('renamed', runFromText(MONDAY, { runId: 'renamed' })),
    keep('tuesday', runFromText(MONDAY.replaceAll(' 80', ' 90'), { runId: 'tuesday' })),
    keep('pair', comparedRun('pair')),
  ]);
  await copyFile(fileOf('monday'), fileOf('copy'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const fileOf = (name: string) => join(home, `${name}.moerun`);

function keep(name: string, run: RunDocument): Promise<void> {
  return writeFile(fileOf(name), encodeRunFile(run));
}

/** @param commandLine in which NAME.moerun is one of the files above */
function run(commandLine: string) {
  const words = commandLine.replaceAll(/\b(\w+)\.moerun/g, (_, name: string) => fileOf(name));
  const env = { ...process.env, MOE_WORKBENCH_HOME: home };
  return capture(process.execPath, [join(appFolder, 'cli.mjs'), ...words.split(' ')], { env });
}

describe('both sides the same', () => {
  it.each([
    ['monday.moerun monday.moerun', /both sides are the same run, monday: name another run/],
    ['monday.moerun copy.moerun', /both sides are the same run, monday/],
    ['monday.moerun renamed.moerun', /both sides are the same run, renamed/],
    ['pair.moerun pair.moerun', /same run, pair: .*show \S+pair\.moerun prints the comparison/],
    ['monday.moerun@family:natural copy.moerun@family:natural', /the same part of the run, monday/],
  ])('is refused, not judged: %s', async (sides, sentence) => {
    for (const [command, badInput] of [
      ['compare', 2],
      ['gate', 4],
    ] as const) {
      const { code, output } = await run(`${command} ${sides}`);
      expect(output).toMatch(sentence);
      expect(output).not.toMatch(/SAME|pass/);
      expect(code).toBe(badInput);
    }
  });
});

describe('a part that a run does not have', () => {
  it.each([
    ['family:naturl', /run monday: unknown family "naturl"; did you mean natural\?/],
    [
      'tactic:natural.avx2',
      /run monday: unknown tactic "natural.avx2"; did you mean natural\.avx2\.m16/,
    ],
    ['batch:4', /run monday: unknown batch size "4"; .*1/],
  ])('is refused with those that it has: %s', async (part, sentence) => {
    const { code, output } = await run(
      `compare monday.moerun@${part} monday.moerun@family:streaming`,
    );
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
  });
});

describe('two sides', () => {
  it('may be two runs', async () => {
    const { code, output } = await run('gate monday.moerun tuesday.moerun');
    expect(output).toMatch(/two runs of different times, unpaired/);
    expect(output).toMatch(new RegExp(`regression: 1 of 2 cells SLOWER: ${NATURAL}`));
    expect(code).toBe(1);
  });

  it('may be two parts of one run', async () => {
    const sides = 'monday.moerun@family:natural copy.moerun@family:streaming';
    const { code, output } = await run(`gate ${sides}`);
    expect(output).toContain('two cells of one run, paired by replicate');
    expect(output).toMatch(/FASTER: 2\.\d+ ×/);
    expect(code).toBe(0);
  });

  it('are judged with the correction of the command, whether or not they are measured for it', async () => {
    const [compared, gated] = [
      await run('compare monday.moerun tuesday.moerun'),
      await run('gate monday.moerun tuesday.moerun'),
    ];
    expect(compared.output).toMatch(/correction for 2 cells: Benjamini-Hochberg/);
    expect(gated.output).toMatch(/correction for 2 cells: Holm/);
  });
});
