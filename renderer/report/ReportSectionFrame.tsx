import { useId, type ReactNode } from 'react';

/** A section of a report under its heading. */
export function ReportSectionFrame(props: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { title, note, className = '', children } = props;
  const id = useId();
  return (
    <section className={`report-section ${className}`} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p className="note">{note}</p>}
      {children}
    </section>
  );
}

/** A table that may be wider than the page: it scrolls by itself, by keyboard too. */
export function WideTable({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
