import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
  type SortingState,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useWidthInFonts } from '../../widgets/useWidthInFonts';
import { fitColumns } from './fitColumns';
import { shownColumns, TACTIC_COLUMNS, type ColumnSet, type TacticColumn } from './tacticColumns';
import type { TacticRow } from './tacticRows';

const ROW_HEIGHT = 27;
const OVERSCAN = 12;
/** Widths follow the font, which is smaller where the window is narrow. */
const USUAL_FONT_SIZE = 12.5;

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});
const helper = createColumnHelper<typeof features, TacticRow>();
/** The columns as the table library takes them. */
const TABLE_COLUMNS = helper.columns(
  TACTIC_COLUMNS.map(({ id, heading, value, show }) =>
    helper.accessor(value, {
      id,
      header: heading,
      sortFn: 'basic',
      sortUndefined: 'last',
      cell: (context) => show(context.row.original),
    }),
  ),
);

/** Cells as rows: sortable by every column, only the rows in view are drawn. */
export function TacticTable(props: {
  readonly rows: readonly TacticRow[];
  readonly columns: ColumnSet;
  readonly sorting: SortingState;
  readonly onSorting: (sorting: SortingState) => void;
  /** Pixels; absent: as high as the place has left. */
  readonly height?: number;
  readonly empty: string;
}) {
  const { rows, columns, sorting, onSorting, height, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidthInFonts(scroller);
  // Not for every step of a scroll: both look at every row.
  const fitted = useMemo(
    () =>
      fitColumns(
        shownColumns(rows, columns),
        rows,
        width === undefined ? undefined : width * USUAL_FONT_SIZE,
        sorting.map(({ id }) => id),
      ),
    [rows, columns, width, sorting],
  );
  const wanted = fitted.shown.map(({ id }) => id).join(' ');
  // The same columns for other rows stay the same object: the table is not made anew.
  const tableColumns = useMemo(
    () => TABLE_COLUMNS.filter(({ id = '' }) => wanted.split(' ').includes(id)),
    [wanted],
  );
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    columns: tableColumns,
    data,
    state: { sorting },
    onSortingChange: (change) => onSorting(typeof change === 'function' ? change(sorting) : change),
    enableSortingRemoval: false,
    enableMultiSort: true,
  });
  const sorted = table.getRowModel().rows;
  // The virtualizer changes under the same reference; no compiler memoises this component.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    initialRect: { width: 900, height: height ?? 600 },
  });
  const layout = rowLayout(fitted.shown);
  const columnOf = new Map(fitted.shown.map((column) => [column.id, column]));
  const lookOf = (id: string): string => (columnOf.get(id)?.text === true ? 'text' : '');
  return (
    <>
      <div
        ref={scroller}
        className="tactic-table"
        style={height === undefined ? {} : { height: Math.min(height, tableHeight(sorted.length)) }}
        tabIndex={0}
        role="table"
        aria-label="Cells"
        aria-rowcount={sorted.length + 1}
      >
        <div role="rowgroup" className="tactic-head">
          {table.getHeaderGroups().map((group) => (
            <div role="row" aria-rowindex={1} key={group.id} className="tactic-row" style={layout}>
              {group.headers.map((header) => {
                const direction = header.column.getIsSorted();
                return (
                  <div
                    role="columnheader"
                    key={header.id}
                    className={lookOf(header.column.id)}
                    aria-sort={ARIA_SORT[direction || 'none']}
                  >
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      <table.FlexRender header={header} />
                      <span aria-hidden="true">{ARROWS[direction || 'none']}</span>
                    </button>
                  </div>
                );
              })}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="tactic-body" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = sorted[item.index];
            if (row === undefined) return null;
            return (
              <div
                role="row"
                key={row.id}
                aria-rowindex={item.index + 2}
                className={`tactic-row row-${row.original.summary.status}`}
                style={{ ...layout, transform: `translateY(${item.start}px)` }}
              >
                {row.getAllCells().map((cell) => (
                  <div
                    role="cell"
                    key={cell.id}
                    className={lookOf(cell.column.id)}
                    title={columnOf.get(cell.column.id)?.title?.(row.original)}
                  >
                    <table.FlexRender cell={cell} />
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {sorted.length === 0 && <p className="note table-empty">{empty}</p>}
      </div>
      {fitted.left.length > 0 && (
        <p className="note table-left">
          A wider window also shows {fitted.left.map(nameOf).join(', ')}.
        </p>
      )}
    </>
  );
}

const ARROWS = { asc: ' ▲', desc: ' ▼', none: '' } as const;
const ARIA_SORT = { asc: 'ascending', desc: 'descending', none: 'none' } as const;

/** The heading without its unit. */
function nameOf({ heading }: TacticColumn): string {
  return heading.split(',', 1)[0] ?? heading;
}

/** Every row is laid out alike, without measuring. */
function rowLayout(columns: readonly TacticColumn[]): {
  gridTemplateColumns: string;
  minWidth: string;
} {
  const em = (pixels: number): string => `${pixels / USUAL_FONT_SIZE}em`;
  return {
    gridTemplateColumns: columns
      .map(({ min, grow }) => (grow === 0 ? em(min) : `minmax(${em(min)}, ${grow}fr)`))
      .join(' '),
    minWidth: em(columns.reduce((sum, { min }) => sum + min, 0)),
  };
}

function tableHeight(rows: number): number {
  return (Math.max(rows, 2) + 1) * ROW_HEIGHT + 4;
}

/** Fastest first within a batch size. */
export const BY_BATCH_AND_TIME: SortingState = [
  { id: 'batch', desc: false },
  { id: 'medianUs', desc: false },
];

/** Sorting that no link keeps. */
export function useOwnSorting(): readonly [SortingState, (sorting: SortingState) => void] {
  return useState<SortingState>(BY_BATCH_AND_TIME);
}
