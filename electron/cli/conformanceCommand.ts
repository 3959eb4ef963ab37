import { TARGETS } from '../contract/problem';
import type { ConformanceReport } from '../engine/conformance/report';
import { formatRelativeError } from '../engine/text/format';
import { checkConformance } from '../host/conformance';
import { openBranch, type BranchOptions } from './branchOptions';
import { orThrow } from './cliError';
import { oneOf } from './planOptions';
import { sessionPorts } from './surroundings';
import { formatTable } from './table';

interface ConformanceOptions extends BranchOptions {
  readonly target: string;
  readonly json: boolean;
}

/** Ends with 0 when every tactic is right wherever it is offered, else with 1. */
export async function conformance(branch: string, options: ConformanceOptions): Promise<void> {
  const target = oneOf('target', options.target, TARGETS);
  const { libraryPath } = await openBranch(branch, target, options);
  const cancelled = new AbortController();
  process.once('SIGINT', () => cancelled.abort());
  const ports = {
    ...sessionPorts(),
    onProgress: (activity: string) => process.stderr.write(`${activity}\n`),
  };
  const report = orThrow(await checkConformance(libraryPath, target, ports, cancelled.signal));
  process.stdout.write(
    options.json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report),
  );
  process.exitCode = report.conforms ? 0 : 1;
}

function reportText({ library, faults, notOffered, tactics, conforms }: ConformanceReport): string {
  const rows = tactics.map((tactic) => [
    tactic.tacticId,
    String(tactic.right),
    String(tactic.wrong),
    String(tactic.failed),
    String(tactic.unsupported),
    tactic.right + tactic.wrong === 0 ? '–' : formatRelativeError(tactic.worstError),
    tactic.firstFault ?? '',
  ]);
  const headings = [
    'tactic',
    'right',
    'wrong',
    'failed',
    'not offered',
    'worst error',
    'first fault',
  ];
  return [
    formatTable(headings, rows),
    ...notOffered.map((problem) => `not offered: ${problem}`),
    ...faults.map((fault) => `fault: ${fault}`),
    `${library} ${conforms ? 'conforms' : 'does not conform'}`,
    '',
  ].join('\n');
}
