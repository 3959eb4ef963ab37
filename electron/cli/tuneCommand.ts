import { join, resolve } from 'node:path';
import { RUN_FILE_EXTENSION } from '../contract/runFile';
import { TACTIC_CACHE_SCHEMA_VERSION, type TacticCache } from '../contract/tacticCache';
import { formatRouting } from '../engine/routing/routingText';
import { replayCommand } from '../engine/replayCommand';
import { speedupText } from '../engine/verdict/verdictText';
import { tune as tuneTactics, type TunedCell, type Tuning } from '../host/tuning';
import { writeWhole } from '../host/writeWhole';
import { orThrow } from './cliError';
import { planRequest, type PlanOptions } from './planOptions';
import { ProgressLine } from './progressLine';
import { runsFolder, sessionPorts, tacticCosts } from './surroundings';
import { formatTable } from './table';

interface TuneOptions extends PlanOptions {
  readonly out: string;
  readonly json: boolean;
}

/** Chooses a tactic, or a pair of them, per batch size, and writes a tactic cache. */
export async function tune(options: TuneOptions): Promise<void> {
  const request = planRequest(options);
  const line = new ProgressLine(process.stderr);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const tuning = orThrow(
    await tuneTactics(
      request,
      {
        ...sessionPorts(),
        costs: await tacticCosts(),
        pathFor: ({ runId }) => join(runsFolder(), runId + RUN_FILE_EXTENSION),
        onRound: (activity) => line.note(activity),
        listener: {
          onRecord: (record) => {
            if (record.type === 'failure') {
              line.note(record.message);
            }
          },
          onProgress: (progress) => line.update(progress),
        },
      },
      stop.signal,
    ),
  );
  line.clear();
  const cache = cacheOf(tuning);
  const path = resolve(options.out);
  orThrow(writeWhole(path, `${JSON.stringify(cache, undefined, 2)}\n`));
  process.stdout.write(
    options.json ? `${JSON.stringify(cache, undefined, 2)}\n` : formatTuning(cache, path),
  );
}

function cacheOf({ plan, document, tuned }: Tuning): TacticCache {
  const { problem, target, seed } = plan;
  const { createdAt, environment } = document.header;
  return {
    format: 'moe-tactics',
    schemaVersion: TACTIC_CACHE_SCHEMA_VERSION,
    createdAt,
    problem,
    target,
    seed,
    environment,
    entries: tuned.flatMap((choice) => entryOf(choice, plan)),
  };
}

function entryOf({ cell, tieSet, verdict }: TunedCell, plan: Tuning['plan']) {
  const { speedup, timeBUs, word, replicates } = verdict;
  if (speedup === undefined || timeBUs === undefined) {
    return [];
  }
  const gemm2TacticId = cell.gemm2TacticId ?? cell.tacticId;
  const one = { ...plan, gemm2TacticId, cells: [cell] };
  return [
    {
      stage: cell.stage,
      routing: cell.routing,
      batchSize: cell.batchSize,
      gemm1TacticId: cell.tacticId,
      gemm2TacticId,
      tieSet,
      medianUs: timeBUs,
      speedupOverDefault: {
        ratio: speedup.ratio,
        ...(speedup.interval === undefined
          ? {}
          : { low: speedup.interval.low, high: speedup.interval.high }),
      },
      verdict: word,
      replicates,
      replayCommand: replayCommand(one, cell.tacticId),
    },
  ];
}

function formatTuning({ entries }: TacticCache, path: string): string {
  const headings = ['stage', 'routing', 'batch', 'µs', 'over the default', 'ties', 'tactic'];
  const rows = entries.map((entry) => [
    entry.stage,
    formatRouting(entry.routing),
    String(entry.batchSize),
    entry.medianUs.toFixed(1),
    `${entry.verdict} ${speedupText({ ratio: entry.speedupOverDefault.ratio })}`,
    String(entry.tieSet.length),
    entry.gemm1TacticId === entry.gemm2TacticId
      ? entry.gemm1TacticId
      : `${entry.gemm1TacticId} + ${entry.gemm2TacticId}`,
  ]);
  return `${formatTable(headings, rows)}\ntactic cache: ${path}\n`;
}
