// @ts-check
/**
 * `npm run mutate`: does the emulator notice when a kernel is wrong? Compiles and runs every mutant of
 * the sm90 kernels. The control, without a change, must be clean; a mutant that does not compile,
 * crashes or hangs says nothing and counts as invalid.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from './lib/setUp.mjs';
import { mutantsOf } from './lib/mutants.mjs';
import { nativeFolder, root } from './lib/paths.mjs';
import { capture, runMain } from './lib/run.mjs';

/** @typedef {'clean' | 'killed' | 'invalid'} Verdict */

const sm90 = join(root, 'native', 'kernels', 'sm90');
const longestRunMs = 120_000;

/** `fused` has a probe of its own: the others would only be compiled once more. */
const probes = { fused: 'fused_mutation_probe.cpp', others: 'mutation_probe.cpp' };

/** @param {import('./lib/mutants.mjs').Mutant} mutant */
const probeOf = ({ file }) => (file.startsWith('fused/') ? probes.fused : probes.others);

/**
 * @param {string} source  the probe
 * @param {import('./lib/mutants.mjs').Mutant} [mutant]  none: the control
 * @returns {Promise<{ verdict: Verdict, words: string }>}
 */
async function judge(source, mutant) {
  const folder = mkdtempSync(join(tmpdir(), 'moe-mutant-'));
  try {
    cpSync(sm90, join(folder, 'kernels', 'sm90'), { recursive: true });
    if (mutant !== undefined) {
      const file = join(folder, 'kernels', 'sm90', mutant.file);
      const lines = readFileSync(file, 'utf8').split('\n');
      lines[mutant.line - 1] = mutant.to;
      writeFileSync(file, lines.join('\n'));
    }
    const probe = join(folder, 'probe');
    const compiled = await capture('g++', [
      '-std=c++20',
      '-O1',
      '-w',
      '-I',
      folder,
      '-I',
      join(root, 'native'),
      '-I',
      join(root, 'test', 'native'),
      join(root, 'test/native/emulator', source),
      join(nativeFolder, 'cmake', 'emulator', 'libmoe_emulator.a'),
      '-o',
      probe,
    ]);
    if (compiled.code !== 0) return { verdict: 'invalid', words: 'does not compile' };
    const { code, output } = await capture(probe, [], { timeoutMs: longestRunMs });
    const words = output.trim();
    if (code === 0) return { verdict: 'clean', words };
    return code === 1 && words !== ''
      ? { verdict: 'killed', words }
      : { verdict: 'invalid', words: `ended with ${code}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await runMain(async () => {
  await setUp({ tests: true });
  for (const probe of Object.values(probes)) {
    const { verdict, words } = await judge(probe);
    if (verdict !== 'clean') {
      process.stdout.write(`the control is not clean, so nothing can be said: ${words}\n`);
      return 1;
    }
  }
  const mutants = mutantsOf((file) => readFileSync(join(sm90, file), 'utf8'));
  const count = { clean: 0, killed: 0, invalid: 0 };
  const queue = [...mutants];
  const work = async () => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const { verdict, words } = await judge(probeOf(mutant), mutant);
      ++count[verdict];
      const change = mutant.to === '' ? `without ${mutant.from.trim()}` : mutant.to.trim();
      const name = verdict === 'clean' ? 'SURVIVED' : verdict;
      process.stdout.write(
        `${name.padEnd(8)} ${mutant.file}:${mutant.line} ${change}\n         ${words}\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  process.stdout.write(
    `\n${mutants.length} mutants: ${count.killed} killed, ${count.clean} survived, ${count.invalid} invalid; control clean\n`,
  );
  return 0;
});
