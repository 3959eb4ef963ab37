/** What of a drawing is picture; the rest (classes, focus, names, handlers) is for the window. */
const PAINTED = new Set(
  [
    'x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height viewBox transform id',
    'patternUnits patternTransform clip-path opacity paint-order',
    'fill fill-opacity stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity',
    'font-size font-weight font-style text-anchor dominant-baseline',
  ].flatMap((names) => names.split(' ')),
);
/** Words of the drawing that nobody sees: the picture has a title of its own. */
const UNSEEN = new Set(['title', 'desc']);
const TEXT_NODE = 3;
const ELEMENT_NODE = 1;
export const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * A drawn svg element as well-formed XML. Written here because serialisers differ: XMLSerializer is not
 * everywhere, and the markup of HTML is no XML.
 */
export function svgXml(svg: Element): string {
  return withOwnIds(elementXml(svg, { xmlns: SVG_NAMESPACE }));
}

/** Text for XML, in an attribute or between tags; characters that XML has no place for are replaced. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function elementXml(element: Element, extra: Readonly<Record<string, string>>): string {
  const name = element.localName;
  const attributes = element
    .getAttributeNames()
    .filter((attribute) => PAINTED.has(attribute))
    .map((attribute) => [attribute, element.getAttribute(attribute) ?? ''] as const);
  const written = [...Object.entries(extra), ...attributes]
    .map(([attribute, value]) => ` ${attribute}="${escapeXml(value)}"`)
    .join('');
  const content = [...element.childNodes].map(nodeXml).join('');
  if (content !== '') return `<${name}${written}>${content}</${name}>`;
  return name === 'g' ? '' : `<${name}${written}/>`;
}

function nodeXml(node: Node): string {
  if (node.nodeType === TEXT_NODE) return escapeXml(node.textContent ?? '');
  if (node.nodeType !== ELEMENT_NODE) return '';
  const element = node as Element; // its type says so
  return UNSEEN.has(element.localName) ? '' : elementXml(element, {});
}

/** Ids made from the content, so that several pictures can stand in one page, and the same picture is the same text. */
function withOwnIds(xml: string): string {
  const ids = [...new Set([...xml.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id ?? ''))];
  const renamed = (prefix: string): string =>
    ids.reduce(
      (text, id, index) =>
        text
          .replaceAll(` id="${id}"`, ` id="${prefix}-${index}"`)
          .replaceAll(`url(#${id})`, `url(#${prefix}-${index})`),
      xml,
    );
  return ids.length === 0 ? xml : renamed(`p${contentHash(renamed('p'))}`);
}

/** FNV-1a, 32 bits. */
function contentHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
