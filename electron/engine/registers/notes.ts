import type { KernelResources, ResourceReport } from '../../contract/registers';
import { shortKernelLabel, tileLabel } from '../tacticId';
import { accumulatorsPerThread } from './accumulators';
import { demandOf, occupancy, SM90 } from './occupancy';
import type { RegisterRow } from './registerRows';

/** What a person should know of a tactic's resources: what was seen, why it matters, what to try. */
export interface RegisterNote {
  readonly title: string;
  readonly text: string;
}

/** A pipeline this shallow shows every late copy: measured tactics of the lists have 7 to 12 stages. */
const SHALLOW_STAGES = 4;
/** Registers left below the limit under which a small change of the source spills. */
const TIGHT_REGISTERS = 8;

/** Notes on one tactic, most serious first; none when there is nothing to say. */
export function registerNotes(row: RegisterRow, report: ResourceReport): readonly RegisterNote[] {
  const { kernel } = row;
  return [
    failed(kernel),
    standing(row),
    overflow(kernel, report),
    serialised(kernel),
    tight(kernel),
    unassured(kernel),
    shallow(kernel),
  ].filter((note) => note !== undefined);
}

function failed({ failure }: KernelResources): RegisterNote | undefined {
  if (failure === '') return undefined;
  return { title: 'It did not compile.', text: failure };
}

function standing({ standing, kernel, id }: RegisterRow): RegisterNote | undefined {
  switch (standing) {
    case 'offered':
      return undefined;
    case 'duplicate':
      return {
        title: 'It is another tactic under a second name.',
        text: `The dispatcher runs ${shortKernelLabel(kernel)} for it, so it is not measured twice.`,
      };
    case 'excluded':
      return {
        title: 'It is not offered.',
        text: `The family leaves it out of its list. ${kernel.id === id ? 'It' : `What the dispatcher would run for it, ${shortKernelLabel(kernel)},`} was compiled to show why.`,
      };
    case 'unlisted':
      return {
        title: 'No dispatcher makes this kernel.',
        text: 'It was compiled to compare: the same tile, divided between two consumer warp groups.',
      };
  }
}

function overflow(kernel: KernelResources, report: ResourceReport): RegisterNote | undefined {
  const { spillStoreBytes, spillLoadBytes, stackBytes } = kernel;
  if (spillStoreBytes === null || spillStoreBytes === 0) return undefined;
  const tile = accumulatorsPerThread(kernel);
  return {
    title: 'It overflows its registers.',
    text:
      `Each consumer thread holds ${tile} accumulators of the output tile and, because scales are applied ` +
      `after the products, up to ${tile} more for the group in flight: ${2 * tile} before converted weights ` +
      `and addresses, against a limit of ${kernel.consumerRegisterLimit}. It costs ` +
      `${bytes(spillStoreBytes)} stored and ${bytes(spillLoadBytes)} loaded per thread` +
      `${stackBytes === null ? '' : `, ${bytes(stackBytes)} of stack`}.${remedy(kernel, report)}`,
  };
}

/** Kernels of the same family near this one that do not spill. */
function remedy(kernel: KernelResources, report: ResourceReport): string {
  const clean = report.kernels.filter(
    (other) => other.family === kernel.family && other.spillStoreBytes === 0,
  );
  const sameTile = clean.find(
    (other) => other.tileM === kernel.tileM && other.tileN === kernel.tileN,
  );
  const halfTile = clean.find(
    (other) => other.tileM === kernel.tileM && other.tileN * 2 === kernel.tileN,
  );
  const tries = [
    ...(sameTile === undefined
      ? []
      : [
          `the ${sameTile.schedule} schedule of the same tile (${accumulatorsPerThread(sameTile)} accumulators)`,
        ]),
    ...(halfTile === undefined
      ? []
      : [`half the token tile, ${tileLabel(halfTile)} ${halfTile.schedule}`]),
  ];
  return tries.length === 0
    ? ''
    : ` To try: ${tries.join(', or ')}; the compiler spills nothing there.`;
}

function serialised({ warnings }: KernelResources): RegisterNote | undefined {
  if (warnings === '') return undefined;
  return {
    title: 'The compiler serialises its matrix instructions.',
    text: `Each wgmma waits for the one before, so the tensor cores idle between them. ${warnings}`,
  };
}

function tight(kernel: KernelResources): RegisterNote | undefined {
  const { consumerRegisters, consumerRegisterLimit, spillStoreBytes } = kernel;
  if (consumerRegisters === null || spillStoreBytes !== 0) return undefined;
  const left = consumerRegisterLimit - consumerRegisters;
  if (left > TIGHT_REGISTERS) return undefined;
  return {
    title: 'Its consumers are at their limit.',
    text:
      `They use ${consumerRegisters} of ${consumerRegisterLimit} registers: ${left} left. ` +
      'A small change of the source may spill; look here again after it.',
  };
}

/** Few registers are left for the last CTAs, and they may lie on the wrong schedulers. */
function unassured(kernel: KernelResources): RegisterNote | undefined {
  const demand = demandOf(kernel);
  if (demand === undefined) return undefined;
  const { ctasPerSm, assuredCtas } = occupancy(demand);
  if (assuredCtas === ctasPerSm) return undefined;
  const warps = Math.ceil(demand.threadsPerBlock / SM90.warpThreads);
  return {
    title: 'Its last CTA may find no place.',
    text:
      `${ctasPerSm} CTAs fit an SM by number, but its ${warps} warps are no multiple of the ${SM90.parts} schedulers, ` +
      `and when CTAs put the odd ones on the same scheduler only ${assuredCtas} fit. A persistent grid that counts on ` +
      `${ctasPerSm} then waits for the CTA that found none. To try: a multiple of ${SM90.parts} warps, fewer registers, ` +
      'or one CTA in the place of several.',
  };
}

function shallow({ stages, dynamicSharedBytes }: KernelResources): RegisterNote | undefined {
  if (stages >= SHALLOW_STAGES) return undefined;
  return {
    title: 'Its pipeline is shallow.',
    text:
      `The tile takes so much shared memory that only ${stages} stages fit (${bytes(dynamicSharedBytes)}); ` +
      'a copy that comes late is waited for. A smaller token tile has more stages.',
  };
}

function bytes(count: number | null): string {
  return count === null ? 'an unknown number of bytes' : `${count.toLocaleString('en')} B`;
}
