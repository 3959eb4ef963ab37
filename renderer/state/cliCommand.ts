import type { RunPlan } from '../../electron/contract/plan';
import { replayCommand } from '../../electron/engine/replayCommand';

/** The command that measures a plan again, as it can be pasted in a clone of the repository. */
export function cliCommand(plan: RunPlan): string {
  return replayCommand(plan).replace(/^moe-workbench /, 'npm run cli -- ');
}
