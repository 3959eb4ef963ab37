import type { CellStatus } from '../../electron/engine/runSummary';
import { StatusMark, type Tone } from './StatusMark';

const LOOKS: Record<
  CellStatus,
  { readonly tone: Tone; readonly word: string; readonly mark: string }
> = {
  measured: { tone: 'good', word: 'measured', mark: '✓' },
  waiting: { tone: 'neutral', word: 'waiting', mark: '◌' },
  unsupported: { tone: 'neutral', word: 'unsupported', mark: '×' },
  incorrect: { tone: 'bad', word: 'INCORRECT', mark: '!' },
  failed: { tone: 'bad', word: 'failed', mark: '✕' },
};

export function CellStatusMark({ status }: { readonly status: CellStatus }) {
  return <StatusMark {...LOOKS[status]} />;
}
