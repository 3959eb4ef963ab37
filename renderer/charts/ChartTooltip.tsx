import type { ChartSpec } from './chartSpec';
import { chartTable } from './chartTable';
import { InlineMark } from './Mark';

/** Every series at one batch size, with its interval and tactic. */
export function ChartTooltip({ spec, x }: { readonly spec: ChartSpec; readonly x: number }) {
  const row = chartTable(spec).rows.find((candidate) => candidate.x === x);
  if (row === undefined) return null;
  return (
    <div className="chart-tooltip">
      <strong>batch {x}</strong>
      <table>
        <tbody>
          {spec.series.map((series, index) => {
            const cell = row.cells[index];
            return (
              <tr key={series.key}>
                <td>
                  <InlineMark shape={series.shape} color={series.color} /> {series.key}
                </td>
                <td className="num">
                  {cell ? spec.formatY(cell.y) + spec.ySuffix : 'not measured'}
                </td>
                <td className="num note">
                  {cell?.low !== undefined && cell.high !== undefined
                    ? `${spec.formatY(cell.low)} to ${spec.formatY(cell.high)}`
                    : ''}
                </td>
                <td className="note">{cell?.detail}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
