/**
 * Exports an invented run of 500 tactics x 20 batch sizes to HTML by the command line; prints how long the whole
 * command takes and how large the file is.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRunFile } from '../../electron/engine/runFile/codec';
import { largeComparison } from '../fixtures/comparisons';

const repetitions = 5;
const cli = join(process.cwd(), 'build', 'out', 'app', 'cli.mjs');
const folder = mkdtempSync(join(tmpdir(), 'moe-report-bench-'));
const [run, out] = [join(folder, 'large.moerun'), join(folder, 'large.html')];
writeFileSync(run, encodeRunFile(largeComparison()));
const seconds = Array.from({ length: repetitions }, () => {
  const startMs = performance.now();
  const words = [cli, 'export', run, '--format', 'html', '--out', out];
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`the export ended with ${status}`);
  return (performance.now() - startMs) / 1000;
}).toSorted((a, b) => a - b);
process.stdout.write(
  `500 tactics x 20 batch sizes, 8 replicates to HTML: ${(seconds[2] ?? 0).toFixed(1)} s ` +
    `(median of ${repetitions}, worst ${(seconds.at(-1) ?? 0).toFixed(1)} s), ` +
    `${(statSync(out).size / 1e6).toFixed(1)} MB\n`,
);
rmSync(folder, { recursive: true });
