// @ts-check
/** `npm run bench`: lists the benchmarks; `npm run bench -- NAME` runs one, which prints its figure. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fetchGgml } from './lib/ggmlPackage.mjs';
import { cmakeFolder } from './lib/native.mjs';
import { root } from './lib/paths.mjs';
import { runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';

const native = (/** @type {string} */ name) => join(cmakeFolder, 'test', 'bench', name);
const script = (/** @type {string} */ name) => join(root, 'test', 'bench', name);

/**
 * @typedef {object} Benchmark
 * @property {string} claim
 * @property {string} command
 * @property {readonly string[]} fixed  arguments that are always given
 * @property {() => Promise<readonly string[]>} [prepare]  makes what it needs; more arguments
 * @property {Readonly<Record<string, string>>} [environment]
 */

/** @type {Readonly<Record<string, Benchmark>>} */
const benchmarks = {
  kernels: {
    claim:
      'share of the read bandwidth at batch 1, times faster than the oracle, family against family',
    command: native('kernels_bench'),
    fixed: [],
  },
  'cpu-peers': {
    claim: 'the CPU kernels against ggml on the same layer, A B B A in one process',
    command: native('cpu_peers_bench'),
    fixed: [],
    prepare: ggmlArguments,
    // Huge pages for ggml's weights too: ours ask for them, it leaves that to the C library.
    environment: { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' },
  },
  timing: {
    claim: 'what the timing loop adds to a bare loop over the same kernel',
    command: native('timing_overhead_bench'),
    fixed: [],
  },
  weights: {
    claim: 'how long the seeded weights of a layer take to make',
    command: native('host_weights_bench'),
    fixed: [],
  },
  verdict: {
    claim: 'how long 10,000 cells x 20 replicates take to be judged',
    command: process.execPath,
    fixed: [script('typescript.mjs'), 'verdict'],
  },
  report: {
    claim:
      'how long a run of 500 tactics x 20 batch sizes takes to become an HTML file, and its size',
    command: process.execPath,
    fixed: [script('typescript.mjs'), 'report'],
  },
  overhead: {
    claim: 'what fresh processes cost a default comparison; how soon a cached build is measured',
    command: process.execPath,
    fixed: [script('overhead.mjs')],
  },
  window: {
    claim: 'start to a usable window, click to the first point, the quick plan to its end',
    command: process.execPath,
    fixed: [script('window.mjs')],
  },
};

await runMain(async () => {
  const [name = '', ...rest] = process.argv.slice(2);
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    for (const [each, { claim }] of Object.entries(benchmarks)) {
      process.stdout.write(`${each.padEnd(10)} ${claim}\n`);
    }
    return name === '' ? 0 : 2;
  }
  await setUp({ tests: true });
  const prepared = (await benchmark.prepare?.()) ?? [];
  const child = spawn(benchmark.command, [...benchmark.fixed, ...prepared, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, ...benchmark.environment },
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
});

/** Where ggml is; without it the benchmark prints our figures alone, and says why. */
async function ggmlArguments() {
  const ggml = await fetchGgml();
  if ('missing' in ggml) {
    process.stdout.write(`ggml is not here: ${ggml.missing}\n`);
    return [];
  }
  return ['--ggml', ggml.folder];
}
