import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printWhole, whyNotWhole } from '../../../../electron/host/reports/printWhole';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe-whole-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a PDF is whole', () => {
  it.each(['%PDF-1.4\n%%EOF', '%PDF-1.4\nx\n%%EOF\n', '%PDF-1.7\r\n%%EOF\r\n'])('as %j', (text) => {
    expect(whyNotWhole(Buffer.from(text))).toBeUndefined();
  });

  it.each(['', '%PDF', '%PDF-1.4\nx', 'x%PDF-1.4\n%%EOF', '%PDF-1.4\n%%EOF\nx', '<html>%%EOF'])(
    'but not as %j',
    (text) => {
      expect(whyNotWhole(Buffer.from(text))).toBe('what it wrote is no whole PDF');
    },
  );

  it('and judged by its own bytes where it is part of a larger buffer', () => {
    const around = Buffer.from('before %PDF-1.4\n%%EOF\nbehind');
    expect(whyNotWhole(new Uint8Array(around.buffer, around.byteOffset + 7, 15))).toBeUndefined();
    expect(whyNotWhole(around)).toBeDefined();
  });
});

describe('printing aside', () => {
  it('costs a sentence and no file when the disk is full before the program has started', async () => {
    let used = '';
    const printed = await printWhole('Chromium 1.2', join(folder, 'report.pdf'), async (aside) => {
      used = aside;
      await writeFile(join(aside, 'report.html'), 'half a p');
      throw new Error('ENOSPC: no space left on device');
    });
    expect(printed).toEqual({
      ok: false,
      error: {
        code: 'not_writable',
        message: `Chromium 1.2 cannot print in ${used}: ENOSPC: no space left on device`,
      },
    });
    expect(await readdir(folder)).toEqual([]);
    await expect(readdir(used)).rejects.toThrow('ENOENT');
  });
});
