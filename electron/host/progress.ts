import type { RunProgress } from '../contract/api';
import type { RunPlan } from '../contract/plan';
import type { RunId } from '../contract/runFile';

/**
 * How far a run is and how long it will take. Each visit counts by how long its cell took the last
 * time; before that, by how long cells took on average.
 */
export class ProgressEstimate {
  readonly #cellMs = new Map<number, number>();
  #preparationMs = 0;
  #replicate = 0;
  #pending = new Set<number>();
  #entered: { cell: number; atMs: number } | undefined;
  #replicateStartMs: number;
  #activity = 'starting';

  constructor(
    private readonly runId: RunId,
    private readonly plan: RunPlan,
    private readonly nowMs: () => number,
    private readonly startMs: number = nowMs(),
  ) {
    this.#replicateStartMs = startMs;
  }

  startReplicate(replicate: number, cells: readonly number[]): void {
    this.#replicate = replicate;
    this.#pending = new Set(cells);
    this.#entered = undefined;
    this.#replicateStartMs = this.nowMs();
  }

  activity(text: string): void {
    this.#activity = text;
  }

  enterCell(cell: number, description: string): void {
    const now = this.nowMs();
    if (this.#entered === undefined) {
      this.#preparationMs = now - this.#replicateStartMs;
    }
    this.leaveCell(now);
    this.#entered = { cell, atMs: now };
    this.#activity = description;
  }

  finishReplicate(): void {
    this.leaveCell(this.nowMs());
    this.#pending.clear();
  }

  snapshot(): RunProgress {
    const { maxReplicates } = this.plan.effortPlan;
    const elapsedMs = this.nowMs() - this.startMs;
    const remainingMs = this.#remainingMs();
    const measurable = this.plan.cells.filter((cell) => cell.unsupported === undefined).length;
    const known = remainingMs !== undefined;
    return {
      runId: this.runId,
      phase: this.#entered === undefined ? 'preparing' : 'measuring',
      activity: this.#activity,
      replicate: this.#replicate,
      plannedReplicates: maxReplicates,
      doneCells: measurable - this.#pending.size,
      plannedCells: measurable,
      fraction: known ? elapsedMs / Math.max(1, elapsedMs + remainingMs) : 0,
      elapsedSeconds: elapsedMs / 1000,
      ...(known ? { remainingSeconds: remainingMs / 1000 } : {}),
    };
  }

  private leaveCell(now: number): void {
    if (this.#entered !== undefined) {
      this.#cellMs.set(this.#entered.cell, now - this.#entered.atMs);
      this.#pending.delete(this.#entered.cell);
    }
  }

  #remainingMs(): number | undefined {
    if (this.#cellMs.size === 0) {
      return undefined;
    }
    const known = [...this.#cellMs.values()];
    const average = known.reduce((sum, value) => sum + value, 0) / known.length;
    const measurable = this.plan.cells.filter((cell) => cell.unsupported === undefined);
    const cellMs = (cell: number): number => this.#cellMs.get(cell) ?? average;
    const inReplicate = [...this.#pending].reduce((sum, cell) => sum + cellMs(cell), 0);
    const whole =
      this.#preparationMs + measurable.reduce((sum, { index }) => sum + cellMs(index), 0);
    const left = Math.max(0, this.plan.effortPlan.maxReplicates - this.#replicate - 1);
    const budgetLeftMs = this.plan.effortPlan.budgetSeconds * 1000 - (this.nowMs() - this.startMs);
    // No replicate starts beyond the budget, but one that has started is finished.
    return inReplicate + Math.min(left * whole, Math.max(0, budgetLeftMs + whole));
  }
}
