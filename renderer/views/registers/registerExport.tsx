import type { ResourceReport } from '../../../electron/contract/registers';
import type { CellValue } from '../../../electron/engine/export/columns';
import { csvText } from '../../../electron/engine/export/csv';
import { SM90 } from '../../../electron/engine/registers/occupancy';
import type { RegisterRow } from '../../../electron/engine/registers/registerRows';
import { registerSourceLine } from '../../../electron/engine/report/sourceLine';
import { shortKernelLabel } from '../../../electron/engine/tacticId';
import type { ChartExport } from '../../charts/exports';
import type { LegendEntry } from '../../charts/legend';
import { registerLayout } from './registerLayout';
import { RegisterPicture } from './RegisterPicture';

export const REGISTER_TITLE = 'Registers per thread, as the compiler gave them';

const LEGEND: readonly LegendEntry[] = [
  { name: 'a consumer thread uses', color: 'var(--accent)' },
  { name: 'the same, and it spills', color: 'var(--bad)' },
  { name: 'its setmaxnreg limit', color: 'var(--ink)', shape: 'tall tick' },
  { name: 'at launch, what occupancy sees', color: 'var(--line-strong)', shape: 'tick' },
];

/** The registers of a report's tactics for export. @param rows those of its tactics to show */
export function registerExport(report: ResourceReport, rows: readonly RegisterRow[]): ChartExport {
  const { width, height } = registerLayout(rows);
  return {
    title: REGISTER_TITLE,
    note: `registers of ${SM90.maxRegistersPerThread} that a thread can have; spilled: stored, bytes per thread${disassemblyNote(report)}`,
    legend: LEGEND,
    source: registerSourceLine(report),
    width,
    height,
    draw: () => <RegisterPicture rows={rows} />,
    csv: () => registerCsv(rows),
  };
}

/** What has to be said where the compiler's output does not say what each role uses; else ''. */
export function disassemblyNote({ kernels }: ResourceReport): string {
  const known = kernels.some(({ consumerRegisters }) => consumerRegisters !== null);
  return known ? '' : ' · use by role is not known: no cuobjdump beside the compiler';
}

interface RegisterColumn {
  /** With the unit. */
  readonly heading: string;
  readonly of: (row: RegisterRow) => CellValue | null;
}

const COLUMNS: readonly RegisterColumn[] = [
  { heading: 'tactic', of: ({ id }) => id },
  { heading: 'family', of: ({ structure }) => structure.family },
  { heading: 'structure', of: ({ structure }) => shortKernelLabel(structure) },
  { heading: 'standing', of: ({ standing }) => standing },
  { heading: 'kernel that runs', of: ({ kernel }) => kernel.id },
  { heading: 'at launch, registers per thread', of: ({ kernel }) => kernel.registersPerThread },
  { heading: 'consumer uses, registers per thread', of: ({ kernel }) => kernel.consumerRegisters },
  {
    heading: 'consumer limit, registers per thread',
    of: ({ kernel }) => kernel.consumerRegisterLimit,
  },
  { heading: 'producer uses, registers per thread', of: ({ kernel }) => kernel.producerRegisters },
  {
    heading: 'producer limit, registers per thread',
    of: ({ kernel }) => kernel.producerRegisterLimit,
  },
  { heading: 'spill stores, B per thread', of: ({ kernel }) => kernel.spillStoreBytes },
  { heading: 'spill loads, B per thread', of: ({ kernel }) => kernel.spillLoadBytes },
  { heading: 'stack, B per thread', of: ({ kernel }) => kernel.stackBytes },
  { heading: 'dynamic shared memory, B per CTA', of: ({ kernel }) => kernel.dynamicSharedBytes },
  { heading: 'static shared memory, B per CTA', of: ({ kernel }) => kernel.staticSharedBytes },
  { heading: 'occupancy, CTAs per SM', of: ({ occupancy }) => occupancy?.ctasPerSm },
  { heading: 'limited by', of: ({ occupancy }) => occupancy?.limitedBy.join(', ') },
  { heading: 'compiler failure', of: ({ kernel }) => kernel.failure },
];

/** A line per tactic; what was not found out is empty. */
function registerCsv(rows: readonly RegisterRow[]): string {
  return csvText(
    COLUMNS.map(({ heading }) => heading),
    rows.map((row) => COLUMNS.map(({ of }) => of(row) ?? undefined)),
  );
}
