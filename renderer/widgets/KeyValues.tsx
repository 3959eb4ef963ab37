import type { ReactNode } from 'react';

export type KeyValue = readonly [key: string, value: ReactNode];

/** Names and values under each other. */
export function KeyValues({ entries }: { readonly entries: readonly KeyValue[] }) {
  return (
    <dl className="key-values">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
