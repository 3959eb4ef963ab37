import { describe, expect, it } from 'vitest';
import { cellTable } from '../../../../electron/engine/export/cellRows';
import { cellColumns } from '../../../../electron/engine/export/columns';
import { jsonExport } from '../../../../electron/engine/export/jsonExport';
import { exportDocumentSchema } from '../../../../electron/engine/schemas/exportDocument';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { compareRuns, matchingCells } from '../../../../electron/engine/verdict/compareRuns';
import { noisyRun } from './noisyRuns';

const source = { digestSha256: 'ab'.repeat(32), version: '0.2.0' };

function written(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('the JSON document', () => {
  const two = noisyRun('two');
  const one = noisyRun('one');
  const before = { ...one, header: { ...one.header, runId: 'before' } };

  it.each([
    ['of one side', jsonExport(one, source)],
    ['of two sides', jsonExport(two, source)],
    [
      'against another run',
      jsonExport(one, {
        ...source,
        comparison: compareRuns(before, one, matchingCells(before, one)),
        baseline: {
          runId: 'before',
          createdAt: one.header.createdAt,
          digestSha256: 'cd'.repeat(32),
        },
      }),
    ],
  ])('%s is read back by its own schema, nothing lost', (_, document) => {
    expect(exportDocumentSchema.parse(written(document))).toEqual(written(document));
  });

  it('holds the table of cells under the names of its columns, every key in every object', () => {
    const { cells } = jsonExport(two, source);
    const { headings, rows } = cellTable(two);
    expect(cells.map((cell) => Object.keys(cell))).toEqual(rows.map(() => headings));
    expect(cells.map((cell) => Object.values(cell))).toEqual(
      rows.map((row) => row.map((value) => value ?? null)),
    );
  });

  it('says where the figures come from', () => {
    expect(jsonExport(one, source)).toMatchObject({
      schema: 'moe-workbench-export',
      schemaVersion: 1,
      provenance: {
        runId: one.header.runId,
        createdAt: one.header.createdAt,
        digestSha256: source.digestSha256,
        workbenchVersion: '0.2.0',
        baseline: null,
      },
      environment: one.header.environment,
      comparison: null,
    });
    expect(jsonExport(one, source).plan).not.toHaveProperty('cells');
    expect(jsonExport(one, source).columns.map(({ name }) => name)).toEqual(
      cellColumns.map(({ name }) => name),
    );
  });

  it('says what the comparison says beyond its cells', () => {
    const comparison = compareRun(two);
    expect(jsonExport(two, source).comparison).toMatchObject({
      design: 'interleaved',
      marginRatio: comparison?.margin,
      headline: {
        verdict: comparison?.headline?.word,
        speedupRatio: comparison?.headline?.speedup.ratio,
        lowRatio: comparison?.headline?.speedup.interval?.low,
      },
      counts: comparison?.counts,
      control: { falselyCalled: comparison?.falseControls },
      detectableRatio: comparison?.detectable,
      missing: [{ reason: 'needs amx', stage: 'layer', routing: 'uniform' }],
    });
    expect(jsonExport(two, source).comparison?.control.cells).toHaveLength(
      comparison?.controls.length ?? 0,
    );
  });

  it('takes the environment of the latest resume', () => {
    const environment = { ...one.header.environment, hostname: 'another' };
    const resumed = {
      ...one,
      records: [...one.records, { type: 'resume', at: one.header.createdAt, environment } as const],
    };
    expect(jsonExport(resumed, source).environment.hostname).toBe('another');
  });
});
