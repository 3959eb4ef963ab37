import type { Report, RunSource } from '../../../electron/engine/report/report';
import { sectionTitles } from '../../../electron/engine/report/sectionTitles';
import { formatNumber } from '../../../electron/engine/text/format';
import { EnvironmentTable } from '../../widgets/EnvironmentTable';
import { KeyValues } from '../../widgets/KeyValues';
import { ReportSectionFrame, WideTable } from '../ReportSectionFrame';

/** What both sides were built from and measured on. */
export function EnvironmentSection({ report }: { readonly report: Report }) {
  return (
    <ReportSectionFrame title={sectionTitles.environment}>
      <WideTable label="Table of the environment">
        <EnvironmentTable facts={report.environment} />
      </WideTable>
    </ReportSectionFrame>
  );
}

/** What the figures do not rest on, and why. */
export function DroppedSection({ report }: { readonly report: Report }) {
  const { droppedBlocks, blocks, lines } = report.dropped;
  return (
    <ReportSectionFrame title={sectionTitles.dropped}>
      <p>
        {formatNumber(droppedBlocks)} of {formatNumber(blocks)} blocks were dropped.
      </p>
      {lines.length > 0 && (
        <ul className="report-dropped">
          {lines.map(({ what, why, examples }) => (
            <li key={`${what} ${why}`}>
              <b>{what}:</b> <span className="long-name">{why}</span>
              {examples.length > 0 && (
                <span className="note long-name"> e.g. {examples.join('; ')}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </ReportSectionFrame>
  );
}

/** How the figures were made. */
export function MethodsSection({ report }: { readonly report: Report }) {
  return (
    <ReportSectionFrame title={sectionTitles.methods} className="report-whole">
      <p className="report-methods">{report.methods.join(' ')}</p>
    </ReportSectionFrame>
  );
}

/** The command that measures the same again, and what proves which data this is. */
export function RepeatSection({ report }: { readonly report: Report }) {
  const { run, baseline, version, device, madeAt } = report.provenance;
  return (
    <ReportSectionFrame title={sectionTitles.repeat} className="report-whole">
      <pre className="report-command" tabIndex={0}>
        {report.command}
      </pre>
      <KeyValues
        entries={[
          ...sourceEntries(baseline === undefined ? 'Run' : 'Run B', run),
          ...(baseline === undefined ? [] : sourceEntries('Run A', baseline)),
          ['Measured on', device],
          ['Written by', `MoE Workbench ${version}, ${madeAt}`],
        ]}
      />
    </ReportSectionFrame>
  );
}

function sourceEntries(name: string, { runId, createdAt, digestSha256 }: RunSource) {
  return [
    [name, `${runId}, ${createdAt}`],
    [`${name}, SHA-256 of its file`, digestSha256],
  ] as const;
}
