import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Result } from '../../contract/errors';
import type { Target } from '../../contract/problem';
import { failure, success } from '../../engine/result';
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
    return source;
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

async function foreignLibrary(name: string): Promise<Result<BuiltBranch>> {
  const libraryPath = resolve(name);
  if (!existsSync(libraryPath)) {
    return failure('not_found', `there is no kernel library ${libraryPath}`);
  }
  const contentHash = await hashOfFile(libraryPath);
  return success({
    branch: { name, origin: libraryPath, compilers: [], contentHash },
    libraryPath,
  });
}
