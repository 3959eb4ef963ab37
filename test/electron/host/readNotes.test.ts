import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Library } from '../../../electron/host/library';
import { readNotes } from '../../../electron/host/readNotes';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'moe-notes-'));
  folder = join(home, 'with #, % and ? in its name');
});
afterEach(() => rmSync(home, { recursive: true }));

function written(notes: string): Library {
  const library = new Library(folder);
  library.annotate({ runId: 'mine', notes });
  return library;
}

describe('notes', () => {
  it('are read from a library that nobody has open, and nothing is made beside it', () => {
    written('**mine**').close();
    const before = readdirSync(folder);
    expect(readNotes(folder, 'mine')).toEqual({ ok: true, value: '**mine**' });
    expect(readNotes(folder, 'other')).toEqual({ ok: true, value: '' });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('are the newest where a workbench has the library open', () => {
    const library = written('old');
    library.annotate({ runId: 'mine', notes: 'new' });
    expect(readNotes(folder, 'mine')).toEqual({ ok: true, value: 'new' });
    library.close();
  });

  it('are none where there is no library, and none is made', () => {
    expect(readNotes(home, 'mine')).toEqual({ ok: true, value: '' });
    expect(readdirSync(home)).toEqual([]);
  });

  it('of a library that is none are a sentence', () => {
    writeFileSync(join(home, 'library.sqlite'), 'hello, this is no database'.repeat(100));
    const notes = readNotes(home, 'mine');
    expect(notes.ok ? '' : notes.error.message).toMatch(/written about run mine is not read: .+/);
  });
});
