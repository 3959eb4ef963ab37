import { TARGETS, type Target } from '../contract/problem';
import { openBranch, type BranchOptions } from './branchOptions';
import { oneOf } from './planOptions';

interface BuildOptions extends BranchOptions {
  readonly target: string;
  readonly json: boolean;
}

/** @param ref absent: the working tree of the repository */
export async function build(ref: string | undefined, options: BuildOptions): Promise<void> {
  const target: Target = oneOf('target', options.target, TARGETS);
  const { branch, libraryPath } = await openBranch(ref ?? options.repository, target, options);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ branch, libraryPath }, undefined, 2)}\n`);
    return;
  }
  const state = branch.dirty === true ? ', changed since' : '';
  const lines = [
    `branch: ${branch.name}`,
    `from: ${branch.origin}`,
    branch.commit === undefined ? 'commit: none' : `commit: ${branch.commit}${state}`,
    ...branch.compilers.map((compiler) => `compiler: ${compiler}`),
    `library: ${libraryPath}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
