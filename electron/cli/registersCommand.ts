import type { RegistersAnswer, ResourceReport } from '../contract/registers';
import { registerNotes } from '../engine/registers/notes';
import { registerRows, type RegisterRow } from '../engine/registers/registerRows';
import { shortKernelLabel } from '../engine/tacticId';
import { readResourceReports } from '../host/resourceReports';
import { kernelLibraries } from './surroundings';
import { formatTable } from './table';

/** Prints what the compiler gave each tactic; needs no GPU. */
export async function registers(options: { readonly json: boolean }): Promise<void> {
  const answer = await readResourceReports(kernelLibraries());
  process.stdout.write(
    options.json
      ? `${JSON.stringify(withOccupancy(answer), undefined, 2)}\n`
      : formatAnswer(answer),
  );
}

function withOccupancy({ reports, missing }: RegistersAnswer) {
  return {
    reports: reports.map((report) => ({
      ...report,
      tactics: registerRows(report).map((row) => ({
        ...row.structure,
        standing: row.standing,
        runsAs: row.kernel.id,
        occupancy: row.occupancy ?? null,
        notes: registerNotes(row, report),
      })),
    })),
    missing,
  };
}

function formatAnswer({ reports, missing }: RegistersAnswer): string {
  const texts = [
    ...reports.map(formatReport),
    ...missing.map(({ library, reason }) => `${library}: ${reason}\n`),
  ];
  return texts.length === 0
    ? 'no library on offer has a report of its compiler\n'
    : texts.join('\n');
}

function formatReport(report: ResourceReport): string {
  const rows = registerRows(report);
  const headings = [
    'tactic',
    'launch',
    'producer',
    'consumer',
    'spilled B',
    'stack B',
    'shared B',
    'CTAs/SM',
    'limited by',
    'standing',
  ];
  return (
    `${report.target}, ${report.compiler}; registers per thread, role: used of its limit\n` +
    formatTable(headings, rows.map(tableRow)) +
    formatNotes(rows, report)
  );
}

function tableRow({ structure, standing, kernel, occupancy }: RegisterRow): string[] {
  return [
    `${structure.family} ${shortKernelLabel(structure)}`,
    known(kernel.registersPerThread),
    `${known(kernel.producerRegisters)} of ${kernel.producerRegisterLimit}`,
    `${known(kernel.consumerRegisters)} of ${kernel.consumerRegisterLimit}`,
    known(kernel.spillStoreBytes),
    known(kernel.stackBytes),
    known(kernel.dynamicSharedBytes + (kernel.staticSharedBytes ?? 0)),
    known(occupancy?.ctasPerSm),
    occupancy?.limitedBy.join(', ') ?? '?',
    standing,
  ];
}

/** The same note of several tactics is printed once, under all their names. */
function formatNotes(rows: readonly RegisterRow[], report: ResourceReport): string {
  const tactics = new Map<string, string[]>();
  for (const row of rows) {
    for (const { title, text } of registerNotes(row, report)) {
      const note = `${title} ${text}`;
      const names = tactics.get(note) ?? [];
      tactics.set(note, [...names, `${row.structure.family} ${shortKernelLabel(row.structure)}`]);
    }
  }
  return [...tactics].map(([note, names]) => `\n${names.join('\n')}\n  ${note}\n`).join('');
}

function known(value: number | null | undefined): string {
  return value === null || value === undefined ? '?' : String(value);
}
