/**
 * Exports invented runs of 500 tactics x 20 batch sizes to HTML by the command line: a quick profile (one side,
 * five replicates) and a comparison (two sides, eight). Prints how long the whole command takes and how large the
 * file is.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunDocument } from '../../electron/contract/runFile';
import { encodeRunFile } from '../../electron/engine/runFile/codec';
import { largeComparison } from '../fixtures/comparisons';

const repetitions = 5;
const cli = join(process.cwd(), 'build', 'out', 'app', 'cli.mjs');
const folder = mkdtempSync(join(tmpdir(), 'moe-report-bench-'));

/** The first five replicates of a comparison, as if its slots were of one side. */
function quickProfile({ header, records, warnings }: RunDocument): RunDocument {
  const { comparison: _, ...plan } = header.plan;
  return {
    header: { ...header, plan },
    records: records.flatMap((record) =>
      record.type === 'block' && record.replicate < 5
        ? [{ ...record, slots: record.slots.map((slot) => ({ ...slot, side: 'A' as const })) }]
        : [],
    ),
    warnings,
  };
}

function measure(name: string, document: RunDocument): void {
  const [run, out] = [join(folder, 'run.moerun'), join(folder, 'report.html')];
  writeFileSync(run, encodeRunFile(document));
  const seconds = Array.from({ length: repetitions }, () => {
    const startMs = performance.now();
    const words = [cli, 'export', run, '--format', 'html', '--out', out];
    const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`the export ended with ${status}`);
    return (performance.now() - startMs) / 1000;
  }).toSorted((a, b) => a - b);
  process.stdout.write(
    `500 tactics x 20 batch sizes, ${name}, to HTML: ${(seconds[2] ?? 0).toFixed(1)} s ` +
      `(median of ${repetitions}, ${(seconds[0] ?? 0).toFixed(1)} to ${(seconds.at(-1) ?? 0).toFixed(1)} s), ` +
      `${(statSync(out).size / 1e6).toFixed(1)} MB\n`,
  );
}

const comparison = largeComparison();
measure('one side, 5 replicates', quickProfile(comparison));
measure('two sides, 8 replicates', comparison);
rmSync(folder, { recursive: true });
