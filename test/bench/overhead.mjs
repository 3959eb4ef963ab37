// @ts-check
/**
 * What fresh processes cost: `overhead.mjs [FILE.moerun]`. Of every replicate the time from its start to its
 * first timed block (process, libraries, weights, packing, the first check and warm-up) as a share of the
 * replicate. Without a file it measures one: a default comparison of the CPU kernels with themselves on a
 * layer of gpt-oss-20b, stopped after two minutes, and says too how soon after the command the first replicate
 * began.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFolder, nativeFolder } from '../../build/lib/paths.mjs';

const [given] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'moe-overhead-'));
const file = given ?? measure();

/** @returns {string} the run file */
function measure() {
  const path = join(home, 'overhead.moerun');
  const library = join(nativeFolder, 'libmoe_cpu.so');
  const layer = '--preset gpt-oss-20b --batch 1,4,16 --tactics family:streaming';
  const words = ['compare', library, library, ...layer.split(' '), '--out', path];
  const startMs = Date.now();
  const { status } = spawnSync(process.execPath, [join(appFolder, 'cli.mjs'), ...words], {
    stdio: 'ignore',
    env: { ...process.env, MOE_WORKBENCH_HOME: home },
    timeout: 120_000,
    killSignal: 'SIGINT',
  });
  if (status !== 0 && status !== 130) throw new Error(`the comparison ended with ${status}`);
  const first = recordsOf(path).find(({ type }) => type === 'replicate');
  const seconds = (Date.parse(first.at) - startMs) / 1000;
  process.stdout.write(`command to the start of the first replicate: ${seconds.toFixed(1)} s\n`);
  return path;
}

/** @param {string} path @returns {readonly any[]} lines of a run file that the program itself wrote */
function recordsOf(path) {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

let [overheadMs, totalMs] = [0, 0];
/** @type {{ startMs: number, firstBlockMs?: number } | undefined} */
let replicate;
for (const record of recordsOf(file)) {
  const ms = Date.parse(record.at);
  if (record.type === 'replicate' && record.event === 'started') {
    replicate = { startMs: ms };
  } else if (record.type === 'block' && replicate !== undefined) {
    replicate.firstBlockMs ??= ms;
  } else if (record.type === 'replicate' && replicate?.firstBlockMs !== undefined) {
    overheadMs += replicate.firstBlockMs - replicate.startMs;
    totalMs += ms - replicate.startMs;
  }
}
process.stdout.write(
  `start of a replicate to its first timed block: ${(overheadMs / 1000).toFixed(1)} s of ` +
    `${(totalMs / 1000).toFixed(1)} s, ${((100 * overheadMs) / totalMs).toFixed(1)} %\n`,
);
rmSync(home, { recursive: true, force: true });
