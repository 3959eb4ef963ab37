import type { RunDocument } from '../../../electron/contract/runFile';
import type { CellVerdict } from '../../../electron/engine/verdict/comparisonSummary';
import { Card } from '../../widgets/Card';
import { countOf, formatNumber, formatUs, NO_VALUE } from '../../../electron/engine/text/format';
import { sampleRows, type SampleRow } from './distributionData';

/** More rows than this are for a file, not for eyes; the run file holds them all. */
const MOST_ROWS = 400;

/** Every slot of one cell as it was timed, in the order of time. */
export function Samples(props: {
  readonly chosen: CellVerdict;
  readonly a: RunDocument;
  readonly b: RunDocument;
}) {
  const { chosen, a, b } = props;
  const rows = sampleRows(a, b, chosen);
  return (
    <Card
      title="Samples"
      note={`${countOf(rows.length, 'block')}; a slot is the median of its launches, in µs${
        rows.length > MOST_ROWS ? `; the first ${MOST_ROWS} are shown` : ''
      }`}
    >
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Table of samples">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Replicate</th>
              <th scope="col">Block</th>
              <th scope="col" className="text">
                Slots, in order
              </th>
              <th scope="col">Speed-up, ×</th>
              <th scope="col">Clock, MHz</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map((row) => (
              <Row key={`${row.run} ${row.replicate} ${row.block}`} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ row }: { readonly row: SampleRow }) {
  const { replicate, block, slots, ratio, clockMhz } = row;
  return (
    <tr>
      <th scope="row">{formatNumber(replicate + 1)}</th>
      <td>{formatNumber(block + 1)}</td>
      <td className="text">{slots.map(({ side, us }) => `${side} ${formatUs(us)}`).join(' · ')}</td>
      <td>{ratio === undefined ? NO_VALUE : formatNumber(ratio, 3)}</td>
      <td>{clockMhz === undefined ? NO_VALUE : formatNumber(clockMhz)}</td>
    </tr>
  );
}
