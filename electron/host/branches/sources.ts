import { existsSync, statSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Result } from '../../contract/errors';
import { failure, success } from '../../engine/result';
import { runCommand } from './commands';

/** What a branch is made of, relative to a repository. */
const SOURCE_FOLDERS = ['native/kernels', 'native/api'] as const;
/** Copied where it is there: Hopper kernels name its functions on the host's side. */
const OPTIONAL_FOLDERS = ['native/emulator'] as const;
const ALL_FOLDERS = [...SOURCE_FOLDERS, ...OPTIONAL_FOLDERS] as const;

/** Where the sources of a branch are, before anything of them has run. */
export interface BranchSource {
  readonly name: string;
  /** The repository or folder: what a person trusts, or not. */
  readonly origin: string;
  /** Absent for a folder that is no repository. */
  readonly commit?: string | undefined;
  readonly dirty?: boolean | undefined;
  /** Copies the sources into an empty folder. */
  copyTo(folder: string): Promise<Result<undefined>>;
}

/**
 * Finds a branch by what a person calls it: a folder, a git ref, or `REPOSITORY#REF`.
 *
 * @param repository where a ref without a repository is looked for; any folder in it will do
 */
export async function findSource(name: string, repository: string): Promise<Result<BranchSource>> {
  const hash = name.lastIndexOf('#');
  if (hash > 0) {
    return findRef(name, name.slice(hash + 1), resolve(name.slice(0, hash)));
  }
  if (existsSync(name) && statSync(name).isDirectory()) {
    return findFolder(name, resolve(name));
  }
  return findRef(name, name, repository);
}

async function findFolder(name: string, folder: string): Promise<Result<BranchSource>> {
  const missing = SOURCE_FOLDERS.find((part) => !existsSync(join(folder, part)));
  if (missing !== undefined) {
    return failure('not_found', `${folder} holds no kernels: there is no ${missing} in it`);
  }
  const commit = await runCommand('git', ['-C', folder, 'rev-parse', 'HEAD']);
  const status = await runCommand('git', [
    '-C',
    folder,
    'status',
    '--porcelain',
    '--',
    ...ALL_FOLDERS,
  ]);
  const git =
    commit.code === 0 && status.code === 0
      ? { commit: commit.output.trim(), dirty: status.output.trim() !== '' }
      : {};
  return success({
    name,
    origin: folder,
    ...git,
    copyTo: async (target) => {
      for (const part of ALL_FOLDERS.filter((each) => existsSync(join(folder, each)))) {
        await cp(join(folder, part), join(target, part), { recursive: true });
      }
      return success(undefined);
    },
  });
}

async function findRef(
  name: string,
  ref: string,
  repository: string,
): Promise<Result<BranchSource>> {
  const top = await runCommand('git', ['-C', repository, 'rev-parse', '--show-toplevel']);
  if (top.code !== 0) {
    return failure('not_found', `${name} is no folder, and ${repository} is no git repository`);
  }
  const origin = top.output.trim();
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const found = await runCommand('git', ['-C', origin, ...verify]);
  if (found.code !== 0) {
    return failure('not_found', `${origin} has no git ref ${JSON.stringify(ref)}`);
  }
  const commit = found.output.trim();
  const listing = await runCommand('git', [
    '-C',
    origin,
    'ls-tree',
    '--name-only',
    commit,
    '--',
    ...ALL_FOLDERS,
  ]);
  const held = ALL_FOLDERS.filter((part) => listing.output.split('\n').includes(part));
  const missing = SOURCE_FOLDERS.find((part) => !held.includes(part));
  if (missing !== undefined) {
    return failure('not_found', `${name} of ${origin} holds no kernels: there is no ${missing}`);
  }
  return success({
    name,
    origin,
    commit,
    dirty: false,
    copyTo: (target) => exportCommit(origin, commit, held, target),
  });
}

/** The repository itself is left alone: no worktree, no checkout. */
async function exportCommit(
  repository: string,
  commit: string,
  folders: readonly string[],
  target: string,
): Promise<Result<undefined>> {
  await mkdir(target, { recursive: true });
  const archive = join(target, 'sources.tar');
  const options = ['--format=tar', `--output=${archive}`];
  const made = await runCommand('git', [
    '-C',
    repository,
    'archive',
    ...options,
    commit,
    '--',
    ...folders,
  ]);
  const unpacked = made.code === 0 ? await runCommand('tar', ['-xf', archive, '-C', target]) : made;
  return unpacked.code === 0
    ? success(undefined)
    : failure('not_writable', `the sources of ${commit} cannot be copied: ${unpacked.output}`);
}
