import type { Environment } from '../../../electron/contract/machine';
import type { RunPlan } from '../../../electron/contract/plan';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { measuredLibrary } from '../../../electron/engine/measuredLibrary';
import { comparisonFacts } from './comparisonFacts';
import { deviceFacts } from './deviceFacts';
import type { RunDocument } from '../../../electron/contract/runFile';
import { COLD_CACHE_MULTIPLE } from '../../../electron/engine/routing/coldRotation';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { latestEnvironment } from '../../../electron/engine/cellRates';
import {
  countOf,
  formatBinaryBytes,
  formatBytes,
  formatGigabytesPerSecond,
  formatNumber,
} from '../../../electron/engine/text/format';
import { PEAK_INSTRUCTION } from '../../../electron/engine/text/peakInstruction';
import { threadsText, uniqueOf } from '../../widgets/planText';
import type { Tone } from '../../widgets/StatusMark';

export interface TrustFact {
  readonly name: string;
  readonly text: string;
  /** Its course in order of time, where it has one. */
  readonly trend?: readonly number[] | undefined;
  /** Present where the fact speaks for or against trusting the run. */
  readonly verdict?: { readonly tone: Tone; readonly word: string } | undefined;
}

const good = (word: string) => ({ tone: 'good', word }) as const;

/** What a person checks before believing a run. */
export function trustFacts(
  document: RunDocument,
  summary: RunSummary,
  comparison?: ComparisonSummary,
): readonly TrustFact[] {
  const { plan } = document.header;
  const environment = latestEnvironment(document);
  const { transparentHugePages, hostname, operatingSystem, libraries } = environment;
  const routings = uniqueOf(plan, ({ routing }) => formatRouting(routing)).join(', ');
  return [
    { name: 'Machine', text: `${hostname}, ${operatingSystem}` },
    ...(plan.target === 'cpu' ? processorFacts(plan, environment) : gpuFacts(plan, environment)),
    ...deviceFacts(document),
    ...(comparison === undefined ? [] : comparisonFacts(document, comparison)),
    replicatesFact(document, summary),
    coldFact(document),
    { name: 'Routing', text: `${routings}, seed ${plan.seed}` },
    correctFact(document, summary),
    { name: 'Huge pages', text: transparentHugePages },
    failuresFact(document),
    ...libraries.map(({ name, contentHash }) => ({
      name: 'Library',
      text: `${name}, ${contentHash.slice(0, 12)}`,
    })),
    ...document.warnings.map((text): TrustFact => ({
      name: 'Warning',
      text,
      verdict: { tone: 'warn', word: 'warning' },
    })),
  ];
}

function gpuFacts(plan: RunPlan, environment: Environment): readonly TrustFact[] {
  const { device } = measuredLibrary(environment, plan) ?? {};
  const bandwidth = environment.deviceReadBytesPerSecond;
  return [
    { name: 'GPU', text: device?.description ?? 'not recorded' },
    {
      name: 'Bandwidth',
      text:
        bandwidth === undefined
          ? 'not measured'
          : `${formatGigabytesPerSecond(bandwidth)} GB/s read, measured at the start`,
    },
  ];
}

function processorFacts(
  plan: RunPlan,
  { cpu, readBandwidth, computePeak }: Environment,
): readonly TrustFact[] {
  return [
    { name: 'Processor', text: cpu.model },
    { name: 'Threads', text: threadsText(plan.threads, cpu.hardwareThreads) },
    {
      name: 'Bandwidth',
      text:
        readBandwidth === undefined
          ? 'not measured'
          : `${formatGigabytesPerSecond(readBandwidth.bytesPerSecond)} GB/s read, ${countOf(readBandwidth.threads, 'thread')}, measured at the start`,
    },
    {
      name: 'Compute peak',
      text:
        computePeak === undefined
          ? 'not measured'
          : `${formatNumber(computePeak.flopsPerSecond / 1e9)} GFLOP/s of ${PEAK_INSTRUCTION[computePeak.instruction]}, ${countOf(computePeak.threads, 'thread')}, measured at the start`,
    },
  ];
}

function replicatesFact({ header }: RunDocument, { finishedReplicates }: RunSummary): TrustFact {
  const { effort, effortPlan } = header.plan;
  const enough = finishedReplicates >= effortPlan.minReplicates;
  return {
    name: 'Replicates',
    text: `${countOf(finishedReplicates, 'fresh process', 'fresh processes')}, effort ${effort} asks for ${formatNumber(effortPlan.minReplicates)}`,
    verdict: enough ? good('enough') : { tone: 'warn', word: 'too few' },
  };
}

function coldFact({ header, records }: RunDocument): TrustFact {
  if (header.plan.cacheMode === 'hot') {
    return { name: 'Weights', text: 'hot: the same buffer again and again' };
  }
  const distances = records.flatMap((record) =>
    record.type === 'block' ? [record.reuseDistanceBytes] : [],
  );
  if (distances.length === 0) return { name: 'Weights', text: 'cold, nothing timed yet' };
  const shortest = distances.reduce((least, distance) => Math.min(least, distance), Infinity);
  const { environment, plan } = header;
  const { device } = measuredLibrary(environment, plan) ?? {};
  const { lastLevelCacheBytes } = device ?? environment.cpu;
  const after = `cold, used again after ${formatBytes(shortest)} or more`;
  if (lastLevelCacheBytes === 0) {
    const text = `${after}; how large the last-level cache is, the system did not say`;
    return { name: 'Weights', text, verdict: { tone: 'warn', word: 'not known' } };
  }
  const caches = shortest / lastLevelCacheBytes;
  return {
    name: 'Weights',
    text: `${after}: ${formatNumber(caches, 1)} × the last-level cache of ${formatBinaryBytes(lastLevelCacheBytes)}, ${COLD_CACHE_MULTIPLE} × asked for`,
    verdict: caches >= COLD_CACHE_MULTIPLE ? good('cold') : { tone: 'warn', word: 'not cold' },
  };
}

function correctFact({ records }: RunDocument, { cells }: RunSummary): TrustFact {
  const checked = new Set(
    records.flatMap((record) => (record.type === 'check' ? [record.cell] : [])),
  );
  const wrong = cells.filter(({ status }) => status === 'incorrect').length;
  const text = `${formatNumber(checked.size - wrong)} of ${countOf(checked.size, 'checked cell')} against the oracle`;
  if (checked.size === 0) return { name: 'Correct', text: 'nothing checked yet' };
  return {
    name: 'Correct',
    text,
    verdict: wrong === 0 ? good('all correct') : { tone: 'bad', word: `${wrong} INCORRECT` },
  };
}

function failuresFact({ records }: RunDocument): TrustFact {
  const failures = records.filter(({ type }) => type === 'failure').length;
  const resumes = records.filter(({ type }) => type === 'resume').length;
  const resumed = resumes === 0 ? '' : `, resumed ${countOf(resumes, 'time')}`;
  return {
    name: 'Failures',
    text: `${formatNumber(failures)} recorded${resumed}`,
    verdict: failures === 0 ? good('none') : { tone: 'bad', word: 'failures' },
  };
}
