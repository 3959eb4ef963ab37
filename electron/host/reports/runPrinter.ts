import { spawn } from 'node:child_process';
import { LastLines } from '../lastLines';

/** How a program that was to print has ended. */
export interface PrinterEnd {
  /** Why it has not done its work, for a sentence; undefined: it says that it has. */
  readonly reason: string | undefined;
  /** The end of its standard error. */
  readonly lastWords: string;
}

/** What a program has started may hold its standard error open beyond its end; in milliseconds. */
const LAST_WORDS_WAIT_MS = 1000;

/**
 * Runs a program without a shell, and kills it at the limit.
 *
 * @param limitMs milliseconds
 */
export function runPrinter(
  command: string,
  commandArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
  limitMs: number,
): Promise<PrinterEnd> {
  return new Promise((resolve) => {
    const errors = new LastLines();
    const child = spawn(command, commandArguments, {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.add(text));
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, limitMs);
    const end = (reason: string | undefined): void => {
      clearTimeout(limit);
      child.stderr.destroy();
      resolve({ reason, lastWords: errors.text() });
    };
    child.on('error', (error) => end(`it could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      const late = isLate ? `it had not finished within ${limitMs / 1000} s` : undefined;
      const reason = late ?? (code === 0 ? undefined : `it ended with ${code ?? signal}`);
      const wait = setTimeout(() => end(reason), LAST_WORDS_WAIT_MS);
      child.on('close', () => {
        clearTimeout(wait);
        end(reason);
      });
    });
  });
}
