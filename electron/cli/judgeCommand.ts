import { compareRun } from '../engine/verdict/compareRun';
import { ruleShares } from '../engine/verdict/ruleShares';
import { CliError } from './cliError';
import { countOf } from '../engine/text/format';
import { openRunFile } from './runFiles';
import { formatTable } from './table';

/** The same slots under several decision rules: what each would have claimed. */
export async function judge(
  files: readonly string[],
  { json }: { readonly json: boolean },
): Promise<void> {
  const documents = await Promise.all(files.map(openRunFile));
  const shares = ruleShares(documents);
  const headlines = documents.flatMap((document) => compareRun(document)?.headline ?? []);
  if (shares[0]?.cells === 0) {
    throw new CliError('none of these runs compares two sides');
  }
  if (json) {
    process.stdout.write(`${JSON.stringify({ shares, headlines }, undefined, 2)}\n`);
    return;
  }
  const rows = shares.map(({ rule, cells, faster, slower, description }) => [
    rule,
    String(cells),
    share(faster, cells),
    share(slower, cells),
    description,
  ]);
  const words = headlines.map(({ word }) => word);
  process.stdout.write(
    `${formatTable(['rule', 'cells', 'FASTER', 'SLOWER', 'how'], rows)}\n` +
      `headlines of ${countOf(words.length, 'run')}: ${words.filter((word) => word === 'SLOWER').length} SLOWER, ` +
      `${words.filter((word) => word === 'FASTER').length} FASTER\n`,
  );
}

function share(count: number, total: number): string {
  return `${count} (${((100 * count) / Math.max(1, total)).toFixed(1)} %)`;
}
