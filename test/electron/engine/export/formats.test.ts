import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../../build/lib/paths.mjs';
import { cellColumns } from '../../../../electron/engine/export/columns';
import { jsonExport } from '../../../../electron/engine/export/jsonExport';
import { nvbenchJson } from '../../../../electron/engine/export/nvbench';
import { noisyRun } from './noisyRuns';

const page = readFileSync(join(root, 'electron/engine/export/FORMATS.md'), 'utf8');

/** The body of the page's table whose first heading is this. */
function tableOf(firstHeading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => cellsOf(line)[0] === firstHeading);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

it('FORMATS.md documents every column, and no other', () => {
  expect(tableOf('column')).toEqual(
    cellColumns.map(({ name, type, unit, meaning }) => [`\`${name}\``, type, unit, meaning]),
  );
});

it('FORMATS.md documents every key of the JSON document, and no other', () => {
  const source = { digestSha256: 'ab'.repeat(32), version: '0.1.0' };
  const { comparison, ...document } = jsonExport(noisyRun('two'), source);
  const named = (heading: string) =>
    tableOf(heading).flatMap(([keys = '']) =>
      [...keys.matchAll(/`([A-Za-z]+)`/g)].map(([, key]) => key),
    );
  expect(new Set(named('key'))).toEqual(new Set([...Object.keys(document), 'comparison']));
  expect(named('key of `comparison`')).toEqual(Object.keys(comparison ?? {}));
});

it('FORMATS.md documents every summary of nvbench JSON', () => {
  const tags = [...JSON.stringify(nvbenchJson(noisyRun('one'))).matchAll(/"tag":"([^"]+)"/g)];
  expect(tags.length).toBeGreaterThan(10);
  for (const tag of new Set(tags.map(([, name = '']) => name))) {
    expect(page).toContain(tag.replace('nv/cold/time/gpu/', '/'));
  }
});
