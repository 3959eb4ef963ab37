import { createInterface } from 'node:readline/promises';
import { resolve } from 'node:path';
import type { Result } from '../contract/errors';
import type { Target } from '../contract/problem';
import { findBranch, type BranchPorts } from '../host/branches/findBranch';
import { KernelCache, type BuiltBranch } from '../host/branches/kernelCache';
import { TrustedRepositories } from '../host/branches/trust';
import { dataFolder } from '../host/dataFolder';
import { CliError } from './cliError';

export interface BranchOptions {
  readonly repository: string;
  readonly trust: boolean;
}

/** Builds a branch or finds it built. A failed build prints what the compiler said. */
export async function openBranch(
  name: string,
  target: Target,
  options: BranchOptions,
): Promise<BuiltBranch> {
  const result: Result<BuiltBranch> = await findBranch(name, target, branchPorts(options));
  if (!result.ok) {
    const details = result.error.details === undefined ? '' : `\n${result.error.details}`;
    throw new CliError(result.error.message + details);
  }
  return result.value;
}

function branchPorts({ repository, trust }: BranchOptions): BranchPorts {
  const folder = dataFolder(process.env);
  return {
    cache: new KernelCache(folder),
    trusted: new TrustedRepositories(folder),
    repository: resolve(repository),
    askTrust: (origin) => (trust ? Promise.resolve(true) : askOnTerminal(origin)),
    onOutput: (text) => {
      if (process.stderr.isTTY) {
        process.stderr.write(text);
      }
    },
  };
}

/** Without a terminal nobody can answer, and the answer is no. */
async function askOnTerminal(origin: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const question = `Building runs the build files of ${origin}. Allow it from now on? [y/N] `;
  const answer = await terminal.question(question);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
