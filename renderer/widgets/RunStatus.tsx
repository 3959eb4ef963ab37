import type { RunListEntry } from '../../electron/contract/api';
import { StatusMark, type Tone } from './StatusMark';

type Status = RunListEntry['status'];

const LOOKS: Record<Status, { readonly tone: Tone; readonly word: string; readonly mark: string }> =
  {
    running: { tone: 'busy', word: 'running', mark: '◐' },
    interrupted: { tone: 'warn', word: 'interrupted', mark: '◌' },
    complete: { tone: 'good', word: 'complete', mark: '✓' },
    precise: { tone: 'good', word: 'precise enough', mark: '✓' },
    budget: { tone: 'neutral', word: 'budget used up', mark: '●' },
    cancelled: { tone: 'warn', word: 'cancelled', mark: '◌' },
    failed: { tone: 'bad', word: 'failed', mark: '✕' },
  };

/** How a run stands, as a word with a mark. */
export function RunStatus({ status }: { readonly status: Status }) {
  return <StatusMark {...LOOKS[status]} />;
}

/** The mark alone where a list is narrow; the word is in the title and read aloud. */
export function RunStatusMark({ status }: { readonly status: Status }) {
  const { tone, word, mark } = LOOKS[status];
  return (
    <span className={`status-${tone}`} title={word}>
      <span aria-hidden="true">{mark}</span>
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
