import { existsSync } from 'node:fs';
import type { Branch } from '../contract/comparison';
import type { Result } from '../contract/errors';
import type { Target } from '../contract/problem';
import type { SideLibraries } from '../contract/workerApi';
import { failure, success } from '../engine/result';
import { hashOfFile } from './branches/buildKey';
import type { BuiltBranch, KernelCache } from './branches/kernelCache';

/** Both sides of a comparison, ready to be loaded. */
export interface Sides {
  readonly A: BuiltBranch;
  readonly B: BuiltBranch;
}

/** What a replicate loads: B as a copy too when it is the very file of A, so that sides share nothing. */
export async function sideLibraries(
  { A, B }: Sides,
  cache: KernelCache,
): Promise<Result<SideLibraries>> {
  const control = await cache.controlCopy(A.libraryPath, A.branch.contentHash);
  if (!control.ok) {
    return control;
  }
  const same = A.branch.contentHash === B.branch.contentHash;
  const libraryB = same
    ? await cache.controlCopy(B.libraryPath, `${B.branch.contentHash}-b`)
    : success(B.libraryPath);
  return libraryB.ok
    ? success({ A: A.libraryPath, B: libraryB.value, control: control.value })
    : libraryB;
}

/** The library that a run file names: from the cache, or the file it came from if it is unchanged. */
export async function findAgain(
  branch: Branch,
  target: Target,
  cache: KernelCache,
): Promise<Result<BuiltBranch>> {
  const cached = branch.buildKey === undefined ? undefined : cache.find(branch.buildKey, target);
  const libraryPath = cached?.libraryPath ?? branch.origin;
  const lost =
    !libraryPath.endsWith('.so') ||
    !existsSync(libraryPath) ||
    (await hashOfFile(libraryPath)) !== branch.contentHash;
  return lost
    ? failure('not_found', `the library of branch ${branch.name} is gone; build it again`)
    : success({ branch, libraryPath });
}
