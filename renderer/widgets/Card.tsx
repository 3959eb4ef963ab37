import { type ReactNode, useId } from 'react';

/** A bordered section with a heading; `mark` stands behind the title, `actions` at the right. */
export function Card(props: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { title, note, mark, actions, className = '', children } = props;
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header className="card-head">
        <div className="card-title">
          <h2 id={id}>
            {title} {mark}
          </h2>
          {note !== undefined && <p className="note">{note}</p>}
        </div>
        {actions && <div className="card-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
