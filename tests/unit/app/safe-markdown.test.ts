import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { SafeMarkdown } from '../../../app/_components/safe-markdown.tsx';

const html = (text: string, citations = 0) =>
  renderToStaticMarkup(createElement(SafeMarkdown, { text, citations }));

describe('markdown of unknown origin', () => {
  test('shows HTML as the characters it consists of', () => {
    const out = html('a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n\n<iframe src="https://e.example">');
    expect(out).toContain('&lt;b onclick=x&gt;');
    expect(out).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(out).not.toMatch(/<(script|iframe|b)\b/);
  });

  test('names an image and its host, and never fetches it', () => {
    const out = html('![a chart](https://evil.example/track.png)');
    expect(out).not.toContain('<img');
    expect(out).toContain('Image not loaded from evil.example');
    expect(out).toContain('a chart');
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '/sign-out',
    '//evil.example/x',
    'file:///etc',
  ])('does not link to %s', (url) => {
    const out = html(`[click](${url})`);
    expect(out).toContain('click');
    expect(out).not.toContain('<a ');
  });

  test('links to the web in a new tab, with the host in sight', () => {
    const out = html('[ok](https://good.example/path)');
    expect(out).toContain(
      'href="https://good.example/path" target="_blank" rel="noopener noreferrer nofollow"',
    );
    expect(out).toContain('(good.example)');
  });

  test('links citations of hits that exist, and no others', () => {
    const out = html('One [1], two [2], three [3], none [0]. `[1]`', 2);
    expect(out.match(/href="#hit-\d+"/g)).toEqual(['href="#hit-1"', 'href="#hit-2"']);
    expect(out).toContain('[3]');
    expect(html('Both [1, 2].', 2).match(/href="#hit-\d+"/g)).toHaveLength(2);
    expect(html('[1]')).not.toContain('<a ');
    const before = createElement(SafeMarkdown, { text: '[1]', citations: 1, hitPrefix: 'before-hit-' });
    expect(renderToStaticMarkup(before)).toContain('<a href="#before-hit-1">');
  });

  test('has no headings of the page', () => {
    expect(html('# One\n\n## Two')).not.toMatch(/<h\d/);
  });

  test('shows a very long text as it is', () => {
    expect(html(`# x${'y'.repeat(60_000)}`)).toContain('# xyyy');
  });
});
