import type { ReportRegisters, ReportSection } from '../../contract/report';
import type { RunPlan } from '../../contract/plan';
import type { RunId } from '../../contract/runFile';
import type { IsoTime } from '../../contract/units';
import type { RunSummary } from '../runSummary';
import type { ComparisonSummary } from '../verdict/comparisonSummary';
import type { Dropped } from './droppedParts';
import type { EnvironmentFact } from './environmentFacts';

/** All that a report says, as data: HTML, PDF and Markdown are written from this and nothing else. */
export interface Report {
  readonly title: string;
  /** Markdown of whoever made the report; may be ''. */
  readonly remarks: string;
  /** In the order in which they stand. */
  readonly sections: readonly ReportSection[];
  readonly plan: RunPlan;
  readonly summary: RunSummary;
  /** Absent where there is nothing to compare: one side, one family. */
  readonly comparison?: ReportComparison | undefined;
  readonly environment: readonly EnvironmentFact[];
  readonly dropped: Dropped;
  /** Sentences of one paragraph. */
  readonly methods: readonly string[];
  /** The command that measures the same again. */
  readonly command: string;
  readonly registers: ReportRegisters;
  /** The engineer's own notes on the run, in Markdown; may be ''. */
  readonly notes: string;
  readonly provenance: Provenance;
  /** The line at the foot of pictures. */
  readonly source: string;
}

export interface ReportComparison {
  readonly summary: ComparisonSummary;
  /** What A and B are called. */
  readonly sides: readonly [a: string, b: string];
  /** Where A is a family of the same run. */
  readonly baselineFamily?: string | undefined;
}

/** Where the figures come from, so that they can be checked. */
export interface Provenance {
  readonly run: RunSource;
  /** The run that is the baseline, where it is another. */
  readonly baseline?: RunSource | undefined;
  readonly device: string;
  /** Of the program that wrote the report. */
  readonly version: string;
  readonly madeAt: IsoTime;
}

/** A run file, by its content. */
export interface RunSource {
  readonly runId: RunId;
  readonly createdAt: IsoTime;
  /** SHA-256 of the run file's bytes, in hexadecimal. */
  readonly digestSha256: string;
}
