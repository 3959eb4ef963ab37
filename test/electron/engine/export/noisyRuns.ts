import type { Cell } from '../../../../electron/contract/plan';
import type {
  BlockRecord,
  RunDocument,
  RunRecord,
  SlotRecord,
} from '../../../../electron/contract/runFile';
import { Random } from '../../../../electron/engine/random';
import { comparisonPlan } from '../../../fixtures/comparisons';
import { headerOf } from '../../../fixtures/plans';

type Sides = 'one' | 'two';

/**
 * An invented run whose every slot has a time of its own, on a device that says something of itself; A takes
 * a tenth more than B. Its second cell is wrong once, the third fails once, the fourth always, the fifth is
 * unsupported.
 */
export function noisyRun(sides: Sides): RunDocument {
  const plan = comparisonPlan([1, 4, 16, 64]);
  const cells = plan.cells
    .filter(({ control }) => sides === 'two' || control !== true)
    .map((cell, index): Cell => (index === 4 ? { ...cell, unsupported: 'needs amx' } : cell));
  const machine = new Machine(sides);
  const records = Array.from({ length: 6 }, (_, replicate) =>
    replicateRecords(machine, cells, replicate),
  );
  const comparison = sides === 'two' ? plan.comparison : undefined;
  return {
    header: headerOf({ ...plan, cells, comparison }),
    records: [...records.flat(), { type: 'end', at: machine.now(), reason: 'complete' }],
    warnings: [],
  };
}

function replicateRecords(
  machine: Machine,
  cells: readonly Cell[],
  replicate: number,
): readonly RunRecord[] {
  const started = machine.now();
  machine.wait(500);
  const measured = cells
    .filter(({ unsupported }) => unsupported === undefined)
    .flatMap((cell) => cellRecords(machine, cell, replicate));
  const spent = { prepareUs: 5e5, measuredUs: 1e5 };
  return [
    { type: 'replicate', replicate, event: 'started', at: started },
    ...measured,
    { type: 'replicate', replicate, event: 'finished', at: machine.now(), ...spent },
  ];
}

function cellRecords(machine: Machine, cell: Cell, replicate: number): readonly RunRecord[] {
  const place = { cell: cell.index, replicate };
  if (cell.index === 3 || (cell.index === 2 && replicate === 1)) {
    const message = `it died in replicate ${replicate + 1}`;
    return [{ type: 'failure', ...place, kind: 'crashed', message }];
  }
  const correct = !(cell.index === 1 && replicate === 2);
  const relativeError = correct ? 0.004 + replicate / 1e4 : Number.NaN;
  return [
    { type: 'check', ...place, correct, relativeError, comparedValues: 64 },
    machine.block(cell, replicate, 0),
    machine.block(cell, replicate, 1),
  ];
}

/** Its clock runs on only while it measures or waits. */
class Machine {
  readonly #random = Random.of(11, 'noisy run');
  #ms = Date.parse('2026-11-23T00:00:00.000Z');

  constructor(private readonly sides: Sides) {}

  now(): string {
    return new Date(this.#ms).toISOString();
  }

  wait(ms: number): void {
    this.#ms += ms;
  }

  block(cell: Cell, replicate: number, block: number): BlockRecord {
    const order = this.sides === 'two' ? (['A', 'B', 'B', 'A'] as const) : (['A', 'A'] as const);
    const slots = order.map((side) => this.#slot(cell, side));
    // Recorded to the millisecond, and earlier rather than later: bars come to overlap.
    this.wait(
      Math.floor(slots.reduce((sum, slot) => sum + slot.medianUs * slot.launches, 0) / 1e3),
    );
    return {
      type: 'block',
      cell: cell.index,
      replicate,
      block,
      at: this.now(),
      slots,
      weightBytes: 1e6 * cell.batchSize + 0.5,
      reuseDistanceBytes: 0,
      device: {
        clockMhz: 1700 + this.#random.nextBelow(10),
        temperatureC: 60 + replicate,
        powerW: 400.5,
        throttleReasons: [],
      },
    };
  }

  #slot({ batchSize, index, control }: Cell, side: SlotRecord['side']): SlotRecord {
    const slower = side === 'A' && control !== true ? 1.1 : 1;
    const noise = Math.exp(this.#random.nextNormal() * 0.01);
    const medianUs = (200 + 10 * batchSize + index) * slower * noise;
    return { side, medianUs, minUs: medianUs * 0.9, maxUs: medianUs * 1.2, launches: 7 };
  }
}
