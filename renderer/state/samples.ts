import type { RunId } from '../../electron/contract/runFile';
import type { Session } from './session';

export interface Sample {
  readonly title: string;
  /** The run file's text, fetched from the program itself. */
  readonly load: () => Promise<{ readonly default: string }>;
}

/** Runs that were measured on an H200 and travel with the program; where and when is in each file. */
export const SAMPLES: readonly Sample[] = [
  {
    title: 'pull request 12451, MXFP4 × BF16',
    load: () => import('../samples/h200-pull-request-12451.moerun?raw'),
  },
  {
    title: 'pull request 12451, INT4 × FP8',
    load: () => import('../samples/h200-int4-fp8.moerun?raw'),
  },
  {
    title: 'our fused kernels against it',
    load: () => import('../samples/h200-fused.moerun?raw'),
  },
  {
    title: 'our streaming kernels against it',
    load: () => import('../samples/h200-streaming.moerun?raw'),
  },
];

/** Takes a sample into the library, as any run file. Answers undefined when the host refuses it. */
export async function importSample(session: Session, sample: Sample): Promise<RunId | undefined> {
  const { default: text } = await sample.load();
  return session.importRun(text);
}
