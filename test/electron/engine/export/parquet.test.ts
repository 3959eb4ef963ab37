import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { cellTable } from '../../../../electron/engine/export/cellRows';
import { cellColumns } from '../../../../electron/engine/export/columns';
import { jsonExport } from '../../../../electron/engine/export/jsonExport';
import { parquetBytes } from '../../../../electron/engine/export/parquet';
import { compareRuns, matchingCells } from '../../../../electron/engine/verdict/compareRuns';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { noisyRun } from './noisyRuns';
import { fileOf } from './parquetFile';

const source = { digestSha256: 'ab'.repeat(32), version: '0.2.0' };

function metadataOf(bytes: Uint8Array): Record<string, string | undefined> {
  const { key_value_metadata: pairs = [] } = parquetMetadata(fileOf(bytes));
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

describe('Parquet', () => {
  it.each(['one', 'two'] as const)('of %s side holds the table of cells', async (sides) => {
    const run = noisyRun(sides);
    expect(await parquetReadObjects({ file: fileOf(parquetBytes(run)) })).toEqual(
      jsonExport(run, source).cells,
    );
  });

  it('holds the verdicts against another run', async () => {
    const run = noisyRun('one');
    const before = { ...run, header: { ...run.header, runId: 'before' } };
    const comparison = compareRuns(before, run, matchingCells(before, run));
    const rows = await parquetReadObjects({ file: fileOf(parquetBytes(run, comparison)) });
    const { headings, rows: expected } = cellTable(run, comparison);
    const verdict = headings.indexOf('verdict');
    expect(rows.map((row) => row['verdict'])).toEqual(expected.map((row) => row[verdict] ?? null));
    expect(rows[0]?.['verdict']).not.toBeNull();
  });

  it('has a nullable column of the documented type for each', () => {
    const [, ...columns] = parquetMetadata(fileOf(parquetBytes(noisyRun('one')))).schema;
    const types = { text: 'BYTE_ARRAY', number: 'DOUBLE', count: 'INT32' };
    expect(columns).toMatchObject(
      cellColumns.map(({ name, type }) => ({
        name,
        type: types[type],
        repetition_type: 'OPTIONAL',
        ...(type === 'text' ? { converted_type: 'UTF8' } : {}),
      })),
    );
  });

  it('says in its metadata what holds for the whole run', () => {
    const run = noisyRun('two');
    const { cells: _, ...head } = jsonExport(run, source);
    const metadata = metadataOf(parquetBytes(run, undefined, source));
    expect(metadata['moe_workbench.runId']).toBe(run.header.runId);
    expect(metadata['moe_workbench.schema']).toBe(head.schema);
    for (const [key, value] of Object.entries(head).filter(([name]) => name !== 'schema')) {
      const text = metadata[`moe_workbench.${key}`];
      expect(JSON.parse(text ?? '')).toEqual(JSON.parse(JSON.stringify(value)));
    }
  });

  it('is a file also where no cell was measured', async () => {
    const run = runFromText('natural.avx2.m16n1k64.arith.direct.after | 1 |');
    const empty = { ...run, header: { ...run.header, plan: { ...run.header.plan, cells: [] } } };
    expect(await parquetReadObjects({ file: fileOf(parquetBytes(run)) })).toHaveLength(1);
    expect(
      await parquetReadObjects({ file: fileOf(parquetBytes({ ...empty, records: [] })) }),
    ).toEqual([]);
  });
});
