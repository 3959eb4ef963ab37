import { Fragment } from 'react';
import type { TacticId as Id } from '../../electron/contract/tactic';

/** A tactic's id, which may break after its dots and nowhere else while there is room for its parts. */
export function TacticId({ id }: { readonly id: Id }) {
  const parts = id.split('.');
  return parts.map((part, place) => (
    // The parts of an id never change places.
    <Fragment key={place}>
      {part}
      {place < parts.length - 1 && (
        <>
          .<wbr />
        </>
      )}
    </Fragment>
  ));
}
