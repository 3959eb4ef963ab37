// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { checkImports } from './checkImports.mjs';
import { linkProblems } from './checkLinks.mjs';
import { findElectron } from './electronBinary.mjs';
import { cmakeFolder } from './native.mjs';
import { nativeFolder, nodeModules, root } from './paths.mjs';
import { ratchetProblems } from './ratchet.mjs';
import { capture } from './run.mjs';
import { runUnderSanitizer } from './sanitizer.mjs';
import { filesBelow } from './stamps.mjs';
import { missingPeerTools } from './systemTools.mjs';

/**
 * What a step found: how many checks passed and failed, what it printed, and what it did not run.
 *
 * @typedef {object} StepResult
 * @property {number} passed
 * @property {number} failed
 * @property {string} output
 * @property {string} [notRun]
 */

/** @typedef {{ name: string, run: () => Promise<StepResult>, onlyByName?: true }} Step */

const bin = (/** @type {string} */ name) => join(nodeModules, '.bin', name);

/** @type {readonly Step[]} */
export const steps = [
  { name: 'types', run: () => command(bin('tsc'), ['-b']) },
  { name: 'tests', run: () => command(bin('tsc'), ['-p', 'test']) },
  { name: 'scripts', run: () => command(bin('tsc'), ['-p', 'build']) },
  {
    name: 'lint',
    run: () =>
      command(bin('oxlint'), [
        '--type-aware',
        '--config',
        'build/oxlint.json',
        'electron',
        'renderer',
        'test',
        'build',
      ]),
  },
  { name: 'format', run: checkFormat },
  { name: 'imports', run: async () => fromProblems(checkImports().problems) },
  { name: 'links', run: async () => fromProblems(linkProblems()) },
  { name: 'ratchet', run: async () => fromProblems(ratchetProblems()) },
  { name: 'native', run: runNativeTests },
  { name: 'address', run: () => runUnderSanitizer('address') },
  // Takes four minutes, and does not start where the system lays memory out as it does not expect.
  { name: 'thread', run: () => runUnderSanitizer('thread'), onlyByName: true },
  { name: 'unit', run: runUnitTests },
  { name: 'browser', run: runBrowserTests },
];

/**
 * Runs steps one after another and prints what came of each; the last line is the total.
 *
 * @param {readonly Step[]} chosen
 * @returns {Promise<number>} exit code
 */
export async function runSteps(chosen) {
  let passed = 0;
  let failed = 0;
  for (const step of chosen) {
    const startMs = Date.now();
    const result = await step.run();
    passed += result.passed;
    failed += result.failed;
    const seconds = ((Date.now() - startMs) / 1000).toFixed(1);
    const mark = result.failed === 0 ? '✓' : '✗';
    process.stdout.write(
      `${mark} ${step.name.padEnd(8)} ${result.passed} passed, ${result.failed} failed (${seconds} s)\n`,
    );
    if (result.notRun !== undefined) {
      process.stdout.write(`  not run: ${result.notRun}\n`);
    }
    if (result.failed > 0) {
      process.stdout.write(`${result.output.trimEnd()}\n`);
    }
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/**
 * A command that passes or fails as a whole.
 *
 * @param {string} name
 * @param {readonly string[]} commandArguments
 * @returns {Promise<StepResult>}
 */
async function command(name, commandArguments) {
  const { code, output } = await capture(name, commandArguments);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

/**
 * @param {readonly string[]} problems
 * @returns {StepResult}
 */
function fromProblems(problems) {
  return {
    passed: problems.length === 0 ? 1 : 0,
    failed: problems.length,
    output: problems.join('\n'),
  };
}

/** @returns {Promise<StepResult>} */
async function checkFormat() {
  const scripts = await command(bin('prettier'), ['--check', '--log-level', 'warn', '.']);
  const native = [...filesBelow(join(root, 'native')), ...filesBelow(join(root, 'test', 'native'))];
  const sources = native.filter((file) => /\.(cpp|hpp|h)$/.test(file));
  const style = '--style=file:native/.clang-format';
  const cpp = await command('clang-format', ['--dry-run', '-Werror', style, ...sources]);
  return {
    passed: scripts.passed + cpp.passed,
    failed: scripts.failed + cpp.failed,
    output: `${scripts.output}${cpp.output}\nto mend it: npm run fix`,
  };
}

/** @returns {Promise<StepResult>} */
async function runNativeTests() {
  const { code, output } = await capture('ctest', [
    '--test-dir',
    cmakeFolder,
    '--output-on-failure',
    '--parallel',
    String(availableParallelism()),
  ]);
  const match = /(\d+) tests? failed out of (\d+)|(\d+)% tests passed/.exec(output);
  const total = Number(/out of (\d+)/.exec(output)?.[1] ?? 0);
  const failed = Number(/(\d+) tests? failed/.exec(output)?.[1] ?? 0);
  const nothing = match === null || total === 0;
  const skipped = (output.match(/\*\*\*Skipped/g) ?? []).length;
  return {
    passed: total - failed - skipped,
    failed: code === 0 && !nothing ? 0 : Math.max(1, failed),
    output,
    ...nativeNotRun(skipped),
  };
}

/**
 * Only the conformance test of libmoe_sm90 skips itself, for want of a device.
 *
 * @param {number} skipped
 * @returns {{ notRun?: string }}
 */
function nativeNotRun(skipped) {
  const reasonFile = join(nativeFolder, 'libmoe_sm90.not-built.txt');
  if (existsSync(reasonFile)) {
    const reason = readFileSync(reasonFile, 'utf8').trim();
    return { notRun: `the tests of libmoe_sm90, which is not built: ${reason}` };
  }
  return skipped === 0
    ? {}
    : { notRun: 'the conformance of libmoe_sm90 on a device: there is no Hopper GPU' };
}

/**
 * @param {'unit' | 'browser'} project
 * @returns {Promise<StepResult>}
 */
async function runVitest(project) {
  const report = join(root, 'build', 'out', `vitest-${project}.json`);
  const { code, output } = await capture(bin('vitest'), [
    'run',
    '--config',
    'build/vitest.config.mjs',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const { default: fs } = await import('node:fs');
  const { numPassedTests = 0, numFailedTests = 0 } = JSON.parse(fs.readFileSync(report, 'utf8'));
  return {
    passed: numPassedTests,
    failed: code === 0 ? 0 : Math.max(1, numFailedTests),
    output,
  };
}

/** @returns {Promise<StepResult>} */
async function runUnitTests() {
  const result = await runVitest('unit');
  const missing = missingPeerTools();
  return missing === undefined
    ? result
    : { ...result, notRun: `the comparison of our exports by google-benchmark: ${missing}` };
}

/** @returns {Promise<StepResult>} */
async function runBrowserTests() {
  const result = await runVitest('browser');
  return findElectron() === undefined
    ? {
        ...result,
        notRun:
          'the end-to-end tests in Electron: its binary is not installed ' +
          '(npx install-electron); they ran in Chromium',
      }
    : result;
}
