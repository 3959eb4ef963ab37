// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { REPORT_SECTIONS, type ExportRequest } from '../../../electron/contract/report';
import { ALWAYS_CONNECTED } from '../../../renderer/bridge/connection';
import { saveExport } from '../../../renderer/state/saveExport';
import { Session } from '../../../renderer/state/session';
import { createFakeWorkbench } from '../fixtures/fakeWorkbench';
import { watchSavedFiles } from '../fixtures/savedFiles';

const saved = watchSavedFiles();

const REQUEST: ExportRequest = {
  runId: 'mine',
  format: 'png',
  choice: { sections: REPORT_SECTIONS, title: '', remarks: '' },
};

function prepare() {
  const workbench = createFakeWorkbench();
  const session = new Session({ workbench, connection: ALWAYS_CONNECTED });
  return { workbench, save: () => saveExport(session, REQUEST) };
}

describe('an export', () => {
  it('is saved byte for byte under the name that the host gave it', async () => {
    const { workbench, save } = prepare();
    workbench.answer('report:export', () => ({
      ok: true,
      value: [{ name: 'mine.png', mediaType: 'image/png', base64: btoa('\x89PNG\x00\xff') }],
    }));
    expect(await save()).toEqual({ ok: true, value: 'mine.png saved' });
    expect(workbench.calls).toEqual([{ method: 'report:export', request: REQUEST }]);
    expect(saved.map(({ name, blob }) => [name, blob.type])).toEqual([['mine.png', 'image/png']]);
    const bytes = await saved[0]?.blob.arrayBuffer();
    expect([...new Uint8Array(bytes ?? new ArrayBuffer())]).toEqual([
      0x89, 0x50, 0x4e, 0x47, 0, 0xff,
    ]);
  });

  it('of several files saves each, and says who made them', async () => {
    const { workbench, save } = prepare();
    const file = { mediaType: 'application/pdf', base64: '', note: 'printed by Printer 1.0' };
    workbench.answer('report:export', () => ({
      ok: true,
      value: [
        { ...file, name: 'a.pdf' },
        { ...file, name: 'b.pdf' },
      ],
    }));
    expect(await save()).toEqual({
      ok: true,
      value: 'a.pdf, b.pdf saved, printed by Printer 1.0',
    });
    expect(saved.map(({ name }) => name)).toEqual(['a.pdf', 'b.pdf']);
  });

  it('that fails saves nothing and gives the reason on', async () => {
    const { workbench, save } = prepare();
    const error = { code: 'no_printer', message: 'nothing here can print a PDF' } as const;
    workbench.answer('report:export', () => ({ ok: false, error }));
    expect(await save()).toEqual({ ok: false, error });
    expect(saved).toEqual([]);
  });
});
