import type { Branch } from '../contract/comparison';
import { MARGIN_FLOOR } from '../contract/comparison';
import type { Result } from '../contract/errors';
import type { Cell, PlanRequest, RunPlan } from '../contract/plan';
import type { RunDocument, RunRecord } from '../contract/runFile';
import type { TacticId } from '../contract/tactic';
import { collectRecords } from '../engine/cellRecords';
import { failure, success } from '../engine/result';
import { situationKey } from '../engine/situation';
import { replicateMedians } from '../engine/timeEstimate';
import { chooseTactics, choiceId, type Choice } from '../engine/tuning/choices';
import { narrowPlan, RACE_ROUNDS } from '../engine/tuning/narrowPlan';
import { regretsBySituation, type Regret, type TimedCell } from '../engine/tuning/regrets';
import { staysInRace, type TacticCost } from '../engine/tuning/tieSet';
import { compareRun } from '../engine/verdict/compareRun';
import type { CellVerdict } from '../engine/verdict/comparisonSummary';
import { hashOfFile } from './branches/buildKey';
import { prepareStart, type PreparedPlan } from './planning';
import { beginSession, type SessionListener, type SessionPorts } from './runSession';

export interface TuningPorts extends SessionPorts {
  readonly costs: ReadonlyMap<TacticId, TacticCost>;
  /** Where a round's run file goes. */
  pathFor(header: { readonly runId: string }): string;
  /** Before each round: what is about to be measured. */
  onRound(activity: string): void;
  readonly listener: SessionListener;
}

/** The choice in one situation and the proof of it. */
export interface TunedCell {
  readonly cell: Cell;
  readonly tieSet: readonly TacticId[];
  /** Of the choice against the default tactic, on replicates of their own. */
  readonly verdict: CellVerdict;
}

export interface Tuning {
  readonly plan: RunPlan;
  readonly document: RunDocument;
  readonly tuned: readonly TunedCell[];
}

/**
 * Races the tactics of a plan and proves the winners: all briefly, then those not yet 5 % behind with
 * doubled effort, then a choice among ties by a fixed rule, then the choice against the default
 * on fresh replicates. A layer's GEMMs are raced apart, and the best pairs of them raced once more.
 */
export async function tune(
  request: PlanRequest,
  ports: TuningPorts,
  cancelled: AbortSignal,
): Promise<Result<Tuning>> {
  const stages = request.stages.includes('layer')
    ? (['gemm1', 'gemm2', 'layer'] as const)
    : request.stages;
  const prepared = await prepareStart({ ...request, stages }, ports.machine);
  if (!prepared.ok) {
    return prepared;
  }
  const race = new Race(prepared.value, ports, cancelled);
  const { plan } = prepared.value.preview;
  const measurable = plan.cells.filter((cell) => cell.unsupported === undefined);
  const single = measurable.filter(({ stage }) => stage !== 'layer');
  const winners = await race.run(single.length > 0 ? single : measurable);
  if (!winners.ok) {
    return winners;
  }
  const layer = measurable.filter(({ stage }) => stage === 'layer');
  if (layer.length === 0 || single.length === 0) {
    return race.prove(winners.value);
  }
  const pairs = await race.run(pairCells(layer, winners.value, race.defaultId(plan)));
  return pairs.ok ? race.prove(pairs.value) : pairs;
}

class Race {
  constructor(
    private readonly prepared: PreparedPlan,
    private readonly ports: TuningPorts,
    private readonly cancelled: AbortSignal,
  ) {}

  /** The tactic that everything else has to beat. */
  defaultId(plan: RunPlan): TacticId | undefined {
    return (plan.tactics.find(({ isDefault }) => isDefault) ?? plan.tactics[0])?.id;
  }

  async run(cells: readonly Cell[]): Promise<Result<readonly Choice[]>> {
    let racing = cells;
    let regrets: ReadonlyMap<string, readonly Regret[]> = new Map();
    for (const [round, effort] of RACE_ROUNDS.entries()) {
      const plan = narrowPlan(this.prepared.preview.plan, racing, effort);
      const measured = await this.#measure(plan, `round ${round + 1}: ${racing.length} cells`);
      if (!measured.ok) {
        return measured;
      }
      regrets = regretsBySituation(timedCells(measured.value));
      const left = [...regrets.values()].map((members) => members.filter(staysInRace));
      racing = left.flat().map(({ cell }) => cell);
      if (left.every((members) => members.length <= 1)) {
        break;
      }
    }
    return success(chooseTactics(regrets, this.ports.costs));
  }

