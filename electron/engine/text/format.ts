/** Numbers and times as people read them here: thin-space groups, a unit, no false digits. */

const THIN_SPACE = '\u202f';
export const NO_VALUE = '–';

/** 12345.6 with 1 decimal becomes "12 345.6". */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  const text = Math.abs(value).toFixed(decimals);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  // Most numbers of the long tables have no thousands to set apart.
  if (Math.abs(value) < 999) return sign + text;
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
  return sign + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** Microseconds without the unit: about four figures. */
export function formatUs(us: number): string {
  return formatNumber(us, Math.abs(us) < 10 ? 2 : Math.abs(us) < 1000 ? 1 : 0);
}

/** A ratio without the sign: three figures. */
export function formatRatio(ratio: number): string {
  return formatNumber(ratio, ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0);
}

/** 0.0123 becomes "1.2"; the per cent sign stands in the heading or is added by the caller. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  return formatNumber(percent, Math.abs(percent) < 99.95 ? 1 : 0);
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as bandwidths are quoted. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, unit === 0 || value >= 99.95 ? 0 : 1)} ${BYTE_UNITS[unit] ?? ''}`;
}

/** Binary units, as cache sizes are quoted. */
export function formatBinaryBytes(bytes: number): string {
  const [value, unit] = bytes >= 2 ** 20 ? [bytes / 2 ** 20, 'MiB'] : [bytes / 2 ** 10, 'KiB'];
  return `${formatNumber(value, Number.isInteger(value) ? 0 : 1)} ${unit}`;
}

/** Gigabytes a second without the unit. */
export function formatGigabytesPerSecond(bytesPerSecond: number): string {
  const gigabytes = bytesPerSecond / 1e9;
  return formatNumber(gigabytes, gigabytes < 1000 ? 1 : 0);
}

/** 75 becomes "1 min 15 s". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return NO_VALUE;
  if (seconds < 10) return `${formatNumber(seconds, seconds < 1 ? 1 : 0)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [big, small, bigUnit, smallUnit] =
    whole < 3600
      ? [Math.floor(whole / 60), whole % 60, 'min', 's']
      : [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), 'h', 'min'];
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** Relative error against the oracle: two figures, scientific when small. */
export function formatRelativeError(error: number): string {
  if (error === 0) return '0';
  if (!Number.isFinite(error)) return 'not finite';
  return error >= 1e-4 ? String(Number(error.toPrecision(2))) : error.toExponential(1);
}

/** "3 min", "2 h", "5 d" since a time; the rail is narrow. */
export function formatAge(iso: string, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - Date.parse(iso)) / 1000);
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 60) return 'now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** "1 cell", "2 cells". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}
