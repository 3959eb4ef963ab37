import type { PlanPreview } from '../../../electron/contract/plan';
import { memoryRefusal } from '../../../electron/engine/planBuilder';

/** Why a plan that is sound by itself cannot be started here; undefined when it can. */
export function refusalOf(preview: PlanPreview): string | undefined {
  if (preview.measurableCells === 0) return 'No cell of this plan can be measured here.';
  return memoryRefusal(preview);
}
