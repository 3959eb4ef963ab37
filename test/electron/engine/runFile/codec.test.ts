import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUN_FILE_SCHEMA_VERSION, type RunRecord } from '../../../../electron/contract/runFile';
import { buildPlan } from '../../../../electron/engine/planBuilder';
import { decodeRunFile, encodeRunFile } from '../../../../electron/engine/runFile/codec';
import { block, documentOf, machineFacts, smallRequest } from '../../../fixtures/plans';

const preview = buildPlan(smallRequest, machineFacts());
if (!preview.ok) {
  throw new Error(preview.error.message);
}
const records: readonly RunRecord[] = [
  { type: 'replicate', replicate: 0, event: 'started', at: '2026-11-23T00:00:00.000Z' },
  {
    type: 'check',
    cell: 0,
    replicate: 0,
    correct: true,
    relativeError: 0.001,
    comparedValues: 512,
  },
  block(0, 0, 12.5),
  { type: 'failure', replicate: 0, cell: 1, kind: 'crashed', message: 'tactic x: signal SIGABRT' },
  { type: 'end', at: '2026-11-23T00:00:09.000Z', reason: 'complete' },
];
const document = documentOf(preview.value.plan, records);
const text = encodeRunFile(document);

function complaintOf(content: string): string {
  const decoded = decodeRunFile(content);
  return decoded.ok ? '' : `${decoded.error.code}: ${decoded.error.message}`;
}

describe('a run file', () => {
  it('comes back as it was written', () => {
    expect(decodeRunFile(text)).toEqual({ ok: true, value: document });
  });

  it('loses a torn last line with a warning, wherever it was torn', () => {
    const lastLine = text.trimEnd().lastIndexOf('\n') + 1;
    for (let end = lastLine + 1; end < text.length; end++) {
      const decoded = decodeRunFile(text.slice(0, end));
      expect(decoded.ok && decoded.value.records).toEqual(records.slice(0, -1));
      expect(decoded.ok && decoded.value.warnings).toHaveLength(1);
    }
  });

  it('of version 1, which knew one side only, is read as it was', () => {
    const [header = '', ...rest] = text.split('\n');
    const { comparison: _, ...plan } = document.header.plan;
    const first = JSON.stringify({ ...JSON.parse(header), schemaVersion: 1, plan });
    const read = decodeRunFile([first, ...rest].join('\n'));
    expect(read.ok && read.value.header.schemaVersion).toBe(RUN_FILE_SCHEMA_VERSION);
    expect(read.ok && read.value.records).toEqual(document.records);
    expect(read.ok && read.value.header.plan.comparison).toBeUndefined();
  });

  it('of a newer version is refused with both versions', () => {
    const newer = text.replace('"schemaVersion":2', '"schemaVersion":9');
    expect(complaintOf(newer)).toMatch(/run_file_newer: .*version 9.*up to 2/);
  });

  it.each(['', 'hello', '{}\n', '[]\n', 'null\n', '{"format":"other","schemaVersion":2}\n'])(
    'is told from %j, which is none',
    (content) => {
      expect(complaintOf(content)).toMatch(/run_file_invalid: this is not a run file/);
    },
  );

  it('that was cut off in its header is told from a file of another kind', () => {
    expect(complaintOf(text.slice(0, 100))).toMatch(
      /run_file_invalid: this run file was cut off in its first line/,
    );
  });

  it('with a broken line in the middle is refused with the number of the line', () => {
    const lines = text.split('\n');
    lines[2] = '{"type":"block"}';
    expect(complaintOf(lines.join('\n'))).toMatch(/line 3/);
    lines[2] = 'not json';
    expect(complaintOf(lines.join('\n'))).toMatch(/line 3 of the run file is not JSON/);
  });

  it('may not name a cell that its plan does not have', () => {
    expect(complaintOf(text.replace('"cell":1', '"cell":99'))).toMatch(/names cell 99/);
  });

  it('keeps what a wrong kernel produced, though JSON has no word for it', () => {
    const wrong = documentOf(preview.value.plan, [
      {
        type: 'check',
        cell: 0,
        replicate: 0,
        correct: false,
        relativeError: Number.NaN,
        comparedValues: 1,
        firstBad: { token: 0, column: 3, expected: 1, actual: Number.NaN },
      },
    ]);
    expect(decodeRunFile(encodeRunFile(wrong))).toEqual({ ok: true, value: wrong });
  });

  it('never throws, whatever bytes it is given', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (content) => {
        const afterHeader = `${text.split('\n')[0] ?? ''}\n${content}\n`;
        expect(typeof decodeRunFile(content).ok).toBe('boolean');
        expect(typeof decodeRunFile(afterHeader).ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });

  it('never throws when a few of its characters are changed', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 4 }), (place, noise) => {
        const changed = text.slice(0, place) + noise + text.slice(place + 1);
        expect(typeof decodeRunFile(changed).ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });
});
