/** What a status means for a person: the tone picks colour and mark, the word is always written. */
export type Tone = 'good' | 'bad' | 'warn' | 'neutral' | 'busy';

const MARKS: Record<Tone, string> = {
  good: '✓',
  bad: '✕',
  warn: '▲',
  neutral: '●',
  busy: '◐',
};

/** Status is never colour alone: a shape and a word go with it. */
export function StatusMark(props: {
  readonly tone: Tone;
  readonly word: string;
  readonly mark?: string;
  readonly boxed?: boolean;
}) {
  const { tone, word, mark = MARKS[tone], boxed = false } = props;
  return (
    <span className={`status status-${tone} ${boxed ? 'status-boxed' : ''}`}>
      <span aria-hidden="true">{mark}</span> {word}
    </span>
  );
}

/** On every figure of a run that may still move. */
export function Provisional() {
  return <StatusMark tone="warn" mark="◌" word="provisional" boxed />;
}
