import type { ChartSpec } from './chartSpec';
import { chartTable } from './chartTable';
import { InlineMark } from './Mark';

/** Every series at one batch size, with its interval and tactic; Recharts adds which one. */
export function ChartTooltip(props: {
  readonly spec: ChartSpec;
  readonly active?: boolean;
  readonly label?: unknown;
}) {
  const { spec, active = false, label: x } = props;
  const row = chartTable(spec).rows.find((candidate) => candidate.x === x);
  if (!active || row === undefined) return null;
  return (
    <div className="chart-tooltip">
      <strong>batch {row.x}</strong>
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
