import { describe, expect, it } from 'vitest';
import type { RunDocument, RunRecord } from '../../../../electron/contract/runFile';
import {
  droppedParts,
  type Dropped,
  type DroppedLine,
} from '../../../../electron/engine/report/droppedParts';
import { decodeRunFile, encodeRunFile } from '../../../../electron/engine/runFile/codec';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { compareRuns, matchingCells } from '../../../../electron/engine/verdict/compareRuns';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { noisyRun } from '../export/noisyRuns';
import { renamed } from './reports';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const STREAMING = 'streaming.avx2.m32n6k64.lut.stream.after';

function dropped(run: RunDocument, comparison = compareRun(run)): Dropped {
  return droppedParts(run, summariseRun(run), comparison);
}

function lineAbout({ lines }: Dropped, why: RegExp): DroppedLine | undefined {
  const matching = lines.filter((line) => why.test(line.why));
  expect(matching.length).toBeLessThan(2);
  return matching[0];
}

/** What the device says during some blocks of the first cell. */
function withDevice(
  run: RunDocument,
  changeOf: (block: number) => { readonly clockMhz?: number; readonly throttleReasons?: string[] },
): RunDocument {
  let block = 0;
  return {
    ...run,
    records: run.records.map((record): RunRecord =>
      record.type === 'block' && record.cell === 0 && record.device !== undefined
        ? { ...record, device: { ...record.device, ...changeOf(block++) } }
        : record,
    ),
  };
}

describe('blocks', () => {
  const run = noisyRun('two');

  it('are none where nothing was dropped, and are counted as the file has them', () => {
    const { droppedBlocks, blocks } = dropped(run);
    expect(droppedBlocks).toBe(0);
    expect(blocks).toBe(run.records.filter(({ type }) => type === 'block').length);
  });

  it('with the same throttle reason are one line, with the cells it concerns', () => {
    const reasons = ['power cap', 'power cap', 'thermal'];
    const parts = dropped(
      withDevice(run, (block) => (block < 3 ? { throttleReasons: [reasons[block] ?? ''] } : {})),
    );
    const [cell] = run.header.plan.cells;
    const examples = [`${cell?.tacticId}, layer, batch ${cell?.batchSize}`];
    expect(parts.droppedBlocks).toBe(3);
    expect(lineAbout(parts, /power cap/)).toEqual({ what: '2 blocks', why: 'power cap', examples });
    expect(lineAbout(parts, /thermal/)).toEqual({ what: '1 block', why: 'thermal', examples });
  });

  it('with a low clock are one line, at whatever clock', () => {
    const parts = dropped(withDevice(run, (block) => (block < 2 ? { clockMhz: 900 + block } : {})));
    expect(lineAbout(parts, /clock/)).toMatchObject({
      what: '2 blocks',
      why: 'clock under 0.9 of the cell’s median clock',
    });
  });

  it('of the A/A control are among them', () => {
    const control = run.header.plan.cells.find((cell) => cell.control === true);
    const records = run.records.map((record): RunRecord =>
      record.type === 'block' && record.cell === control?.index
        ? { ...record, device: { throttleReasons: ['power cap'] } }
        : record,
    );
    const parts = dropped({ ...run, records });
    expect(parts.droppedBlocks).toBe(12);
    expect(lineAbout(parts, /power cap/)?.what).toBe('12 blocks');
  });
});

describe('cells without a time', () => {
  const run = runFromText(
    `
    ${NATURAL}   | 1  | 800 808
    ${NATURAL}   | 4  | unsupported: too few tokens
    ${NATURAL}   | 8  | unsupported: too few tokens
    ${NATURAL}   | 16 | unsupported: too few tokens
    ${NATURAL}   | 32 | unsupported: too few tokens
    ${STREAMING} | 1  | incorrect
    ${STREAMING} | 4  | crashed: the worker died of SIGSEGV
    ${STREAMING} | 8  |
    `,
    { end: 'cancelled' },
  );
  const parts = dropped(run);

  it('are gathered by their reason, with three examples at most', () => {
    expect(lineAbout(parts, /too few tokens/)).toEqual({
      what: '4 cells without a time',
      why: 'unsupported: too few tokens',
      examples: [4, 8, 16].map((batch) => `${NATURAL}, layer, batch ${batch}`),
    });
  });

  it('say what was wrong, what failed, and what was never reached', () => {
    expect(lineAbout(parts, /^incorrect/)).toEqual({
      what: '1 cell without a time',
      why: 'incorrect: wrong against the oracle in replicate 1: token 0, column 17: expected 0.31, got -1.24',
      examples: [`${STREAMING}, layer, batch 1`],
    });
    expect(lineAbout(parts, /SIGSEGV/)).toEqual({
      what: '1 cell without a time',
      why: 'failed: the worker died of SIGSEGV',
      examples: [`${STREAMING}, layer, batch 4`],
    });
    expect(lineAbout(parts, /^waiting/)?.why).toBe('waiting: not reached');
  });

  it('leave nothing to say where every cell has a time', () => {
    expect(dropped(runFromText(`${NATURAL} | 1 | 800 808`)).lines).toEqual([]);
  });
});

describe('replicates', () => {
  it('that a failure cost are told with the cell, where it has a time all the same', () => {
    // Cell 2 failed once; cell 3 always, so that it is among the cells without a time.
    const run = noisyRun('one');
    const [, , cell] = run.header.plan.cells;
    expect(dropped(run).lines.filter(({ what }) => what.includes('visit'))).toEqual([
      {
        what: '1 visit',
        why: 'crashed: it died in replicate 2',
        examples: [`${cell?.tacticId}, layer, batch ${cell?.batchSize}`],
      },
    ]);
  });

  it('that ended as a whole are told by their number', () => {
    const run = runFromText(`${NATURAL} | 1 | 800 808`);
    const failure = {
      type: 'failure',
      replicate: 1,
      kind: 'hung',
      message: 'no sign of life',
    } as const;
    expect(dropped({ ...run, records: [...run.records, failure] }).lines).toEqual([
      { what: '1 visit', why: 'hung: no sign of life', examples: ['replicate 2'] },
    ]);
  });
});

describe('cells of two runs', () => {
  it('that only one of them has are told, by side', () => {
    const before = renamed(
      runFromText(`${NATURAL} | 1 | 800 808\n${NATURAL} | 4 | 900 908`),
      'before',
    );
    const after = runFromText(`${NATURAL} | 1 | 700 708\n${STREAMING} | 4 | 400 408`);
    const parts = dropped(after, compareRuns(before, after, matchingCells(before, after)));
    expect(parts.lines).toEqual([
      {
        what: '1 cell not compared',
        why: 'only in run A',
        examples: [`${NATURAL}, layer, batch 4`],
      },
      {
        what: '1 cell not compared',
        why: 'only in run B',
        examples: [`${STREAMING}, layer, batch 4`],
      },
    ]);
  });

  it('of one plan are told once: without a time', () => {
    const parts = dropped(noisyRun('two'));
    expect(parts.lines.filter(({ why }) => why.includes('needs amx'))).toHaveLength(1);
    expect(parts.lines.filter(({ what }) => what.includes('not compared'))).toEqual([]);
  });
});

it('a torn last line of the file is told', () => {
  const file = encodeRunFile(runFromText(`${NATURAL} | 1 | 800 808`));
  const torn = decodeRunFile(`${file}{"type":"block","ce`);
  expect(torn.ok && dropped(torn.value).lines).toEqual([
    {
      what: 'lines of the run file',
      why: 'the last line was cut off after 19 characters and dropped',
      examples: [],
    },
  ]);
});
