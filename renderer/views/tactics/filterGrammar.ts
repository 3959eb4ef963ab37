import type { FilterRow } from './tacticRows';

/**
 * Words separated by spaces, all of which must hold: `family:natural,streaming`, `batch:4..64`,
 * `regret<5`, `roofline>=70`, or of one ceiling `share>=70` (read bandwidth) and `compute>=60` (compute
 * peak); any other word must be part of the tactic's id.
 */
export type ParsedFilter =
  | { readonly ok: true; readonly matches: (row: FilterRow) => boolean }
  | { readonly ok: false; readonly message: string };

type Test = (row: FilterRow) => boolean;

/** Percentages are written without their sign, times in microseconds, as the headings say. */
const NUMBERS: Readonly<Record<string, (row: FilterRow) => number | undefined>> = {
  batch: (row) => row.batch,
  us: (row) => row.medianUs,
  regret: (row) => inPercent(row.regret),
  speedup: (row) => row.speedup,
  gbs: (row) => (row.bytesPerSecond === undefined ? undefined : row.bytesPerSecond / 1e9),
  roofline: (row) => inPercent(row.rooflineShare),
  share: (row) => inPercent(row.bandwidthShare),
  compute: (row) => inPercent(row.peakShare),
  error: (row) => row.relativeError,
};

interface TextField {
  readonly textOf: (row: FilterRow) => string;
  /** A word that the field may be asked for. */
  readonly example: string;
}

const TEXTS: Readonly<Record<string, TextField>> = {
  family: { textOf: (row) => row.family, example: 'streaming' },
  isa: { textOf: (row) => row.instructionSet, example: 'avx512' },
  tile: { textOf: (row) => row.tile, example: 'm16n1k64' },
  stage: { textOf: (row) => row.stage, example: 'layer' },
  routing: { textOf: (row) => row.routing, example: 'uniform' },
  status: { textOf: (row) => row.status, example: 'failed' },
  verdict: { textOf: (row) => row.verdict ?? '', example: 'slower' },
};

export const FILTER_FIELDS = [...Object.keys(TEXTS), ...Object.keys(NUMBERS)];
const COMPARISON = /^([a-z]+)(<=|>=|<|>|=)(.+)$/i;
const RANGE = /^([^.]*(?:\.\d+)?)\.\.(.*)$/;

export function parseFilter(text: string): ParsedFilter {
  const tests: Test[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const test = parseWord(word);
    if (typeof test === 'string') return { ok: false, message: test };
    tests.push(test);
  }
  return { ok: true, matches: (row) => tests.every((test) => test(row)) };
}

function parseWord(word: string): Test | string {
  const comparison = COMPARISON.exec(word);
  if (comparison !== null) {
    const [, field = '', operator = '', operand = ''] = comparison;
    return numberTest(field.toLowerCase(), operator, operand);
  }
  const colon = word.indexOf(':');
  if (colon > 0) return fieldTest(word.slice(0, colon).toLowerCase(), word.slice(colon + 1));
  const wanted = word.toLowerCase();
  return (row) => row.id.toLowerCase().includes(wanted);
}

function fieldTest(field: string, operand: string): Test | string {
  const text = Object.hasOwn(TEXTS, field) ? TEXTS[field] : undefined;
  const wanted = operand
    .toLowerCase()
    .split(',')
    .filter((part) => part !== '');
  if (text !== undefined) {
    if (wanted.length === 0) return `${field}: needs a word, e.g. ${field}:${text.example}.`;
    return (row) => wanted.some((part) => text.textOf(row).toLowerCase().startsWith(part));
  }
  const range = RANGE.exec(operand);
  if (range === null) return numberTest(field, '=', operand);
  const [, low = '', high = ''] = range;
  const from = low === '' ? -Infinity : Number(low);
  const to = high === '' ? Infinity : Number(high);
  const valueOf = Object.hasOwn(NUMBERS, field) ? NUMBERS[field] : undefined;
  if (valueOf === undefined) return unknownField(field);
  if (Number.isNaN(from) || Number.isNaN(to)) {
    return `${field}:${operand} is not a range; ${field}:4..64 would be one.`;
  }
  return (row) => {
    const value = valueOf(row);
    return value !== undefined && value >= from && value <= to;
  };
}

function numberTest(field: string, operator: string, operand: string): Test | string {
  const valueOf = Object.hasOwn(NUMBERS, field) ? NUMBERS[field] : undefined;
  if (valueOf === undefined) return unknownField(field);
  const limits = operand.split(',').map(Number);
  const limit = limits[0] ?? Number.NaN;
  if (limits.some(Number.isNaN) || (operator !== '=' && limits.length > 1)) {
    return `${field}${operator}${operand} is not a comparison; ${field}<5 would be one.`;
  }
  return (row) => {
    const value = valueOf(row);
    if (value === undefined) return false;
    if (operator === '<') return value < limit;
    if (operator === '<=') return value <= limit;
    if (operator === '>') return value > limit;
    return operator === '>=' ? value >= limit : limits.includes(value);
  };
}

function unknownField(field: string): string {
  return `${field} is not a field of the table; fields are ${FILTER_FIELDS.join(', ')}.`;
}

function inPercent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : share * 100;
}
