import { Fragment } from 'react';

/** Characters: `A, µs` is as narrow as its figures. */
const SHORT = 6;

/** The heading of a column: may break between its words, never at the hyphen of "Speed-up". */
export function Heading({ text }: { readonly text: string }) {
  // A sign, like the × of a ratio, never stands alone on a line.
  const words = text.length <= SHORT ? [text] : text.split(/ (?=\S{2,})/);
  return words.map((word, place) => (
    // A heading's words never change places.
    <Fragment key={place}>
      {place > 0 && ' '}
      <span className="whole-word">{word}</span>
    </Fragment>
  ));
}