  /** The choices against the default tactic, A B B A, on replicates that took no part in choosing. */
  async prove(choices: readonly Choice[]): Promise<Result<Tuning>> {
    const { plan: whole } = this.prepared.preview;
    const baselineTacticId = this.defaultId(whole);
    if (baselineTacticId === undefined || choices.length === 0) {
      return failure('unsupported', 'no tactic could be timed');
    }
    const contentHash = await hashOfFile(this.prepared.libraryPath);
    const branch: Branch = {
      name: 'this build',
      origin: this.prepared.libraryPath,
      compilers: [],
      contentHash,
    };
    const cells = choices.map(({ cell }): Cell => ({ ...cell, baselineTacticId }));
    const controls = cells
      .slice(0, 2)
      .map((cell): Cell => ({ ...cell, tacticId: baselineTacticId, control: true }));
    const plan: RunPlan = {
      ...narrowPlan(whole, [...cells, ...controls], { blocksPerReplicate: 6 }),
      comparison: {
        branches: { A: branch, B: branch },
        correction: 'benjamini-hochberg',
        marginFloor: MARGIN_FLOOR,
      },
    };
    const measured = await this.#measure(
      plan,
      `proof: ${cells.length} choices against the default`,
    );
    if (!measured.ok) {
      return measured;
    }
    const verdicts = compareRun(measured.value)?.cells ?? [];
    return success({
      plan,
      document: measured.value,
      tuned: verdicts.map((verdict, index) => ({
        cell: verdict.cell,
        tieSet: (choices[index]?.tieSet ?? []).map(choiceId),
        verdict,
      })),
    });
  }

  async #measure(plan: RunPlan, activity: string): Promise<Result<RunDocument>> {
    this.ports.onRound(activity);
    const { libraryPath } = this.prepared;
    const sides =
      plan.comparison === undefined
        ? undefined
        : {
            A: { branch: plan.comparison.branches.A, libraryPath },
            B: { branch: plan.comparison.branches.B, libraryPath },
          };
    const session = await beginSession(
      { ...this.prepared, preview: { ...this.prepared.preview, plan } },
      this.ports,
      (header) => this.ports.pathFor(header),
      sides,
    );
    if (!session.ok) {
      return session;
    }
    const records: RunRecord[] = [];
    const end = await session.value.measure(
      {
        onRecord: (record) => {
          records.push(record);
          this.ports.listener.onRecord(record);
        },
        onProgress: (progress) => this.ports.listener.onProgress(progress),
      },
      this.cancelled,
    );
    return end.reason === 'failed' || end.reason === 'cancelled'
      ? failure('worker_failed', end.message ?? `the tune was ${end.reason}`)
      : success({ ...session.value.document, records });
  }
}

function timedCells(document: RunDocument): readonly TimedCell[] {
  const records = collectRecords(document);
  return document.header.plan.cells.flatMap((cell): TimedCell[] => {
    const own = records[cell.index];
    // A tactic that was wrong or fell over once is no candidate.
    const sound =
      own !== undefined && own.failures.length === 0 && own.checks.every(({ correct }) => correct);
    return sound ? [{ cell, medians: replicateMedians(own.blocks, 'A') }] : [];
  });
}

/** Of each ranking at most this many are crossed with the other's. */
const crossedOfEach = 2;
/** Of each ranking at most this many run both GEMMs. */
const aloneOfEach = 6;

/**
 * The best of each GEMM with each other, and everything that may be best of one with itself, so that the
 * choice does not hang on which of several equals came first; always the default with itself.
 */
function pairCells(
  layer: readonly Cell[],
  winners: readonly Choice[],
  defaultId: TacticId | undefined,
): readonly Cell[] {
  const situations = new Map(layer.map((cell) => [situationKey(cell), cell]));
  return [...situations.values()].flatMap((cell) => {
    const tiedOf = (stage: Cell['stage']): readonly TacticId[] => {
      const choice = winners.find(
        ({ cell: won }) =>
          situationKey({ ...won, stage: 'layer' }) === situationKey(cell) && won.stage === stage,
      );
      const ids = choice === undefined ? [] : [choice.cell, ...choice.tieSet];
      return [...new Set(ids.map(({ tacticId }) => tacticId))];
    };
    const [first, second] = [tiedOf('gemm1'), tiedOf('gemm2')];
    const alone = [...first.slice(0, aloneOfEach), ...second.slice(0, aloneOfEach)];
    const ids = new Set(defaultId === undefined ? alone : [...alone, defaultId]);
    const crossed = first
      .slice(0, crossedOfEach)
      .flatMap((a) => second.slice(0, crossedOfEach).map((b) => [a, b] as const));
    return [...[...ids].map((id) => [id, id] as const), ...crossed.filter(([a, b]) => a !== b)].map(
      ([tacticId, gemm2TacticId]) => ({ ...cell, tacticId, gemm2TacticId }),
    );
  });
}
