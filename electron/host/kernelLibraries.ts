import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The libraries that a build of this workbench may hold, next to the program. */
const names = ['libmoe_cpu.so', 'libmoe_sm90.so'];

/**
 * Paths of the kernel libraries to offer. MOE_WORKBENCH_LIBRARIES, a list separated by colons, takes
 * the place of those that were built with the workbench.
 *
 * @param appFolder where the bundled processes are; libraries lie beside it in `native`
 */
export function kernelLibraryPaths(
  appFolder: string,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  const own = environment['MOE_WORKBENCH_LIBRARIES'];
  if (own !== undefined && own !== '') {
    return own.split(':').filter((path) => path !== '');
  }
  return names.map((name) => join(appFolder, '..', 'native', name)).filter(existsSync);
}
