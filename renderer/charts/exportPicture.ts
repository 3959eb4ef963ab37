/** Turns a drawn chart into a picture that stands alone: title and legend inside, colours resolved. */
export interface LegendEntry {
  readonly key: string;
  readonly color: string;
}

const HEADER_HEIGHT = 74;
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
const PAINTED = [
  'fill',
  'stroke',
  'stroke-width',
  'paint-order',
  'font-size',
  'font-weight',
  'font-family',
] as const;
const PNG_SCALE = 2;

/** What stands above the picture. */
export interface PictureText {
  readonly title: string;
  readonly note: string;
  readonly legend: readonly LegendEntry[];
}

/** SVG text of a chart with its title and legend above it. */
export function standaloneSvg(svg: SVGSVGElement, { title, note, legend }: PictureText): string {
  const width = svg.clientWidth || Number(svg.getAttribute('width'));
  const height = (svg.clientHeight || Number(svg.getAttribute('height'))) + HEADER_HEIGHT;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  resolveColors(svg, copy);
  const style = getComputedStyle(svg);
  const colorOf = (name: string): string =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#000';
  const root = document.createElementNS(SVG_NAMESPACE, 'svg');
  root.setAttribute('xmlns', SVG_NAMESPACE);
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  root.setAttribute('font-family', style.fontFamily);
  root.append(rectangle(width, height, colorOf('--panel')));
  root.append(text(16, 22, title, colorOf('--ink'), '600 14px'));
  root.append(text(16, 41, note, colorOf('--dim'), '400 12px'));
  let x = 16;
  for (const { key, color } of legend) {
    const name = color.replace(/^var\((.*)\)$/, '$1');
    root.append(text(x, 62, `■ ${key}`, colorOf(name), '600 12px'));
    x += 28 + key.length * 7.5;
  }
  copy.setAttribute('y', String(HEADER_HEIGHT));
  root.append(copy);
  return new XMLSerializer().serializeToString(root);
}

/** The picture as PNG at twice its size. */
export async function svgToPng(svgText: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw the picture.');
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('This browser cannot write PNG.'));
      else resolve(blob);
    });
  });
}

function resolveColors(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of PAINTED) {
    const value = style.getPropertyValue(name);
    if (value !== '') to.setAttribute(name, value);
  }
  [...from.children].forEach((child, index) => {
    const twin = to.children[index];
    if (twin !== undefined) resolveColors(child, twin);
  });
}

function rectangle(width: number, height: number, fill: string): SVGElement {
  const element = document.createElementNS(SVG_NAMESPACE, 'rect');
  element.setAttribute('width', String(width));
  element.setAttribute('height', String(height));
  element.setAttribute('fill', fill);
  return element;
}

function text(x: number, y: number, content: string, fill: string, font: string): SVGElement {
  const element = document.createElementNS(SVG_NAMESPACE, 'text');
  const [weight = '400', size = '12px'] = font.split(' ');
  element.setAttribute('x', String(x));
  element.setAttribute('y', String(y));
  element.setAttribute('fill', fill);
  element.setAttribute('font-weight', weight);
  element.setAttribute('font-size', size);
  element.textContent = content;
  return element;
}
