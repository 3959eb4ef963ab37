import { registerParts, type RegisterPart } from '../../../electron/engine/report/registerParts';
import type { Report } from '../../../electron/engine/report/report';
import { sectionTitles } from '../../../electron/engine/report/sectionTitles';
import { SM90 } from '../../../electron/engine/registers/occupancy';
import { rowKey } from '../../../electron/engine/registers/registerRows';
import { shortKernelLabel } from '../../../electron/engine/tacticId';
import { formatNumber, NO_VALUE } from '../../../electron/engine/text/format';
import { RegisterBar } from '../../views/registers/RegisterBar';
import { FamilyName } from '../../widgets/FamilyName';
import { WrittenMarkdown } from '../../widgets/WrittenMarkdown';
import { ReportSectionFrame, WideTable } from '../ReportSectionFrame';

/** What the compiler gave each tactic of the run, what it means, and what the engineer wrote. */
export function RegistersSection({ report }: { readonly report: Report }) {
  const { compiler, parts, remarks } = registerParts(report);
  return (
    <ReportSectionFrame
      title={sectionTitles.registers}
      note={
        parts.length === 0
          ? undefined
          : `${compiler}; per thread; bar: what a consumer uses of ${SM90.maxRegistersPerThread}, long line: its limit, short line: at launch`
      }
    >
      {parts.length > 0 && (
        <WideTable label="Table of registers">
          <RegistersTable parts={parts} />
        </WideTable>
      )}
      <ul className="report-notes">
        {parts.flatMap(({ row, notes }) =>
          notes.map(({ title, text }) => (
            <li key={`${rowKey(row)} ${title}`}>
              <b>
                {row.structure.family} {shortKernelLabel(row.structure)}. {title}
              </b>{' '}
              {text}
            </li>
          )),
        )}
      </ul>
      {remarks.map((remark) => (
        <p key={remark} className="note long-name">
          {remark}
        </p>
      ))}
      {report.notes !== '' && (
        <>
          <h3>Notes of the engineer</h3>
          <WrittenMarkdown text={report.notes} />
        </>
      )}
    </ReportSectionFrame>
  );
}

function RegistersTable({ parts }: { readonly parts: readonly RegisterPart[] }) {
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col" className="text">
            Family
          </th>
          <th scope="col" className="text">
            Kernel
          </th>
          <th scope="col" className="text">
            Consumers use
          </th>
          <th scope="col">Launch</th>
          <th scope="col">Spilled, B</th>
          <th scope="col">Shared, B</th>
          <th scope="col">CTAs / SM</th>
          <th scope="col" className="text">
            Limited by
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <KernelRow key={rowKey(part.row)} part={part} />
        ))}
      </tbody>
    </table>
  );
}

function KernelRow({ part: { row, before } }: { readonly part: RegisterPart }) {
  const { kernel, structure, occupancy } = row;
  return (
    <tr>
      <td className="text">
        <FamilyName family={structure.family} />
      </td>
      <th scope="row" className="text">
        {shortKernelLabel(structure)}
      </th>
      <td>
        <RegisterBar kernel={kernel} />
      </td>
      <td>{change(before?.registersPerThread, kernel.registersPerThread)}</td>
      <td>{change(before?.spillStoreBytes, kernel.spillStoreBytes)}</td>
      <td>{change(before?.dynamicSharedBytes, kernel.dynamicSharedBytes)}</td>
      <td>{figure(occupancy?.ctasPerSm)}</td>
      <td className="text">{occupancy?.limitedBy.join(', ') ?? NO_VALUE}</td>
    </tr>
  );
}

/** `90 → 104` where the baseline has another figure. */
function change(before: number | null | undefined, now: number | null): string {
  const [old, text] = [figure(before), figure(now)];
  return before === undefined || old === text ? text : `${old} → ${text}`;
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? NO_VALUE : formatNumber(value);
}
