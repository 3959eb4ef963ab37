import { orThrow } from './cliError';
import { sessionPorts } from './surroundings';
import { formatTable } from './table';

export async function tactics(options: { readonly json: boolean }): Promise<void> {
  const report = orThrow(await sessionPorts().machine.ask());
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
