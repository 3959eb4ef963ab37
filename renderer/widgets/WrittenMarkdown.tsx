import Markdown from 'react-markdown';

/** What people's own text may hold: structure, nothing that loads or leads elsewhere; markup stays text. */
const ELEMENTS = [
  'p',
  'em',
  'strong',
  'code',
  'pre',
  'ul',
  'ol',
  'li',
  'blockquote',
  'hr',
  'br',
  'h1',
  'h2',
  'h3',
  'h4',
];

/** Markdown that a person wrote: remarks of a report, notes on a run. */
export function WrittenMarkdown({ text }: { readonly text: string }) {
  return (
    <div className="written-markdown">
      <Markdown allowedElements={ELEMENTS} unwrapDisallowed>
        {text}
      </Markdown>
    </div>
  );
}
