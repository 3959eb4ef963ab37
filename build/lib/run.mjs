// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code  exit code; 127 when the command does not exist
 * @property {string} output  standard output and error together
 */

/**
 * Runs a command to its end and keeps what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export function capture(command, commandArguments, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
    });
    let output = '';
    const add = (/** @type {Buffer} */ data) => {
      output += data.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * The first line that a command prints, or undefined when it does not run.
 *
 * @param {string} command
 * @param {...string} commandArguments
 */
export function firstLine(command, ...commandArguments) {
  const { status, stdout } = spawnSync(command, commandArguments, {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** A step that failed, with what it printed and what to do next. */
export class StepFailed extends Error {
  /**
   * @param {string} step
   * @param {string} output
   * @param {string} [next]
   */
  constructor(step, output, next) {
    super(`${step} failed${next === undefined ? '' : `; then try: ${next}`}`);
    this.output = output;
  }
}

/**
 * Runs a command whose failure ends the script.
 *
 * @param {string} step
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, next?: string }} [options]
 */
export async function must(step, command, commandArguments, options = {}) {
  const { code, output } = await capture(command, commandArguments, options);
  if (code !== 0) {
    throw new StepFailed(step, output, options.next);
  }
  return output;
}

/**
 * Runs a script's main function: a failed step prints its output and one sentence, nothing else.
 *
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof StepFailed)) {
      throw error;
    }
    process.stderr.write(`${error.output.trimEnd()}\n\n${error.message}\n`);
    process.exitCode = 1;
  }
}
