import {
  REPORT_SECTIONS,
  type ExportRequest,
  type ReportChoice,
  type ReportSection,
} from '../../../electron/contract/report';
import type { RunId } from '../../../electron/contract/runFile';
import type { Route } from '../../state/route';

type View = Route['view'];

/** What is exported in whichever format. */
export type ExportOrder = Omit<ExportRequest, 'format'>;

/** The order for a run from wherever the window is: the choice of the Reports place, elsewhere everything. */
export function orderIn({ place, view }: Route, runId: RunId): ExportOrder {
  const chosen = place === 'reports' ? view : {};
  return orderOf(runId, choiceIn(chosen), chosen['baseline']);
}

/** The order for a run. @param baseline as in the link: a run, `family:NAME`, or nothing */
export function orderOf(
  runId: RunId,
  choice: ReportChoice,
  baseline: string | undefined,
): ExportOrder {
  return { runId, choice, ...(baseline === undefined ? {} : { baseline }) };
}

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

/** All of them: the chosen ones in their order, and each other one behind its usual neighbour. */
export function sectionList(chosen: readonly ReportSection[]): readonly ReportSection[] {
  return REPORT_SECTIONS.reduce<readonly ReportSection[]>((list, section, usualPlace) => {
    if (list.includes(section)) return list;
    const before = REPORT_SECTIONS[usualPlace - 1];
    return list.toSpliced(before === undefined ? 0 : list.indexOf(before) + 1, 0, section);
  }, chosen);
}

/** In or out, where it stands in the list; a report has at least one section, so the last one stays. */
export function toggled(
  chosen: readonly ReportSection[],
  section: ReportSection,
): readonly ReportSection[] {
  if (chosen.includes(section)) {
    return chosen.length === 1 ? chosen : chosen.filter((other) => other !== section);
  }
  return sectionList(chosen).filter((other) => other === section || chosen.includes(other));
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
