import { describe, expect, it } from 'vitest';
import type { OpenedRun } from '../../../renderer/state/appState';
import { appendRecords, withDocument, withRecords } from '../../../renderer/state/liveRecords';
import { inventedRun } from '../fixtures/inventedRun';

const whole = inventedRun(2, { runId: 'live' });
const begun = { ...whole, records: whole.records.slice(0, 10) };
const event = (from: number, to: number) => ({
  runId: 'live',
  firstIndex: from,
  records: whole.records.slice(from, to),
});
const open: OpenedRun = {
  runId: 'live',
  document: { status: 'ready', value: begun },
  early: [],
};

describe('appendRecords', () => {
  it('puts new records behind the known ones', () => {
    const result = appendRecords(begun, event(10, 14));
    expect(result.kind === 'appended' && result.document.records).toEqual(
      whole.records.slice(0, 14),
    );
  });

  it('takes only what is new of an event that is sent again', () => {
    const result = appendRecords(begun, event(6, 12));
    expect(result.kind === 'appended' && result.document.records).toEqual(
      whole.records.slice(0, 12),
    );
    expect(appendRecords(begun, event(2, 9)).kind).toBe('unchanged');
  });

  it('says when records in between are missing', () => {
    expect(appendRecords(begun, event(11, 14)).kind).toBe('gap');
  });
});

describe('the open run', () => {
  it('grows with every event of its own run', () => {
    const { opened, gap } = withRecords(open, [event(10, 12), event(12, 20)]);
    expect(gap).toBe(false);
    expect(opened.document).toMatchObject({ value: { records: whole.records.slice(0, 20) } });
  });

  it('stays the same object for events of another run', () => {
    expect(withRecords(open, [{ ...event(10, 12), runId: 'other' }]).opened).toBe(open);
  });

  it('keeps what comes before its document and adds it then', () => {
    const loading: OpenedRun = { runId: 'live', document: { status: 'loading' }, early: [] };
    const { opened } = withRecords(loading, [event(8, 13)]);
    const { opened: ready, gap } = withDocument(opened, begun);
    expect(gap).toBe(false);
    expect(ready.document).toMatchObject({ value: { records: whole.records.slice(0, 13) } });
  });

  it('asks for the document again when it is older than the first early record', () => {
    const loading: OpenedRun = {
      runId: 'live',
      document: { status: 'loading' },
      early: [event(15, 16)],
    };
    expect(withDocument(loading, begun).gap).toBe(true);
  });
});
