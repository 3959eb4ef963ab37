import { BASELINE_FAMILY } from '../../../contract/tactic';
import type { ReportSection } from '../../../contract/report';
import type { Report } from '../report';
import { sectionTitles } from '../sectionTitles';
import { comparisonMarkdown, fastestTable } from './comparisonMarkdown';
import {
  droppedMarkdown,
  environmentMarkdown,
  registersMarkdown,
  repeatMarkdown,
} from './factsMarkdown';
import { speedupsMarkdown, tacticsMarkdown, timesMarkdown } from './figuresMarkdown';
import { details, plainText, writtenText } from './markdownText';

/** GitHub refuses a longer comment: "Body is too long (maximum is 65536 characters)". */
export const COMMENT_CHARACTERS = 65_536;

/** A part of the comment, between blank lines. */
interface Block {
  readonly text: string;
  /** What stands in its place where there is no room for it; absent: it always stands. */
  readonly instead?: string;
}

/**
 * A report as a comment for a pull request: GitHub's Markdown, the verdict in view, everything else folded away.
 * Pictures are left out: a comment holds none; their figures are in the tables. Where it would be longer than a
 * comment may be, the longest folded parts are left out, and say so.
 */
export function reportMarkdown(report: Report): string {
  const { title, remarks, summary } = report;
  const blocks: readonly Block[] = [
    { text: `## ${plainText(title)}` },
    ...(summary.provisional ? [{ text: '**Provisional: the run is not finished.**' }] : []),
    ...(remarks === '' ? [] : [{ text: writtenText(remarks).join('\n') }]),
    ...report.sections.flatMap((section) => sectionBlocks(section, report)),
  ];
  return asComment(blocks);
}

function asComment(blocks: readonly Block[]): string {
  const whole = `${blocks.map(({ text }) => text.trim()).join('\n\n')}\n`;
  const longest = blocks
    .filter(({ instead }) => instead !== undefined)
    .toSorted((a, b) => b.text.length - a.text.length)
    .at(0);
  return whole.length <= COMMENT_CHARACTERS || longest === undefined
    ? whole
    : asComment(
        blocks.map((block) => (block === longest ? { text: longest.instead ?? '' } : block)),
      );
}

function sectionBlocks(section: ReportSection, report: Report): readonly Block[] {
  const fold = (body: readonly string[]): readonly Block[] => [
    {
      text: details(sectionTitles[section], body).join('\n'),
      instead: `${sectionTitles[section]}: left out, for a comment has no room for it; the HTML report has it.`,
    },
  ];
  switch (section) {
    case 'verdicts':
      return [{ text: verdictsMarkdown(report) }];
    case 'speedup':
      return speedupBody(report).flatMap(fold);
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
      return fold([report.methods.map((sentence) => plainText(sentence)).join(' ')]);
    case 'repeat':
      return fold(repeatMarkdown(report));
  }
}

function verdictsMarkdown({ comparison }: Report): string {
  return comparison === undefined
    ? 'No verdict: one side was measured, and nothing else of the run to hold it against.'
    : comparisonMarkdown(comparison.summary, comparison.sides);
}

/** Of B over A, or of the families over their baseline: as the chart of that section. Empty: said already. */
function speedupBody(report: Report): readonly (readonly string[])[] {
  const { comparison, plan, sections } = report;
  if (comparison === undefined || comparison.baselineFamily === BASELINE_FAMILY[plan.target]) {
    return [speedupsMarkdown(report)];
  }
  // The verdicts' table has these figures.
  return sections.includes('verdicts') ? [] : [fastestTable(comparison.summary)];
}
