import { useMemo } from 'react';
import type { RunPlan } from '../../../electron/contract/plan';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { tacticRows } from '../tactics/tacticRows';
import { TacticTable, useOwnSorting } from '../tactics/TacticTable';

/** The cells of a run as they come in. */
export function LiveTable(props: { readonly plan: RunPlan; readonly summary: RunSummary }) {
  const { plan, summary } = props;
  const [sorting, setSorting] = useOwnSorting();
  const rows = useMemo(() => tacticRows(plan, summary), [plan, summary]);
  return (
    <TacticTable
      rows={rows}
      columns="live"
      sorting={sorting}
      onSorting={setSorting}
      height={380}
      empty="The plan has no cells."
    />
  );
}
