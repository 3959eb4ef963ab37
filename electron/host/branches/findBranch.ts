import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Result } from '../../contract/errors';
import type { Target } from '../../contract/problem';
import { failure, success } from '../../engine/result';
import { readFault } from '../../engine/text/systemFault';
import { hashOfFile } from './buildKey';
import type { BuiltBranch, KernelCache } from './kernelCache';
import { findSource } from './sources';
import type { TrustedRepositories } from './trust';

export interface BranchPorts {
  readonly cache: KernelCache;
  readonly trusted: TrustedRepositories;
  /** Where refs are looked for. */
  readonly repository: string;
  /** Asks whether build files of this origin may run. */
  askTrust(origin: string): Promise<boolean>;
  onOutput(text: string): void;
}

/** A library ready to be loaded: built from a ref or a folder, or a `.so` that somebody else built. */
export async function findBranch(
  name: string,
  target: Target,
  ports: BranchPorts,
): Promise<Result<BuiltBranch>> {
  if (name.endsWith('.so')) {
    return foreignLibrary(name);
  }
  const source = await findSource(name, ports.repository);
  if (!source.ok) {
    return isFile(name)
      ? failure('not_found', `${name} is a file, but no kernel library (.so)`)
      : source;
  }
  const { origin } = source.value;
  if (!ports.trusted.has(origin)) {
    if (!(await ports.askTrust(origin))) {
      return failure(
        'not_trusted',
        `building runs the build files of ${origin}, which nobody has allowed yet: use --trust`,
      );
    }
    ports.trusted.add(origin);
  }
  return ports.cache.build(source.value, target, (text) => ports.onOutput(text));
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

async function foreignLibrary(name: string): Promise<Result<BuiltBranch>> {
  const libraryPath = resolve(name);
  try {
    const contentHash = await hashOfFile(libraryPath);
    const branch = { name, origin: libraryPath, compilers: [], contentHash };
    return success({ branch, libraryPath });
  } catch (error) {
    const fault = readFault(error);
    return failure('not_found', `cannot read the kernel library ${libraryPath}: ${fault}`);
  }
}
