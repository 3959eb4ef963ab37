import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { WrittenMarkdown } from '../../../renderer/widgets/WrittenMarkdown';

const written = (text: string): string => renderToStaticMarkup(<WrittenMarkdown text={text} />);

describe('what a person wrote', () => {
  it.each([
    ['**bold** and *so*', '<strong>bold</strong> and <em>so</em>'],
    ['- one\n- two', '<li>one</li>'],
    ['> said', '<blockquote>'],
    ['`code`', '<code>code</code>'],
    ['## Part', '<h2>Part</h2>'],
  ])('%j has its structure', (text, html) => {
    expect(written(text)).toContain(html);
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '<a href="javascript:alert(1)">here</a>',
    '<style>*{display:none}</style>',
    '<iframe src="https://x.invalid"></iframe>',
  ])('%s stays text', (text) => {
    const html = written(text);
    expect(html).not.toMatch(/<(?:img|script|a|style|iframe)\b/);
    expect(
      html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"'),
    ).toContain(text);
  });

  it.each([
    ['[here](javascript:alert(1))', 'here'],
    ['[here](https://x.invalid)', 'here'],
    ['<https://x.invalid>', 'https://x.invalid'],
  ])('%s leads nowhere', (text, words) => {
    const html = written(text);
    expect(html).toContain(words);
    expect(html).not.toMatch(/<a\b|href/);
  });

  it('loads no picture', () => {
    expect(written('before ![map](https://x.invalid/p.png) after')).not.toMatch(/<img|x\.invalid/);
  });
});
