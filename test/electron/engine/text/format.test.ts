import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatAge,
  formatBinaryBytes,
  formatBytes,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRatio,
  formatRelativeError,
  formatUs,
} from '../../../../electron/engine/text/format';

const THIN = '\u202f';

describe('numbers', () => {
  it.each([
    [0, 0, '0'],
    [1234567, 0, `1${THIN}234${THIN}567`],
    [-1234.56, 1, `−1${THIN}234.6`],
    [-0.01, 1, '0.0'],
    [Number.NaN, 0, '–'],
  ])('%f with %i decimals is %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });

  it('of microseconds keep about four figures', () => {
    expect([3.14159, 61.44, 999.94, 3757.2].map(formatUs)).toEqual([
      '3.14',
      '61.4',
      '999.9',
      `3${THIN}757`,
    ]);
  });

  it('of ratios keep three figures', () => {
    expect([0.946, 2.0, 12.34, 123.4].map(formatRatio)).toEqual(['0.95', '2.00', '12.3', '123']);
  });

  it('of shares are per cent without the sign', () => {
    expect([0, 0.0123, 1.36].map(formatPercent)).toEqual(['0.0', '1.2', '136']);
  });

  it('of errors keep two figures', () => {
    expect([0, 0.62, 0.00312, 1e-7].map(formatRelativeError)).toEqual([
      '0',
      '0.62',
      '0.0031',
      '1.0e-7',
    ]);
  });
});

describe('units', () => {
  it('of bytes are decimal, of caches binary', () => {
    expect([999, 2.4e9, 340e6, 999.6e6].map(formatBytes)).toEqual([
      '999 B',
      '2.4 GB',
      '340 MB',
      '1.0 GB',
    ]);
    expect([32768, 2 ** 21, 56e6].map(formatBinaryBytes)).toEqual(['32 KiB', '2 MiB', '53.4 MiB']);
  });

  it('of time are two at most', () => {
    expect([0.4, 8, 59.6, 72, 60, 3700].map(formatDuration)).toEqual([
      '0.4 s',
      '8 s',
      '1 min',
      '1 min 12 s',
      '1 min',
      '1 h 1 min',
    ]);
  });

  it('of age is one', () => {
    const now = Date.parse('2026-11-23T12:00:00.000Z');
    expect(formatAge('2026-11-23T11:57:00.000Z', now)).toBe('3 min');
    expect(formatAge('2026-11-20T11:57:00.000Z', now)).toBe('3 d');
    expect(formatAge('not a time', now)).toBe('');
  });

  it('agree with their count', () => {
    expect([countOf(1, 'cell'), countOf(2, 'cell')]).toEqual(['1 cell', '2 cells']);
  });
});
