import { escapeXml } from './svgXml';

/** One SVG element as text. Values are escaped; `content` is markup, so text has to be escaped by the caller. */
export function svgTag(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string {
  const written = Object.entries(attributes)
    .map(([attribute, value]) => ` ${attribute}="${escapeXml(String(value))}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}
