import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeRunFile } from '../../../electron/engine/runFile/codec';
import { Library } from '../../../electron/host/library';
import { rebuildIndex } from '../../../electron/host/rebuildIndex';
import { RunStore } from '../../../electron/host/runStore';
import { runFromText } from '../../renderer/fixtures/runFromText';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
/** Tens of megabytes of blocks. */
const LONG = runFromText(
  `${NATURAL} | 1 | ${Array.from({ length: 40_000 }, () => 800).join(' ')}`,
  {
    runId: 'long',
  },
);

let home: string;
let store: RunStore;
let library: Library;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-index-'));
  store = new RunStore(join(home, 'runs'));
  await mkdir(store.folder);
  library = new Library(home);
});
afterEach(async () => {
  library.close();
  await rm(home, { recursive: true });
});

const listed = () => library.list(undefined).map(({ runId }) => runId);

/** Bytes that this process has asked the system for, of whatever file: Linux counts them. */
async function bytesRead(): Promise<number> {
  return Number(/^rchar: (\d+)/.exec(await readFile('/proc/self/io', 'utf8'))?.[1]);
}

describe('the index', () => {
  it('is made without reading a copy of a run beyond its header, at every start', async () => {
    const text = encodeRunFile(LONG);
    await writeFile(store.pathOf('long'), text);
    await rebuildIndex(store, library);
    await copyFile(store.pathOf('long'), store.pathOf('tuesday'));
    for (let start = 0; start < 2; start += 1) {
      const before = await bytesRead();
      await rebuildIndex(store, library);
      expect(await bytesRead().then((after) => after - before)).toBeLessThan(text.length / 10);
    }
    expect(listed()).toEqual(['long']);
  });

  it('gives a run without its own name that name, once, whatever copies there are', async () => {
    const run = runFromText(`${NATURAL} | 1 | 800 808`, { runId: 'mine' });
    await writeFile(store.pathOf('monday'), encodeRunFile(run));
    await writeFile(store.pathOf('tuesday'), encodeRunFile(run));
    await rebuildIndex(store, library);
    expect(listed()).toEqual(['mine']);
    expect((await readdir(store.folder)).filter((name) => name !== 'mine.moerun')).toHaveLength(1);
  });

  it('has what the files hold and forgets what is gone', async () => {
    const run = runFromText(`${NATURAL} | 1 | 800 808`, { runId: 'mine' });
    await writeFile(store.pathOf('mine'), encodeRunFile(run));
    await writeFile(store.pathOf('broken'), encodeRunFile(run).replace('"block"', '"blok"'));
    await writeFile(store.pathOf('text'), 'hello\n');
    await rebuildIndex(store, library);
    expect(listed()).toEqual(['mine']);
    await rename(store.pathOf('mine'), join(home, 'elsewhere'));
    await rebuildIndex(store, library);
    expect(listed()).toEqual([]);
  });
});
