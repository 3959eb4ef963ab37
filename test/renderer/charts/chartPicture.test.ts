import { describe, expect, it } from 'vitest';
import { chartPicture, type PictureDescription } from '../../../renderer/charts/chartPicture';
import { parsedPicture } from '../fixtures/pictureSpecification';

function picture(changes: Partial<PictureDescription> = {}): Document {
  const description: PictureDescription = {
    title: 'Best time',
    note: 'whole layer',
    legend: [{ name: 'natural', color: 'var(--family-natural)', shape: 'circle' }],
    source: 'run demo',
    drawing: '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"/>',
    width: 600,
    height: 200,
    ...changes,
  };
  return parsedPicture(chartPicture(description, (name) => `#${name.slice(2, 5)}`));
}

const heightOf = (parsed: Document): number =>
  Number(parsed.documentElement.getAttribute('height'));
const linesOf = (parsed: Document): readonly string[] =>
  [...parsed.querySelectorAll('text')].map((text) => text.textContent);

describe('a picture that stands alone', () => {
  it('has title, note, legend and source around the drawing, from top to bottom', () => {
    const parsed = picture();
    expect(linesOf(parsed)).toEqual(['Best time', 'whole layer', 'natural', 'run demo']);
    const tops = [...parsed.querySelectorAll('svg > g > g')].map((part) =>
      Number(/translate\(0 (\d+)\)/.exec(part.getAttribute('transform') ?? '')?.[1]),
    );
    expect(tops).toEqual(tops.toSorted((one, other) => one - other));
    expect(tops).toHaveLength(5);
  });

  it('grows with its note and its legend instead of clipping them', () => {
    const note = 'uniform routing, cold weights, best tactic of each family, '.repeat(5).trim();
    const tall = picture({ note });
    expect(heightOf(tall)).toBeGreaterThan(heightOf(picture()) + 30);
    expect(linesOf(tall).join(' ')).toContain(note);
    const legend = Array.from({ length: 40 }, (_, index) => ({
      name: `family number ${index}`,
      color: 'var(--accent)',
    }));
    expect(heightOf(picture({ legend }))).toBeGreaterThan(heightOf(picture()) + 100);
  });

  it('leaves no gap for what is not there', () => {
    const bare = picture({ note: '', legend: [] });
    expect(heightOf(bare)).toBe(heightOf(picture()) - 16 - 20 - 2 * 8);
  });

  it('resolves colours in attributes and leaves text alone', () => {
    const title = 'fill="var(--panel)" & <b>';
    const parsed = picture({ title });
    expect(linesOf(parsed)[0]).toBe(title);
    expect(parsed.querySelector('path')?.getAttribute('fill')).toBe('#fam');
  });

  it('marks series with shape and colour, not with colour alone', () => {
    const shapes = ['circle', 'square', 'diamond', 'triangle', 'line', 'dashed', 'tick'] as const;
    const parsed = picture({
      legend: shapes.map((shape) => ({ name: shape, color: 'var(--accent)', shape })),
    });
    const marks = [...parsed.querySelectorAll('path')].map((mark) =>
      [
        mark.getAttribute('d')?.replaceAll(/[\d. ,-]+/g, ''),
        mark.getAttribute('stroke-dasharray'),
      ].join(),
    );
    expect(new Set(marks).size).toBe(shapes.length);
  });
});
