import { cp, mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFault } from '../engine/text/systemFault';
import { CliError } from './cliError';

/** Laid beside the bundles when they are made. */
const templateFolder = fileURLToPath(new URL('./template/', import.meta.url));

/** Writes a repository of kernels that builds, conforms and can be compared, to be filled with one's own. */
export async function template(folder: string): Promise<void> {
  const target = resolve(folder);
  try {
    await mkdir(target, { recursive: true });
    if ((await readdir(target)).length > 0) {
      throw new CliError(`${target} is not empty: name a new folder`);
    }
    await cp(templateFolder, target, { recursive: true });
  } catch (error) {
    if (error instanceof CliError) {
      throw error;
    }
    throw new CliError(`cannot write ${target}: ${writeFault(error)}`);
  }
  process.stdout.write(`written: ${join(target, 'README.md')} says how to go on\n`);
}
