import { Fragment, useEffect, useRef } from 'react';
import type { ResourceReport } from '../../../electron/contract/registers';
import { SM90 } from '../../../electron/engine/registers/occupancy';
import { rowKey, type RegisterRow } from '../../../electron/engine/registers/registerRows';
import { shortKernelLabel } from '../../../electron/engine/tacticId';
import { ExportMenu } from '../../charts/ExportMenu';
import { updateView } from '../../state/router';
import { Card } from '../../widgets/Card';
import { FamilyName } from '../../widgets/FamilyName';
import { formatNumber, NO_VALUE } from '../../../electron/engine/text/format';
import { RegisterBar } from './RegisterBar';
import { disassemblyNote, REGISTER_TITLE, registerExport } from './registerExport';

/** Every tactic of a report; the chosen one is what notes and calculator speak of. */
export function RegisterTable(props: {
  readonly report: ResourceReport;
  readonly rows: readonly RegisterRow[];
  readonly chosen: RegisterRow | undefined;
}) {
  const { report, rows, chosen } = props;
  return (
    <Card
      title={REGISTER_TITLE}
      note={
        <>
          {report.compiler}, {report.target} · bar: what a consumer thread uses, of{' '}
          {SM90.maxRegistersPerThread} · long line: its setmaxnreg limit · short line: at launch,
          what occupancy sees{disassemblyNote(report)}
        </>
      }
      className="registers-card"
      actions={rows.length > 0 && <ExportMenu chart={registerExport(report, rows)} />}
    >
      {rows.length === 0 ? (
        <p className="note">No tactic matches the filter.</p>
      ) : (
        <div className="registers-scroll" tabIndex={0} role="region" aria-label="Tactics">
          <table className="registers-table">
            <thead>
              <tr>
                <th scope="col">Tactic</th>
                <th scope="col">Consumers use</th>
                <th scope="col">Launch</th>
                <th scope="col">Spilled, B</th>
                <th scope="col">Shared, KB</th>
                <th scope="col">CTAs / SM</th>
                <th scope="col" className="text">
                  Limited by
                </th>
                <th scope="col" className="text">
                  Standing
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <Fragment key={rowKey(row)}>
                  {row.structure.family !== rows[index - 1]?.structure.family && (
                    <tr className="registers-family">
                      <th scope="rowgroup" colSpan={8}>
                        <FamilyName family={row.structure.family} />
                      </th>
                    </tr>
                  )}
                  <TableRow row={row} chosen={row === chosen} />
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function TableRow({ row, chosen }: { readonly row: RegisterRow; readonly chosen: boolean }) {
  const { structure, kernel, occupancy, standing } = row;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const choose = (): void => updateView({ tactic: rowKey(row) }, 'push');
  return (
    <tr className={chosen ? 'row-chosen' : ''} onClick={choose}>
      <th scope="row">
        <button ref={button} type="button" aria-pressed={chosen} title={row.id}>
          {shortKernelLabel(structure)}
        </button>
      </th>
      <td>
        <RegisterBar kernel={kernel} />
      </td>
      <td>{figure(kernel.registersPerThread)}</td>
      <td className={(kernel.spillStoreBytes ?? 0) > 0 ? 'status-bad spilled' : ''}>
        {figure(kernel.spillStoreBytes)}
      </td>
      <td>{((kernel.dynamicSharedBytes + (kernel.staticSharedBytes ?? 0)) / 1024).toFixed(0)}</td>
      <td>{figure(occupancy?.ctasPerSm)}</td>
      <td className="text">{occupancy?.limitedBy.join(', ') ?? NO_VALUE}</td>
      <td className="text">{kernel.failure === '' ? standing : 'did not compile'}</td>
    </tr>
  );
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? NO_VALUE : formatNumber(value);
}
