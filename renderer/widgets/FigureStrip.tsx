import type { ReactNode } from 'react';
import type { Tone } from './StatusMark';

export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  readonly sub: ReactNode;
  /** Colours the value; a verdict's only. */
  readonly tone?: Tone | undefined;
}

/** The few figures that are read first. */
export function FigureStrip({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="card figure-strip">
      {figures.map(({ label, value, sub, tone }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={`figure-value ${tone === undefined ? '' : `status-${tone}`}`}>{value}</dd>
          <dd className="figure-sub">{sub}</dd>
        </div>
      ))}
    </dl>
  );
}
