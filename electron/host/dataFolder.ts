import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where run files and the library live: MOE_WORKBENCH_HOME, else the XDG data folder. */
export function dataFolder(environment: NodeJS.ProcessEnv): string {
  const own = environment['MOE_WORKBENCH_HOME'];
  if (own !== undefined && own !== '') {
    return own;
  }
  const xdg = environment['XDG_DATA_HOME'];
  const base = xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.local', 'share');
  return join(base, 'moe-workbench');
}
