import { describe, expect, it } from 'vitest';
import { shortened, textWidth, wrapped } from '../../../renderer/charts/textWidth';

const FONT = { size: 10 };

describe('the width of text', () => {
  it('grows with the font and with boldness', () => {
    expect(textWidth('natural', { size: 20 })).toBeCloseTo(2 * textWidth('natural', FONT));
    expect(textWidth('natural', { size: 10, bold: true })).toBeGreaterThan(
      textWidth('natural', FONT),
    );
  });

  it('is generous with what is in no table', () => {
    expect(textWidth('漢', FONT)).toBeGreaterThan(10);
  });
});

describe('shortened text', () => {
  it('is the whole text where it fits, exactly too', () => {
    expect(shortened('natural', FONT, 100)).toBe('natural');
    expect(shortened('natural', FONT, textWidth('natural', FONT))).toBe('natural');
  });

  it('ends with an ellipsis and fits', () => {
    const short = shortened('x'.repeat(10_000), FONT, 80);
    expect(short).toMatch(/^x+…$/);
    expect(textWidth(short, FONT)).toBeLessThanOrEqual(80);
  });

  it('never halves a character', () => {
    expect(shortened('😀'.repeat(50), FONT, 60)).toMatch(/^😀+…$/u);
  });
});

describe('wrapped text', () => {
  it('breaks between words and loses none', () => {
    const text = 'whole layer, uniform routing, cold weights, best tactic of each family';
    const lines = wrapped(text, FONT, 120, 20);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(' ')).toBe(text);
    for (const line of lines) expect(textWidth(line, FONT)).toBeLessThanOrEqual(120);
  });

  it('breaks inside a word that is longer than a line', () => {
    const lines = wrapped('a'.repeat(100), FONT, 120, 20);
    expect(lines.join('')).toBe('a'.repeat(100));
    for (const line of lines) expect(textWidth(line, FONT)).toBeLessThanOrEqual(120);
  });

  it('says with an ellipsis that there is more than so many lines', () => {
    const lines = wrapped('word '.repeat(1000), FONT, 120, 3);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/…$/);
  });

  it('is no line where there is no text', () => {
    expect(wrapped('  ', FONT, 120, 3)).toEqual([]);
  });
});
