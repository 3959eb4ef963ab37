import {
  REPORT_SECTIONS,
  type ReportChoice,
  type ReportSection,
} from '../../../electron/contract/report';

type View = Readonly<Record<string, string>>;

/** What the link says of the report: sections in their order, title, remarks. */
export function choiceIn(view: View): ReportChoice {
  return {
    sections: sectionsIn(view['sections']),
    title: view['title'] ?? '',
    remarks: view['remarks'] ?? '',
  };
}

/** As the link keeps them: absent when they are all there in their usual order. */
export function sectionsToView(sections: readonly ReportSection[]): string | undefined {
  return sections.join() === REPORT_SECTIONS.join() ? undefined : sections.join(',');
}

/** A link may say anything; what is no section is passed over, and no section at all is every one. */
function sectionsIn(word: string | undefined): readonly ReportSection[] {
  if (word === undefined) return REPORT_SECTIONS;
  const named = word.split(',');
  const known = [...new Set(named)].flatMap(
    (name) => REPORT_SECTIONS.find((section) => section === name) ?? [],
  );
  return known.length === 0 ? REPORT_SECTIONS : known;
}

/** The chosen ones in their order, then the others in the usual one. */
export function sectionList(chosen: readonly ReportSection[]): readonly ReportSection[] {
  return [...chosen, ...REPORT_SECTIONS.filter((section) => !chosen.includes(section))];
}

/** In or out; a report has at least one section, so the last one stays. */
export function toggled(
  chosen: readonly ReportSection[],
  section: ReportSection,
): readonly ReportSection[] {
  if (!chosen.includes(section)) return [...chosen, section];
  return chosen.length === 1 ? chosen : chosen.filter((other) => other !== section);
}

/** One place up (-1) or down (1); at either end it stays. */
export function moved(
  chosen: readonly ReportSection[],
  section: ReportSection,
  by: -1 | 1,
): readonly ReportSection[] {
  const from = chosen.indexOf(section);
  const to = from + by;
  if (from < 0 || to < 0 || to >= chosen.length) return chosen;
  const others = chosen.filter((other) => other !== section);
  return [...others.slice(0, to), section, ...others.slice(to)];
}
