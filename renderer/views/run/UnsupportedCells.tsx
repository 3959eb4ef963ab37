import type { RunPlan } from '../../../electron/contract/plan';
import { countOf } from '../../../electron/engine/text/format';

/** Cells of a plan that will not be measured, by reason. */
export function UnsupportedCells({ plan }: { readonly plan: RunPlan }) {
  const reasons = new Map<string, string[]>();
  for (const { unsupported, tacticId } of plan.cells) {
    if (unsupported === undefined) continue;
    const tactics = reasons.get(unsupported) ?? [];
    if (!tactics.includes(tacticId)) tactics.push(tacticId);
    reasons.set(unsupported, tactics);
  }
  if (reasons.size === 0) return null;
  return (
    <details className="unsupported">
      <summary>{countOf(reasons.size, 'reason')} why cells are left out</summary>
      <ul>
        {[...reasons].map(([reason, tactics]) => (
          <li key={reason}>
            {reason} <span className="note">{tactics.join(', ')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
