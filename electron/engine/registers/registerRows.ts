import type {
  KernelResources,
  KernelStructure,
  ResourceReport,
  Standing,
} from '../../contract/registers';
import type { TacticId } from '../../contract/tactic';
import { demandOf, occupancy, type Occupancy } from './occupancy';

/** One tactic of a list, or one kernel that no list names, with what its kernel was given. */
export interface RegisterRow {
  /** The tactic as its list describes it; a dispatcher may run another structure for it. */
  readonly structure: KernelStructure;
  readonly id: TacticId;
  /** `unlisted`: no dispatcher makes this kernel; it was compiled for the report alone. */
  readonly standing: Standing | 'unlisted';
  /** The kernel that runs. */
  readonly kernel: KernelResources;
  /** Undefined when the compiler did not say enough. */
  readonly occupancy: Occupancy | undefined;
}

/** A report's tactics in the order of their lists, then the kernels that no tactic runs. */
export function registerRows(report: ResourceReport): readonly RegisterRow[] {
  const kernels = new Map(report.kernels.map((kernel) => [kernel.id, kernel]));
  const run = new Set(report.tactics.map(({ runsAs }) => runsAs));
  const listed = report.tactics.flatMap((tactic) => {
    const kernel = kernels.get(tactic.runsAs);
    return kernel === undefined ? [] : [rowOf(tactic, tactic.standing, kernel)];
  });
  const unlisted = report.kernels
    .filter(({ id }) => !run.has(id))
    .map((kernel) => rowOf(kernel, 'unlisted', kernel));
  return [...listed, ...unlisted];
}

/** Two rows may bear one id: an entry of a list, and the kernel that it describes but does not run. */
export function rowKey({ id, standing }: RegisterRow): string {
  return `${id} ${standing}`;
}

function rowOf(
  structure: KernelStructure & { readonly id: TacticId },
  standing: RegisterRow['standing'],
  kernel: KernelResources,
): RegisterRow {
  const demand = demandOf(kernel);
  return {
    structure,
    id: structure.id,
    standing,
    kernel,
    occupancy: demand === undefined ? undefined : occupancy(demand),
  };
}
