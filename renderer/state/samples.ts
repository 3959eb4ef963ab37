import type { RunId } from '../../electron/contract/runFile';
import type { Session } from './session';

export interface Sample {
  readonly title: string;
  /** Its name among the runs: short, and no other sample's. */
  readonly name: string;
  /** The run file's text, fetched from the program itself. */
  readonly load: () => Promise<{ readonly default: string }>;
}

/** Runs that were measured on an H200 and travel with the program; where and when is in each file. */
export const SAMPLES: readonly Sample[] = [
  {
    title: 'pull request 12451, MXFP4 × BF16',
    name: 'PR 12451, MXFP4',
    load: () => import('../samples/h200-pull-request-12451.moerun?raw'),
  },
  {
    title: 'pull request 12451, INT4 × FP8',
    name: 'PR 12451, INT4',
    load: () => import('../samples/h200-int4-fp8.moerun?raw'),
  },
  {
    title: 'our fused kernels against pull request 12451',
    name: 'fused over PR',
    load: () => import('../samples/h200-fused.moerun?raw'),
  },
  {
    title: 'our streaming kernels against pull request 12451',
    name: 'streaming over PR',
    load: () => import('../samples/h200-streaming.moerun?raw'),
  },
];

/** Takes a sample into the library, as any run file. Answers undefined when the host refuses it. */
export async function importSample(session: Session, sample: Sample): Promise<RunId | undefined> {
  const { default: text } = await sample.load();
  const runId = await session.importRun(text);
  // The files are named after their problem, which most of them share.
  if (runId !== undefined) await session.annotate({ runId, name: sample.name });
  return runId;
}
