import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Branch } from '../../contract/comparison';
import type { Result } from '../../contract/errors';
import type { Target } from '../../contract/problem';
import { failure, success } from '../../engine/result';
import { branchSchema } from '../../engine/schemas/comparison';
import { parse } from '../../engine/schemas/parse';
import { writeFault } from '../../engine/text/systemFault';
import { hashOfFile, hashOfFolder } from './buildKey';
import { firstLineOf, runCommand } from './commands';
import type { BranchSource } from './sources';

/** A branch whose library can be loaded. */
export interface BuiltBranch {
  readonly branch: Branch;
  readonly libraryPath: string;
}

/** Part of the key: what a build is told beside its sources. */
const FLAGS = ['-DCMAKE_BUILD_TYPE=Release'] as const;

/**
 * Built kernel libraries by content: `kernels/KEY/` in the data folder holds the library of one
 * target, `build.json`, the compiler's resource report and `build.log`. A folder appears under its
 * key only when it is complete.
 */
export class KernelCache {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'kernels');
  }

  /** The library of a branch, built unless it is there. @param onOutput hears the compiler */
  async build(
    source: BranchSource,
    target: Target,
    onOutput: (text: string) => void,
  ): Promise<Result<BuiltBranch>> {
    await mkdir(this.#folder, { recursive: true });
    const work = await mkdtemp(join(this.#folder, 'building-'));
    try {
      const copied = await source.copyTo(join(work, 'sources'));
      if (!copied.ok) {
        return copied;
      }
      const compilers = await compilerVersions(target);
      await rm(join(work, 'sources', 'sources.tar'), { force: true });
      const buildKey = await hashOfFolder(join(work, 'sources'), [target, ...FLAGS, ...compilers]);
      const known = this.find(buildKey, target);
      if (known !== undefined) {
        const { name, origin, commit, dirty } = source;
        const branch = { ...known.branch, name, origin, ...git({ commit, dirty }) };
        return success({ ...known, branch });
      }
      return await this.#make(source, { target, work, buildKey, compilers, onOutput });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return failure('not_writable', `${source.name} cannot be built: ${reason}`);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  /** What has been built under a key. */
  find(buildKey: string, target: Target): BuiltBranch | undefined {
    const folder = join(this.#folder, buildKey);
    const recordPath = join(folder, 'build.json');
    if (!/^[0-9a-f]{64}$/.test(buildKey) || !existsSync(recordPath)) {
      return undefined;
    }
    const record = parse(branchSchema, readJson(recordPath), recordPath);
    const libraryPath = join(folder, libraryFile(target));
    return record.ok && existsSync(libraryPath) ? { branch: record.value, libraryPath } : undefined;
  }

  /** A copy of a library under a name of its own, so that the loader takes it for another one. */
  async controlCopy(libraryPath: string, contentHash: string): Promise<Result<string>> {
    const folder = join(this.#folder, 'control');
    const copy = join(folder, `${contentHash}.so`);
    const aside = `${copy}.tmp`;
    try {
      if (!existsSync(copy)) {
        await mkdir(folder, { recursive: true });
        await copyFile(libraryPath, aside);
        await rename(aside, copy);
      }
      return success(copy);
    } catch (error) {
      await rm(aside, { force: true });
      return failure(
        'not_writable',
        `${libraryPath} cannot be copied to ${folder} for the control: ${writeFault(error)}`,
      );
    }
  }

  async #make(source: BranchSource, build: Build): Promise<Result<BuiltBranch>> {
    const { target, work, buildKey, compilers, onOutput } = build;
    const result = join(work, 'result');
    const log = await compile(build, join(this.#folder, 'objects'), result, onOutput);
    const libraryPath = join(result, libraryFile(target));
    if (log.code !== 0 || !existsSync(libraryPath)) {
      const kept = join(this.#folder, `${buildKey}.failed.log`);
      await writeFile(kept, log.output);
      return failure(
        'build_failed',
        `${source.name} does not build for target ${target}; the compiler's output is in ${kept}`,
        log.output,
      );
    }
    const branch: Branch = {
      name: source.name,
      origin: source.origin,
      ...git(source),
      buildKey,
      compilers,
      builtAt: new Date().toISOString(),
      contentHash: await hashOfFile(libraryPath),
    };
    await writeFile(join(result, 'build.json'), `${JSON.stringify(branch, undefined, 2)}\n`);
    await writeFile(join(result, 'build.log'), log.output);
    const home = join(this.#folder, buildKey);
    await rm(home, { recursive: true, force: true });
    await rename(result, home);
    return success({ branch, libraryPath: join(home, libraryFile(target)) });
  }
}

interface Build {
  readonly target: Target;
  readonly work: string;
  readonly buildKey: string;
  readonly compilers: readonly string[];
  onOutput(text: string): void;
}

async function compile(
  { target, work }: Build,
  objects: string,
  result: string,
  onOutput: (text: string) => void,
): Promise<{ readonly code: number; readonly output: string }> {
  const folder = join(work, 'cmake');
  await mkdir(result);
  const configured = await runCommand(
    'cmake',
    [
      '-S',
      join(work, 'sources', 'native', 'kernels'),
      '-B',
      folder,
      '-G',
      'Ninja',
      ...FLAGS,
      `-DMOE_OUTPUT_DIR=${result}`,
      `-DMOE_KERNEL_OBJECTS=${objects}`,
    ],
    { onOutput },
  );
  if (configured.code !== 0) {
    return configured;
  }
  const goals = target === 'cpu' ? ['moe_cpu'] : ['moe_sm90', 'moe_sm90_resources'];
  const built = await runCommand('cmake', ['--build', folder, '--target', ...goals], { onOutput });
  return { code: built.code, output: configured.output + built.output };
}

function libraryFile(target: Target): string {
  return `libmoe_${target}.so`;
}

async function compilerVersions(target: Target): Promise<readonly string[]> {
  const host = (await firstLineOf('c++', ['--version'])) ?? 'no C++ compiler';
  if (target === 'cpu') {
    return [host];
  }
  const { output } = await runCommand('nvcc', ['--version']);
  return [host, /V\d+\.\d+\.\d+/.exec(output)?.[0].replace('V', 'nvcc ') ?? 'no nvcc on the PATH'];
}

function git({ commit, dirty }: Pick<BranchSource, 'commit' | 'dirty'>) {
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(dirty === undefined ? {} : { dirty }),
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
