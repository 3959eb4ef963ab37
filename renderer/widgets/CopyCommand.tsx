import { Fragment } from 'react';
import { CopyBox } from './CopyBox';

/** A command line to take along; it wraps between its words, not after the hyphens of an option. */
export function CopyCommand({ command }: { readonly command: string }) {
  return (
    <CopyBox label="Command" text={command}>
      {command.split(' ').map((word, place) => (
        // The words of a command never change places.
        <Fragment key={place}>
          {place > 0 && ' '}
          <span className="command-word">{word}</span>
        </Fragment>
      ))}
    </CopyBox>
  );
}
