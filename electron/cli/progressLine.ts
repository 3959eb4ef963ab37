import type { RunProgress } from '../contract/api';

const barWidth = 24;

/** One line that says how far a run is; nothing at all where output is not a terminal. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #text = '';

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  update(progress: RunProgress): void {
    this.#draw(formatProgress(progress));
  }

  /** A line of its own above the bar, written to a pipe too: a failure is not progress. */
  note(text: string): void {
    const bar = this.#text;
    this.clear();
    this.#stream.write(`${text}\n`);
    this.#draw(bar);
  }

  clear(): void {
    this.#draw('');
  }

  #draw(text: string): void {
    if (this.#stream.isTTY) {
      const width = Math.max(20, this.#stream.columns - 1);
      this.#stream.write(`\r\u001b[K${text.slice(0, width)}`);
      this.#text = text;
    }
  }
}

export function formatProgress(progress: RunProgress): string {
  const filled = Math.round(progress.fraction * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const left =
    progress.remainingSeconds === undefined
      ? ''
      : `, ${formatDuration(progress.remainingSeconds)} left`;
  return (
    `${bar} ${Math.round(progress.fraction * 100)} %${left} · replicate ` +
    `${progress.replicate + 1} of ${progress.plannedReplicates} · ${progress.activity}`
  );
}

export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
