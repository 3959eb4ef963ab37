import type { ReactNode } from 'react';
import type { ReportSection } from '../../electron/contract/report';
import type { Report } from '../../electron/engine/report/report';
import { WrittenMarkdown } from '../widgets/WrittenMarkdown';
import { Message } from '../widgets/Message';
import { problemText } from '../widgets/planText';
import { RegretsSection, SpeedupSection, TimesSection } from './sections/ChartSections';
import {
  DroppedSection,
  EnvironmentSection,
  MethodsSection,
  RepeatSection,
} from './sections/FactsSections';
import { RegistersSection } from './sections/RegistersSection';
import { TacticsSection } from './sections/TacticsSection';
import { VerdictsSection } from './sections/VerdictsSection';

const SECTIONS: Readonly<Record<ReportSection, (props: { readonly report: Report }) => ReactNode>> =
  {
    verdicts: VerdictsSection,
    speedup: SpeedupSection,
    times: TimesSection,
    regrets: RegretsSection,
    tactics: TacticsSection,
    registers: RegistersSection,
    environment: EnvironmentSection,
    dropped: DroppedSection,
    methods: MethodsSection,
    repeat: RepeatSection,
  };

/** A report as a page: the same in the preview of the window and in the file that is written. */
export function ReportView({ report }: { readonly report: Report }) {
  return (
    <article className="report">
      <ReportHead report={report} />
      {report.sections.map((section) => {
        const Section = SECTIONS[section];
        return <Section key={section} report={report} />;
      })}
      {!report.sections.includes('repeat') && <ReportFoot report={report} />}
    </article>
  );
}

/** What proves which data this is, where no section says it. */
function ReportFoot({ report: { provenance } }: { readonly report: Report }) {
  const { runId, digestSha256 } = provenance.run;
  return (
    <footer className="report-foot note">
      Run {runId}, SHA-256 of its file {digestSha256}, written by MoE Workbench {provenance.version}
    </footer>
  );
}

function ReportHead({ report }: { readonly report: Report }) {
  const { title, remarks, plan, provenance, summary } = report;
  return (
    <header className="report-head">
      <h1 className="long-name">{title}</h1>
      <p className="note">
        {problemText(plan.problem)} · {provenance.device} · measured{' '}
        {provenance.run.createdAt.slice(0, 10)}
      </p>
      {summary.provisional && (
        <Message tone="warn" word="Provisional">
          The run is not finished: its figures may still move.
        </Message>
      )}
      {remarks !== '' && <WrittenMarkdown text={remarks} />}
    </header>
  );
}
