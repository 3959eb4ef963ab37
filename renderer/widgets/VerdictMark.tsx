import type { VerdictWord } from '../../electron/contract/comparison';
import { StatusMark, type Tone } from './StatusMark';

interface Look {
  readonly tone: Tone;
  readonly mark: string;
}

/** Colour, mark and word of a verdict, the same in every place. */
export const VERDICT_LOOKS: Readonly<Record<VerdictWord, Look>> = {
  FASTER: { tone: 'good', mark: '▲' },
  SAME: { tone: 'neutral', mark: '●' },
  SLOWER: { tone: 'bad', mark: '▼' },
  INCONCLUSIVE: { tone: 'neutral', mark: '?' },
  INVALID: { tone: 'warn', mark: '⊘' },
  INCORRECT: { tone: 'bad', mark: '!' },
};

export function VerdictMark({ word }: { readonly word: VerdictWord }) {
  return <StatusMark word={word} {...VERDICT_LOOKS[word]} />;
}
