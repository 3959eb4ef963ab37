import type { Branch } from '../../../../electron/contract/comparison';
import type { Cell } from '../../../../electron/contract/plan';
import type { RunDocument, RunRecord } from '../../../../electron/contract/runFile';
import { noisyRun } from './noisyRuns';

/** Names that mean harm to a page, a spreadsheet, a comment, a file system, or a parser. */
export const hostileNames = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '<!-- <script>',
  ']]><svg onload=alert(1)>',
  '</style><iframe src="javascript:alert(1)">',
  '</title><img src=x>',
  '&lt;b&gt; &#60;b> &amp;',
  '=HYPERLINK("http://example.invalid","x")',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\uff1d1+1',
  "'=1",
  '\t=1',
  ' =1',
  '../../etc/passwd',
  '..\\..\\x',
  'a'.repeat(10_000),
  '`'.repeat(10_000),
  '&'.repeat(10_000),
  '"quotes", "and", commas',
  'two\nlines',
  'two\r\nlines',
  'carriage\rreturn',
  'NUL\0inside',
  '\0',
  'lone \ud800 surrogates \udc00',
  '__proto__',
  'constructor',
  '| a | table |',
  '`code` and ``more``',
  '**bold** _it_ ~~no~~ [link](http://example.invalid) ![image](http://example.invalid/x.png)',
  '# heading\n\n- list\n\n</details>',
  '@everyone #1 GH-2 owner/name#3 :+1: :heavy_check_mark: http://example.invalid www.example.invalid a@example.invalid',
  'costs $1$ or $$2$$',
  'trailing backslash \\',
  '\u202eoverride',
  'Ünïcödé 漢字 🦉',
];

/**
 * Every text of a run that compares two sides, and comes from outside, made hostile; cell 3 fails with that
 * message, cell 4 is unsupported for that reason, and a block of cell 0 was throttled by it.
 */
export function hostileRun(name: string): RunDocument {
  const run = noisyRun('two');
  const { plan, environment } = run.header;
  const { comparison, tactics } = plan;
  const [first] = tactics;
  if (comparison === undefined || first === undefined) {
    throw new Error('the fixture compares two branches of some tactics');
  }
  const hostile = (branch: Branch): Branch => ({
    ...branch,
    name,
    origin: name,
    commit: name,
    compilers: [name],
    contentHash: name,
  });
  const { A, B } = comparison.branches;
  return {
    header: {
      ...run.header,
      environment: {
        ...environment,
        hostname: name,
        operatingSystem: name,
        cpu: { ...environment.cpu, model: name },
      },
      plan: {
        ...plan,
        preset: name,
        tacticFilter: name,
        tactics: [{ ...first, id: name, family: name, instructionSet: name }],
        comparison: { ...comparison, branches: { A: hostile(A), B: hostile(B) } },
        cells: plan.cells.map((cell): Cell => ({
          ...cell,
          tacticId: name,
          baselineTacticId: `${name} before`,
          ...(cell.unsupported === undefined ? {} : { unsupported: name }),
        })),
      },
    },
    records: run.records.map((record) => hostileRecord(record, name)),
    warnings: [name],
  };
}

function hostileRecord(record: RunRecord, name: string): RunRecord {
  if (record.type === 'failure' && record.cell === 3) {
    return { ...record, message: name };
  }
  return record.type === 'block' && record.cell === 0 && record.replicate + record.block === 0
    ? { ...record, device: { ...record.device, throttleReasons: [name] } }
    : record;
}
