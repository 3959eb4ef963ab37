import { memo, type ComponentType, type ReactNode } from 'react';
import type { ReportChoice, ReportSection } from '../../electron/contract/report';
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

interface SectionProps {
  readonly report: Report;
}

const SECTIONS: Readonly<Record<ReportSection, ComponentType<SectionProps>>> = {
  verdicts: section(VerdictsSection),
  speedup: section(SpeedupSection),
  times: section(TimesSection),
  regrets: section(RegretsSection),
  tactics: section(TacticsSection),
  registers: section(RegistersSection),
  environment: section(EnvironmentSection),
  dropped: section(DroppedSection),
  methods: section(MethodsSection),
  repeat: section(RepeatSection),
};

/** Drawn anew when its figures change, not with every letter of the title or the remarks. */
function section(draw: (props: SectionProps) => ReactNode): ComponentType<SectionProps> {
  return memo(draw, (before, after) => sameFigures(before.report, after.report));
}

/** What a person chooses stands in the head of a report and in the order of its sections. */
const CHOSEN: Readonly<Record<keyof ReportChoice, true>> = {
  sections: true,
  title: true,
  remarks: true,
};

function sameFigures(before: Report, after: Report): boolean {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Report>; // keys of reports
  return [...all].every((key) => key in CHOSEN || Object.is(before[key], after[key]));
}

/** A report as a page: the same in the preview of the window and in the file that is written. */
export function ReportView({ report }: SectionProps) {
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
