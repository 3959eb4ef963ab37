import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '../../../../electron/contract/errors';
import { REPORT_SECTIONS } from '../../../../electron/contract/report';
import type { ExportJob } from '../../../../electron/engine/report/exportJob';
import { failure, success } from '../../../../electron/engine/result';
import { askReport } from '../../../../electron/host/reports/askReport';
import { exported, scriptedReport, type ScriptedChild } from './scriptedReport';

const JOB: ExportJob = {
  type: 'export',
  format: 'csv',
  run: '/runs/mine.moerun',
  choice: { sections: REPORT_SECTIONS, title: '', remarks: '' },
  registers: { B: { reports: [], missing: [] } },
  notes: '',
  version: '0.1.0',
  madeAt: '2026-11-26T00:00:00.000Z',
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function ask(
  work: (child: ScriptedChild) => void,
  job: Promise<Result<ExportJob>> = Promise.resolve(success(JOB)),
) {
  const report = scriptedReport(work);
  return { report, answer: askReport(report.spawn(JOB.format), job) };
}

describe('a report thread', () => {
  it('is sent its job, gives its files, and is ended', async () => {
    const { report, answer } = ask((child) => child.answer(exported('mine.csv', 'a,b')));
    const files = await answer;
    expect(files).toEqual({
      ok: true,
      value: [{ name: 'mine.csv', content: new TextEncoder().encode('a,b') }],
    });
    expect(report.jobs).toEqual([JOB]);
    expect(report.counts).toEqual({ started: 1, killed: 1 });
  });

  it.each<[string, (child: ScriptedChild) => void, string, RegExp]>([
    [
      'says what is wrong with the run',
      (child) => child.answer({ type: 'failed', message: 'line 3 of the run file is no record' }),
      'invalid_request',
      /^line 3 of the run file is no record$/,
    ],
    [
      'answers something else',
      (child) => child.answer({ type: 'exported', files: [] }),
      'internal',
      /the answer of the report thread is not valid at files/,
    ],
    [
      'dies with last words',
      (child) => child.exit({ lastErrorLines: 'FATAL ERROR: heap out of memory' }),
      'internal',
      /^the report thread ended: FATAL ERROR: heap out of memory$/,
    ],
    [
      'dies without a word',
      (child) => child.exit({ code: undefined, signal: 'SIGKILL' }),
      'internal',
      /^the report thread ended: no reason given$/,
    ],
  ])('that %s costs a sentence', async (_, work, code, sentence) => {
    const { report, answer } = ask(work);
    expect(await answer).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(sentence) as string },
    });
    expect(report.counts.killed).toBe(1);
  });

  it('that hangs is ended after two minutes, with a sentence', async () => {
    const { report, answer } = ask(() => undefined);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(report.counts.killed).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await answer).toMatchObject({
      ok: false,
      error: { code: 'internal', message: 'the report was not made within two minutes' },
    });
    expect(report.counts.killed).toBe(1);
  });

  it('is heard once: its own end after the answer changes nothing', async () => {
    const { answer } = ask((child) => {
      child.answer(exported('mine.csv', ''));
      child.exit();
    });
    expect((await answer).ok).toBe(true);
  });

  it('begins before its job is ready, and is ended when there is none', async () => {
    const lost = failure('not_found', 'there is no such run');
    const { report, answer } = ask(() => undefined, Promise.resolve(lost));
    expect(report.counts.started).toBe(1);
    expect(await answer).toEqual(lost);
    expect(report.jobs).toEqual([]);
    expect(report.counts.killed).toBe(1);
  });

  it('is ended when reading its job fails beyond what was expected', async () => {
    const { report, answer } = ask(() => undefined, Promise.reject(new Error('EIO')));
    expect(await answer).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringContaining('EIO') as string },
    });
    expect(report.counts.killed).toBe(1);
  });
});
