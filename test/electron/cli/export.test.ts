import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFolder, root } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';

const cli = join(appFolder, 'cli.mjs');
const sample = join(root, 'renderer/samples/h200-pull-request-12451.moerun');

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-export-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

function run(...words: readonly string[]) {
  return capture(process.execPath, [cli, 'export', ...words], { env: process.env });
}

describe('export', () => {
  it('writes the table for the pull request', async () => {
    const { code, output } = await run(sample, '--format', 'md');
    expect(output).toMatch(/^\*\*FASTER: 1\.482 × \[1\.482, 1\.483\]/);
    expect(output).toMatch(/layer \| 64 \| 1869\.8 \| 1227\.1 \| 1\.526 ×/);
    expect(code).toBe(0);
  });

  it.each([
    ['csv', /^tactic,.*speedup_b_over_a_ratio.*\r\n/],
    ['json', /"speedup_b_over_a_ratio": 1\.4/],
    ['nvbench', /"nv\/cold\/time\/gpu\/mean"/],
    ['google-benchmark', /"json_schema_version": 1/],
    ['chrome-trace', /"traceEvents"/],
  ])('writes %s whole, to a file', async (format, content) => {
    const path = join(home, format);
    expect((await run(sample, '--format', format, '--out', path)).code).toBe(0);
    expect(await readFile(path, 'utf8')).toMatch(content);
  });

  it.each([
    [['/nowhere.moerun', '--format', 'csv'], /cannot read/],
    [[sample, '--format', 'docx'], /Allowed choices are md, csv/],
    [[sample], /--format/],
    [[sample, '--format', 'csv', '--out', '/dev/full/x.csv'], /cannot write/],
  ])('%s', async (words, sentence) => {
    const { code, output } = await run(...words);
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
  });

  it('leaves no half of a file on a full disk', async () => {
    const words = [process.execPath, cli, 'export', sample, '--format', 'chrome-trace', '--out'];
    const script = 'ulimit -f 4; exec "$@"';
    const path = join(home, 'full.json');
    const { code, output } = await capture('bash', ['-c', script, 'bash', ...words, path], {});
    expect(output).toMatch(/cannot write .*EFBIG/);
    expect(code).toBe(2);
    expect((await readdir(home)).filter((name) => name.startsWith('full'))).toEqual([]);
  });
});
