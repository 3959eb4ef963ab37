import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeBlock,
  codeText,
  details,
  plainText,
  thatFit,
  writtenText,
} from '../../../../../electron/engine/report/markdown/markdownText';
import { nodesOf, parsedLine, parsedMarkdown, visibleText } from './parsedMarkdown';

/** Text made of what means something to Markdown, HTML or GitHub. */
const awkwardText = string({
  unit: constantFrom(
    ...'`*_~[]()<>!&|\\#@:$-+=.1a '.split(''),
    'http://',
    'www.',
    'GH-',
    '&lt;',
    '\n',
    '\t',
    '\0',
    '\u2028',
    '\u202e',
    'é',
    '🦉',
  ),
  maxLength: 60,
});

/** What a line can show of a text: its control characters are spaces. */
function asLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

function withoutMarks(text: string): string {
  return text.replaceAll('\u200b', '');
}

describe('a sentence', () => {
  it('is shown as it was written, whatever it is made of', () => {
    assert(
      property(awkwardText, (text) => {
        const nodes = parsedMarkdown(plainText(text)).children ?? [];
        // Runs of white space are one in a browser, and none at an end.
        const seen = withoutMarks(visibleText(nodes)).replaceAll(/\s+/g, ' ').trim();
        expect(seen).toBe(asLine(text).replaceAll(/\s+/g, ' '));
        expect(nodes.map(({ type }) => type)).toEqual(asLine(text) === '' ? [] : ['paragraph']);
        expect(
          nodes.flatMap(nodesOf).filter(({ type }) => !/^(paragraph|text|inlineCode)$/.test(type)),
        ).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('has no code but its dollar signs, so that they make no formula', () => {
    assert(
      property(awkwardText, (text) => {
        const nodes = nodesOf(parsedMarkdown(plainText(text)));
        for (const { type, value = '' } of nodes) {
          expect(type === 'inlineCode' ? value : '$').toMatch(/^\$+$/);
          expect(type === 'text' ? value : '').not.toContain('$');
        }
      }),
    );
  });

  it.each([
    '@everyone',
    'a@example.invalid',
    'owner/name@abc1234',
    '#1',
    'owner/name#1',
    'GH-1',
    'gh-1',
    'http://example.invalid',
    'HTTPS://example.invalid',
    'www.example.invalid',
    ':tada:',
    ':+1:',
    ':-1:',
    ':heavy_check_mark:',
    ':a::b:',
  ])('lets GitHub make nothing of %j', (text) => {
    const [{ value = '' } = { value: '' }] = parsedLine(plainText(text));
    expect(value).not.toMatch(/@\w|#\d|gh-\d|:\/\/|www\.|:[\w+-]+:/i);
    expect(withoutMarks(value)).toBe(text);
  });

  it.each(['- a', '+ a', '1. a', '12) a', '# a', '> a', '===', '---', '* a'])(
    'that begins a line with %j begins no list, heading or rule',
    (text) => {
      const { children = [] } = parsedMarkdown(`before\n\n${plainText(text)}`);
      expect(children.map(({ type }) => type)).toEqual(['paragraph', 'paragraph']);
      expect(visibleText(children.slice(1))).toBe(text);
    },
  );

  it('keeps the cells of a table apart', () => {
    expect(plainText('a | b\nc')).toBe(String.raw`a \| b c`);
  });

  it('is cut where it is long, and never within a character', () => {
    expect(plainText('x'.repeat(5000))).toBe(`${'x'.repeat(999)}…`);
    expect(plainText('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(plainText(`${'x'.repeat(8)}🦉🦉`, 10)).toBe(`${'x'.repeat(8)}…`);
  });
});

describe('a name', () => {
  it('is one code span, whatever it is made of', () => {
    assert(
      property(awkwardText, (name) => {
        const nodes = parsedLine(codeText(name));
        expect(nodes.map(({ type }) => type)).toEqual(['inlineCode']);
        const [{ value = '' } = { value: '' }] = nodes;
        expect(value.trim()).toBe(asLine(name).replaceAll('|', '¦'));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['`', '`` ` ``'],
    ['```', '```` ``` ````'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['main', '`main`'],
  ])('%j has a fence that it does not hold', (name, markdown) => {
    expect(codeText(name)).toBe(markdown);
  });

  it.each(['', ' ', '\0', '\n\n'])('%j is an empty code span, not two stray marks', (name) => {
    expect(parsedLine(`${codeText(name)} next`)).toMatchObject([
      { type: 'inlineCode', value: '  ' },
      { type: 'text', value: ' next' },
    ]);
  });

  it('holds no bar: in a table it would end the cell, in code too', () => {
    expect(codeText('a|b')).toBe('`a¦b`');
  });

  it('is cut at a hundred characters, and never within one', () => {
    expect(codeText('x'.repeat(10_000))).toBe(`\`${'x'.repeat(99)}…\``);
    expect(codeText('x'.repeat(100))).toBe(`\`${'x'.repeat(100)}\``);
    expect(codeText(`${'x'.repeat(98)}${'🦉'.repeat(9)}`)).toBe(`\`${'x'.repeat(98)}…\``);
  });

  it('does not turn the direction of what follows', () => {
    expect(codeText('a\u202eb\u2066c')).toBe('`a b c`');
  });
});

describe('a command', () => {
  it('is whole, on one line, whatever it holds', () => {
    const command = "moe-workbench run --preset '```\n# x\n```' --tactics '~~~'";
    const { children = [] } = parsedMarkdown(codeBlock('sh', command).join('\n'));
    expect(children).toMatchObject([
      { type: 'code', lang: 'sh', value: command.replaceAll('\n', ' ') },
    ]);
  });
});

describe('what a person wrote', () => {
  /** What stands before, the text, and what stands after. */
  function between(text: string) {
    const lines = ['<details><summary>x</summary>', '', ...writtenText(text), '', '</details>'];
    return parsedMarkdown(lines.join('\n')).children ?? [];
  }

  it('keeps its Markdown', () => {
    const [quote] = parsedMarkdown(writtenText('# a\n\n- *b*\n- `c`').join('\n')).children ?? [];
    expect(nodesOf(quote ?? { type: '' }).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['blockquote', 'heading', 'list', 'emphasis', 'inlineCode']),
    );
  });

  it.each([
    '```\nnever closed',
    '~~~',
    '</details>\n\n<details open>',
    '<!-- never closed',
    '<script>',
    '<![CDATA[',
    '<?php',
    '    code',
    '- list\n\n  - list',
    'text\n---',
    '> quoted',
  ])('does not reach beyond itself: %j', (text) => {
    expect(between(text).map(({ type }) => type)).toEqual(['html', 'blockquote', 'html']);
  });

  it('shows its HTML as text, in code too', () => {
    const html = '<b>a</b> `std::vector<int>`\n\n```\nif (a<b && c < d) x = "<!--";\n```';
    const [quote = { type: '' }] = parsedMarkdown(writtenText(html).join('\n')).children ?? [];
    expect(nodesOf(quote).filter(({ type }) => type === 'html')).toEqual([]);
    expect(withoutMarks(visibleText([quote]))).toBe(
      '<b>a</b> std::vector<int>if (a<b && c < d) x = "<!--";',
    );
  });

  it('is cut where it would fill a comment, and says so', () => {
    for (const long of ['x'.repeat(100_000), 'word\n'.repeat(20_000), '\n'.repeat(50_000) + 'x']) {
      const text = writtenText(`begin\n${long}`).join('\n');
      expect(text.length).toBeLessThan(20_100);
      expect(text).toMatch(/^> begin\n[^]*…$/);
    }
    expect(writtenText('short').join('\n')).toBe('> short');
  });
});

describe('a folded part', () => {
  it('is closed, with its Markdown between blank lines', () => {
    const { children = [] } = parsedMarkdown(details('Methods', ['**a**']).join('\n'));
    expect(children).toMatchObject([
      { type: 'html', value: '<details><summary>Methods</summary>' },
      { type: 'paragraph' },
      { type: 'html', value: '</details>' },
    ]);
  });
});

describe('what fits', () => {
  it('is the first of them, whole', () => {
    const lengthOf = (text: string): number => text.length;
    expect(thatFit(['aaa', 'bb', 'c'], lengthOf, 5)).toEqual(['aaa', 'bb']);
    expect(thatFit(['aaa', 'bb', 'c'], lengthOf, 6)).toEqual(['aaa', 'bb', 'c']);
    expect(thatFit(['aaa', 'b'], lengthOf, 2)).toEqual([]);
    expect(thatFit([], lengthOf, 0)).toEqual([]);
  });
});
