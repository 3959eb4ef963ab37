import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/** Longest output that is kept: a compiler in trouble can say the same thing for megabytes. */
const mostOutput = 4_000_000;

/** Runs a program without a shell. @param onOutput hears every piece as it comes */
export function runCommand(
  command: string,
  commandArguments: readonly string[],
  options: { readonly folder?: string; onOutput?(text: string): void } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let output = '';
    const take = (text: string): void => {
      output = output.length < mostOutput ? output + text : output;
      options.onOutput?.(text);
    };
    const child = spawn(command, commandArguments, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.folder === undefined ? {} : { cwd: options.folder }),
    });
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** First line of what a program says, or undefined when it is not there or fails. */
export async function firstLineOf(
  command: string,
  commandArguments: readonly string[],
): Promise<string | undefined> {
  const { code, output } = await runCommand(command, commandArguments);
  return code === 0 ? output.split('\n')[0] : undefined;
}
