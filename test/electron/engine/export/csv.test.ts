import { describe, expect, it } from 'vitest';
import { csvText } from '../../../../electron/engine/export/csv';
import { parseCsv, withoutGuard } from './parseCsv';

describe('CSV', () => {
  it('quotes what has to be, and leaves figures as they are', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['x,"y"', 0.1 + 0.2],
          ['two\nlines', undefined],
        ],
      ),
    ).toBe('a,b\r\n"x,""y""",0.30000000000000004\r\n"two\nlines",\r\n');
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    '\0=1',
    '  =1+1',
    '\u00a0-1',
    '\uff1d1+1',
    '\uff20SUM(A1)',
  ])('keeps %j text in a spreadsheet, and gives it back', (text) => {
    const [, [field = ''] = []] = parseCsv(csvText(['a'], [[text]]));
    expect(field).toBe(`'${text}`);
    expect(withoutGuard(field)).toBe(text);
  });

  it.each(["'quoted'", "'=1", "''"])('gives back %j, which begins with an apostrophe', (text) => {
    const [, [field = ''] = []] = parseCsv(csvText(['a'], [[text]]));
    expect(withoutGuard(field)).toBe(text);
  });

  it.each(['a=1', 'natural.avx2.m16n1k64', '1-2', 'x@y'])('leaves %j alone', (text) => {
    expect(csvText(['a'], [[text]])).toBe(`a\r\n${text}\r\n`);
  });

  it('does not take a negative figure for a formula', () => {
    expect(csvText(['a'], [[-1.5]])).toBe('a\r\n-1.5\r\n');
  });
});
