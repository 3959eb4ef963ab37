import type { RunDocument } from '../../../electron/contract/runFile';
import { formatNumber } from '../../../electron/engine/text/format';
import type { TrustFact } from './trustFacts';

/** Clocks further apart than this did not run at one speed. */
const STEADY = 0.98;

/** The GPU as it was at every block: clock, temperature, power, throttling. Empty for a CPU. */
export function deviceFacts({ records }: RunDocument): readonly TrustFact[] {
  const states = records.flatMap((record) =>
    record.type === 'block' && record.device !== undefined ? [record.device] : [],
  );
  if (states.length === 0) return [];
  const clocks = states.flatMap(({ clockMhz }) => clockMhz ?? []);
  const throttled = states.filter(({ throttleReasons }) => throttleReasons.length > 0);
  const [slowest, fastest] = [Math.min(...clocks), Math.max(...clocks)];
  return [
    {
      name: 'Clock',
      text: range(clocks, 'MHz'),
      trend: clocks,
      verdict:
        slowest >= STEADY * fastest
          ? { tone: 'good', word: 'steady' }
          : { tone: 'warn', word: 'moved' },
    },
    {
      name: 'Temperature',
      text: range(
        states.flatMap(({ temperatureC }) => temperatureC ?? []),
        '°C',
      ),
    },
    {
      name: 'Power',
      text: range(
        states.flatMap(({ powerW }) => powerW ?? []),
        'W',
      ),
    },
    {
      name: 'Throttling',
      text:
        [...new Set(throttled.flatMap(({ throttleReasons }) => throttleReasons))].join(', ') ||
        'never',
      verdict:
        throttled.length === 0
          ? { tone: 'good', word: 'none' }
          : { tone: 'warn', word: `${formatNumber(throttled.length)} blocks` },
    },
  ];
}

function range(values: readonly number[], unit: string): string {
  if (values.length === 0) return 'not known';
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) =>
    formatNumber(value, 0),
  );
  return least === most ? `${least} ${unit}` : `${least} to ${most} ${unit}`;
}
