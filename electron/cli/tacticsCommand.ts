import type { TacticOffer } from '../contract/tactic';
import type { WorkerReport } from '../contract/workerApi';
import { unknownName } from '../engine/nearestName';
import { tacticDescription } from '../engine/tacticDescription';
import { CliError, orThrow } from './cliError';
import { sessionPorts } from './surroundings';
import { formatTable } from './table';

/** @param id of the one tactic to describe; undefined: all, as a table */
export async function tactics(
  id: string | undefined,
  options: { readonly json: boolean },
): Promise<void> {
  const report = orThrow(await sessionPorts().machine.ask());
  if (id !== undefined) {
    process.stdout.write(
      options.json
        ? `${JSON.stringify(find(report, id), undefined, 2)}\n`
        : formatTactic(find(report, id)),
    );
    return;
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(report.libraries, undefined, 2)}\n`);
    return;
  }
  for (const library of report.libraries) {
    const rows = library.tactics.map(({ tactic, supported, reason }) => [
      tactic.id,
      tactic.family,
      tactic.instructionSet,
      `${tactic.tileM} x ${tactic.tileN} x ${tactic.tileK}`,
      tactic.weightLayout,
      supported ? 'yes' : `no: ${reason ?? 'not supported'}`,
    ]);
    const headings = ['tactic', 'family', 'instructions', 'tile', 'weight layout', 'runs here'];
    process.stdout.write(
      `${library.name} (${library.target}): ${library.device.description}\n` +
        `${formatTable(headings, rows)}\n`,
    );
  }
  for (const { path, message } of report.failures) {
    process.stdout.write(`${path}: ${message}\n`);
  }
}

function find({ libraries }: WorkerReport, id: string): TacticOffer {
  const offers = libraries.flatMap(({ tactics: all }) => all);
  const found = offers.find(({ tactic }) => tactic.id === id);
  if (found !== undefined) return found;
  throw new CliError(
    unknownName(
      'tactic',
      id,
      offers.map(({ tactic }) => tactic.id),
    ),
  );
}

function formatTactic({ tactic, supported, reason }: TacticOffer): string {
  const lines = Object.entries(tactic).map(([name, value]) => `${name}: ${value}`);
  const runs = supported ? 'yes' : `no: ${reason ?? 'not supported'}`;
  const peer = tacticDescription(tactic);
  return `${lines.join('\n')}\nrunsHere: ${runs}\n${peer === undefined ? '' : `\n${peer}\n`}`;
}
