import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { paragraph, words } from '../../src/report/blocks.js';
import { renderMarkdown } from '../../src/report/markdown.js';

/** The HTML of GitHub's Markdown, by another program. */
function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }).trim();
}

/** What a reader sees of HTML. */
function textOf(fragment: string): string {
  return fragment
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** The tags of HTML, without their attributes. */
function tagsOf(fragment: string): string[] {
  return [...new Set(fragment.match(/<\w+/g) ?? [])];
}

const NASTY = [
  'SE_Block',
  '__init__ *a* **b** ~~c~~ ~d~',
  '[x](javascript:alert(1))',
  '![x](https://example.org/x.png)',
  '<img src=x onerror=alert(1)>',
  '<!-- hidden -->',
  '&lt; &amp; &#60;',
  'a|b\\|c\\\\|d',
  '`code` ``x` `',
  '@octocat and @org/team, me@example.org',
  'https://example.org www.example.org ftp://x mailto:a@b.cc',
  '#1 org/repo#2 GH-3 :smile:',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  '@da39a3ee5e6b4b0d3255bfef95601890afd80709#1@',
  '$x^2$ $$y$$',
  '[^1] [ref] \\',
  '\\@x \\`@`',
];

/** What begins a block, and so must not at the beginning of a line. */
const BLOCKS = [
  '# a',
  '> a',
  '- a',
  '+ a',
  '* a',
  '1. a',
  '12) a',
  '---',
  '===',
  '```',
  '~~~',
  '| a |',
  '= a',
  '    a',
  '- [ ] a',
  '<div>',
  '[a]: https://x',
  ':- | -:',
];

describe('a cell of Markdown', () => {
  it.each([...NASTY, ...BLOCKS])('reads as its text, and does nothing: %j', (text) => {
    const table = html(
      renderMarkdown([
        { kind: 'grid', columns: [words('Name'), words('Next')], rows: [[text, 'x']] },
      ]),
    );
    const [cell = '', next] = [...table.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(
      ([, inner]) => inner ?? '',
    );
    expect(textOf(cell)).toBe(text.trim());
    expect(tagsOf(cell).filter((tag) => tag !== '<code')).toEqual([]);
    expect(next).toBe('x');
  });

  it('stands on one line, without control characters', () => {
    const rows = [['one\r\ntwo\n| three |\u001b[31m', 'x']];
    const text = renderMarkdown([{ kind: 'grid', columns: [words('a'), words('b')], rows }]);
    expect(text.trimEnd().split('\n')).toHaveLength(3);
    expect(text).toContain('one\\\\r\\\\ntwo\\\\n\\| three \\|\\\\x1b\\[31m');
  });

  it('can be the title of a column', () => {
    const text = renderMarkdown([{ kind: 'grid', columns: [words('a|b <i>')], rows: [['x']] }]);
    expect(textOf(/<th[^>]*>(.*?)<\/th>/.exec(html(text))?.[1] ?? '')).toBe('a|b <i>');
  });
});

describe('a paragraph of Markdown', () => {
  it.each([...NASTY, ...BLOCKS])('reads as its text, and does nothing: %j', (text) => {
    const shown = html(renderMarkdown([paragraph(text)]));
    expect(textOf(shown)).toBe(text.trim());
    expect(tagsOf(shown).filter((tag) => tag !== '<code')).toEqual(['<p']);
  });

  it('breaks between its lines alone', () => {
    const shown = html(renderMarkdown([paragraph('one\ntwo', '# three')]));
    expect(shown).toBe('<p>one\\ntwo<br />\n# three</p>');
  });

  it('leaves words as they are', () => {
    expect(renderMarkdown([paragraph('2 models checked, 1 failed: trunk, 50.1%.')])).toBe(
      '2 models checked, 1 failed: trunk, 50.1%.\n',
    );
  });
});
