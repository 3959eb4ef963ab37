import type { ChartSpec } from './chartSpec';
import { chartTable } from './chartTable';
import { NO_VALUE } from '../../electron/engine/text/format';

/** The chart's data as a table: the same spec, nothing more and nothing less. */
export function ChartTableTwin({ spec }: { readonly spec: ChartSpec }) {
  const table = chartTable(spec);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`${spec.title}, table`}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{spec.xLabel}</th>
            {table.columns.map((name) => (
              <th scope="col" key={name}>
                {name}, {spec.yLabel}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.x}>
              <th scope="row" className="num">
                {row.x}
              </th>
              {row.cells.map((cell, index) => (
                <td key={table.columns[index]} className="num" title={cell?.detail}>
                  {cell === undefined ? (
                    <span className="note">{NO_VALUE}</span>
                  ) : (
                    <>
                      {spec.formatY(cell.y)}{' '}
                      <span className="note">
                        {cell.low !== undefined && cell.high !== undefined
                          ? `${spec.formatY(cell.low)} to ${spec.formatY(cell.high)}`
                          : 'no interval'}
                      </span>
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
