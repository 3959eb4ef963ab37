import type { ReportSection } from '../../../contract/report';
import type { Report } from '../report';
import { sectionTitles } from '../sectionTitles';
import { comparisonMarkdown } from './comparisonMarkdown';
import {
  droppedMarkdown,
  environmentMarkdown,
  registersMarkdown,
  repeatMarkdown,
} from './factsMarkdown';
import { speedupsMarkdown, tacticsMarkdown, timesMarkdown } from './figuresMarkdown';
import { details, plainText, writtenText } from './markdownText';

/**
 * A report as a comment for a pull request: GitHub's Markdown, the verdict in view, everything else folded away.
 * Pictures are left out: a comment holds none; their figures are in the tables.
 */
export function reportMarkdown(report: Report): string {
  const { title, remarks, summary } = report;
  const blocks = [
    [`## ${plainText(title)}`],
    ...(summary.provisional ? [['**Provisional: the run is not finished.**']] : []),
    ...(remarks === '' ? [] : [[writtenText(remarks)]]),
    ...report.sections.map((section) => sectionMarkdown(section, report)),
  ];
  return `${blocks
    .map((block) => block.join('\n').trim())
    .filter(Boolean)
    .join('\n\n')}\n`;
}

function sectionMarkdown(section: ReportSection, report: Report): readonly string[] {
  const fold = (body: readonly string[]): readonly string[] =>
    details(sectionTitles[section], body);
  switch (section) {
    case 'verdicts':
      return verdictsMarkdown(report);
    case 'speedup':
      // Of a comparison the verdicts' table has these figures already.
      return report.plan.comparison === undefined ? fold(speedupsMarkdown(report)) : [];
    case 'times':
      return fold(timesMarkdown(report));
    case 'regrets':
      return [];
    case 'tactics':
      return fold(tacticsMarkdown(report));
    case 'registers':
      return fold(registersMarkdown(report));
    case 'environment':
      return fold(environmentMarkdown(report));
    case 'dropped':
      return fold(droppedMarkdown(report));
    case 'methods':
      return fold([report.methods.map(plainText).join(' ')]);
    case 'repeat':
      return fold(repeatMarkdown(report));
  }
}

function verdictsMarkdown({ comparison }: Report): readonly string[] {
  return comparison === undefined
    ? ['No verdict: one side was measured, and nothing else of the run to hold it against.']
    : [comparisonMarkdown(comparison.summary, comparison.sides)];
}
