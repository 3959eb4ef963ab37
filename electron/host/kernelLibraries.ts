import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MissingLibrary } from '../contract/registers';

/** The libraries that a build of this workbench may hold. */
const OWN_LIBRARIES = ['libmoe_cpu.so', 'libmoe_sm90.so'];

export interface KernelLibraries {
  /** Shared objects to offer. */
  readonly paths: readonly string[];
  /** What the build left out, with its reason. */
  readonly missing: readonly MissingLibrary[];
}

/**
 * The kernel libraries beside the program. MOE_WORKBENCH_LIBRARIES, a list of paths separated by colons,
 * takes their place.
 *
 * @param appFolder where the bundled processes are; libraries lie beside it in `native`
 */
export function findKernelLibraries(
  appFolder: string,
  environment: NodeJS.ProcessEnv,
): KernelLibraries {
  const own = environment['MOE_WORKBENCH_LIBRARIES'];
  if (own !== undefined && own !== '') {
    return { paths: own.split(':').filter((path) => path !== ''), missing: [] };
  }
  const paths = OWN_LIBRARIES.map((name) => join(appFolder, '..', 'native', name));
  return { paths: paths.filter((path) => existsSync(path)), missing: paths.flatMap(whyNotBuilt) };
}

/** `moe_sm90` of `…/libmoe_sm90.so`. */
export function libraryName(path: string): string {
  return basename(path).replace(/^lib/, '').replace(/\.so$/, '');
}

/** What a build writes beside a library: `libNAME.resources.json`, `libNAME.not-built.txt`. */
export function besideLibrary(path: string, ending: string): string {
  return path.replace(/\.so$/, '') + ending;
}

function whyNotBuilt(path: string): MissingLibrary[] {
  const reasonPath = besideLibrary(path, '.not-built.txt');
  if (!existsSync(reasonPath)) return [];
  const reason = `not built: ${readFileSync(reasonPath, 'utf8').trim()}`;
  return [{ library: libraryName(path), reason }];
}
