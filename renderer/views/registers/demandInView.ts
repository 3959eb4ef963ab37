import type { CtaDemand } from '../../../electron/engine/registers/occupancy';
import { SM90 } from '../../../electron/engine/registers/occupancy';

type View = Readonly<Record<string, string>>;

/** What the calculator's handles stand at: the link's values, else what the compiler gave. */
export function demandInView(view: View, given: CtaDemand): CtaDemand {
  return {
    registersPerThread: within(view['regs'], SM90.maxRegistersPerThread, given.registersPerThread),
    sharedBytes: within(view['shared'], SM90.maxSharedBytesPerBlock, given.sharedBytes),
    threadsPerBlock: within(view['threads'], SM90.maxThreadsPerBlock, given.threadsPerBlock),
  };
}

/** Only what differs from what the compiler gave belongs in a link. */
export function demandToView(demand: CtaDemand, given: CtaDemand): View {
  const entries: readonly (readonly [string, keyof CtaDemand])[] = [
    ['regs', 'registersPerThread'],
    ['shared', 'sharedBytes'],
    ['threads', 'threadsPerBlock'],
  ];
  return Object.fromEntries(
    entries
      .filter(([, key]) => demand[key] !== given[key])
      .map(([name, key]) => [name, String(demand[key])]),
  );
}

/** A link may say anything. */
function within(word: string | undefined, max: number, otherwise: number): number {
  const value = Number(word);
  return word !== undefined && Number.isInteger(value) && value >= 0 && value <= max
    ? value
    : otherwise;
}
