import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type {
  CellVerdict,
  ComparisonSummary,
} from '../../../electron/engine/verdict/comparisonSummary';
import { byConcern } from '../../../electron/engine/verdict/verdictText';
import { updateView, useRoute } from '../../state/router';

/** One cell of the comparison, kept in the link; what concerns most comes first. */
export function CellChoice(props: {
  readonly summary: ComparisonSummary;
  readonly render: (chosen: CellVerdict) => ReactNode;
}) {
  const { summary, render } = props;
  const { view } = useRoute();
  const rows = summary.cells.toSorted(byConcern);
  const chosen = rows.find(({ cell }) => String(cell.index) === view['cell']) ?? rows[0];
  if (chosen === undefined) return null;
  return (
    <>
      <NativeSelect
        className="cell-choice"
        label="Cell"
        data={rows.map(({ cell: one, word }) => ({
          value: String(one.index),
          label: `${word}: ${one.tacticId}, ${one.stage}, batch ${one.batchSize}`,
        }))}
        value={String(chosen.cell.index)}
        onChange={(event) => updateView({ cell: event.currentTarget.value }, 'push')}
      />
      {render(chosen)}
    </>
  );
}
