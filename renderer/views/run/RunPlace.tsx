import { useRoute } from '../../state/router';
import { PlanBuilder } from './PlanBuilder';
import { RunPage } from './RunPage';

/** Without a run in the link a plan is built; with one it is watched. */
export function RunPlace() {
  const { runId } = useRoute();
  return runId === undefined ? <PlanBuilder /> : <RunPage runId={runId} />;
}
