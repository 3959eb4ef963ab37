// @ts-check
/**
 * `npm run evidence [-- quick] [equal] [slowed] [tunes]`: shows on this machine what the verdict is worth. A/A over 200 or more cells, an
 * injected slow-down of 1 %, independent tunes; each judged by our rule and by those of other tools. Run files
 * go to build/out/evidence. `quick` does a tenth of the repetitions.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder, nativeFolder, out } from './lib/paths.mjs';
import { capture, runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';

const words = process.argv.slice(2);
const quick = words.includes('quick');
/** @param {string} part */
const wanted = (part) => words.every((word) => word === 'quick') || words.includes(part);
const folder = join(out, 'evidence');
const kernels = join(nativeFolder, 'libmoe_cpu.so');
const slowed = join(nativeFolder, 'libmoe_slowed.so');
const [slowedRuns, tunes] = quick ? [2, 2] : [20, 20];

/** Small enough that a cell takes milliseconds; one thread, because waking a second is a lottery of its own. */
const layer = '--hidden 512 --intermediate 256 --experts 8 --top-k 2 --cache hot --threads 1'.split(
  ' ',
);

/** @param {readonly string[]} words */
async function workbench(words) {
  const env = { ...process.env, MOE_WORKBENCH_HOME: join(folder, 'home') };
  const { code, output } = await capture(process.execPath, [join(appFolder, 'cli.mjs'), ...words], {
    env,
  });
  if (code !== 0) {
    throw new Error(`moe-workbench ${words.join(' ')} ended with ${code}:\n${output}`);
  }
  return output;
}

/** @param {string} title @param {readonly string[]} files */
async function judge(title, files) {
  process.stdout.write(`\n${title}\n${await workbench(['judge', ...files])}`);
}

async function equalBranches() {
  const file = join(folder, 'a-a.moerun');
  const batches = quick ? '1,4' : '1,2,3,4,6,8,12,16,24,32,48,64';
  const command = [
    'compare',
    kernels,
    kernels,
    ...layer,
    '--tactics',
    '!generic',
    '--batch',
    batches,
  ];
  await workbench([...command, '--out', file]);
  await judge('A against A: every claim is false', [file]);
}

async function slowedBranches() {
  const files = [];
  for (let run = 0; run < slowedRuns; run++) {
    const file = join(folder, `slowed-${run}.moerun`);
    const what = [
      '--tactics',
      'avx512_bf16,family:streaming',
      '--batch',
      '16,64',
      '--seed',
      String(run),
    ];
    await workbench(['compare', kernels, slowed, ...layer, ...what, '--out', file]);
    files.push(file);
  }
  await judge('1 % slower by a spin: every cell should be SLOWER', files);
}

async function independentTunes() {
  /** @type {Map<string, Map<string, number>>} */
  const choices = new Map();
  for (let run = 0; run < tunes; run++) {
    const file = join(folder, `tune-${run}.json`);
    const what = ['--batch', '4,64', '--stage', 'layer', '--effort', 'quick', '--seed', '1'];
    await workbench(['tune', ...layer, ...what, '--out', file]);
    for (const { batchSize, gemm1TacticId, gemm2TacticId } of JSON.parse(readFileSync(file, 'utf8'))
      .entries) {
      const counts = choices.get(String(batchSize)) ?? new Map();
      const choice = `${gemm1TacticId} + ${gemm2TacticId}`;
      choices.set(String(batchSize), counts.set(choice, (counts.get(choice) ?? 0) + 1));
    }
  }
  process.stdout.write(
    `\n${tunes} independent tunes: the choice most often made at each batch size\n`,
  );
  for (const [batch, counts] of choices) {
    const [[choice, count] = ['none', 0]] = [...counts].sort(([, a], [, b]) => b - a);
    process.stdout.write(`batch ${batch}: ${count} of ${tunes} ${choice}\n`);
  }
}

await runMain(async () => {
  await setUp({ tests: true });
  mkdirSync(folder, { recursive: true });
  if (wanted('equal')) await equalBranches();
  if (wanted('slowed')) await slowedBranches();
  if (wanted('tunes')) await independentTunes();
  return 0;
});
