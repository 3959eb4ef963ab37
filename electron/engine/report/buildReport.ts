import type { ReportChoice, ReportRegisters } from '../../contract/report';
import type { RunDocument } from '../../contract/runFile';
import { BASELINE_FAMILY } from '../../contract/tactic';
import type { IsoTime } from '../../contract/units';
import { replayCommand } from '../replayCommand';
import { runSubject } from '../runSubject';
import { deviceName } from '../deviceName';
import type { RunSummary } from '../runSummary';
import { summariseRun } from '../summariseRun';
import { compareRun } from '../verdict/compareRun';
import { compareRuns, matchingCells } from '../verdict/compareRuns';
import { pairFamilies } from '../verdict/runParts';
import { sideNames } from '../verdict/verdictText';
import { droppedParts } from './droppedParts';
import { environmentFacts } from './environmentFacts';
import { methodsOf } from './methods';
import { comparedSourceLine, sourceLine } from './sourceLine';
import type { Report, ReportComparison } from './report';

/** A run with the digest of the file it was read from. */
export interface DigestedRun {
  readonly document: RunDocument;
  readonly digestSha256: string;
}

/** What the run is held against; absent: its own sides, or the baseline family of its target. */
export type ReportBaseline =
  | { readonly kind: 'run'; readonly run: DigestedRun }
  | { readonly kind: 'family'; readonly family: string };

/** Everything that a report is made from. */
export interface ReportSource {
  readonly run: DigestedRun;
  readonly baseline?: ReportBaseline | undefined;
  readonly registers: ReportRegisters;
  readonly notes: string;
  readonly version: string;
  readonly madeAt: IsoTime;
}

/** The report that a person chose of a run. */
export function buildReport(source: ReportSource, choice: ReportChoice): Report {
  const { run, baseline, registers, notes, version, madeAt } = source;
  const { document, digestSha256 } = run;
  const { plan, runId, createdAt } = document.header;
  const summary = summariseRun(document);
  const comparison = reportComparison(document, baseline, summary);
  const other = baseline?.kind === 'run' ? baseline.run : undefined;
  const twoSides = plan.comparison !== undefined && baseline === undefined;
  return {
    title: choice.title === '' ? `MoE kernels: ${runSubject(plan)}` : choice.title,
    remarks: choice.remarks,
    sections: choice.sections,
    plan,
    summary,
    ...(comparison === undefined ? {} : { comparison }),
    environment: environmentFacts(other?.document ?? (twoSides ? document : undefined), document),
    dropped: droppedParts(document, summary, comparison?.summary),
    methods: methodsOf(document, summary, comparison?.summary),
    command: replayCommand(plan),
    registers,
    notes,
    provenance: {
      run: { runId, createdAt, digestSha256 },
      ...(other === undefined
        ? {}
        : {
            baseline: {
              runId: other.document.header.runId,
              createdAt: other.document.header.createdAt,
              digestSha256: other.digestSha256,
            },
          }),
      device: deviceName(document),
      version,
      madeAt,
    },
    source:
      other === undefined ? sourceLine(document) : comparedSourceLine(other.document, document),
  };
}

/** What is compared with what; undefined where a run has one side and its baseline family alone or not at all. */
function reportComparison(
  document: RunDocument,
  baseline: ReportBaseline | undefined,
  summary: RunSummary,
): ReportComparison | undefined {
  if (baseline?.kind === 'run') {
    const { document: other } = baseline.run;
    const compared = compareRuns(other, document, matchingCells(other, document));
    return { summary: compared, sides: sideNames(other, document) };
  }
  const own = baseline === undefined ? compareRun(document) : undefined;
  if (own !== undefined) {
    return { summary: own, sides: sideNames(document, document) };
  }
  const family = baseline?.family ?? BASELINE_FAMILY[document.header.plan.target];
  const pairs = pairFamilies(document, family, summary);
  return pairs.length === 0
    ? undefined
    : {
        summary: compareRuns(document, document, pairs),
        sides: [`${family}, its fastest tactic`, 'every other family, its fastest tactic'],
        baselineFamily: family,
      };
}
