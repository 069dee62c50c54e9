import { describe, expect, it } from 'vitest';
import { withHead } from './page-head.ts';

const PAGE = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta name="description" content="general" />
    <title>Dacu 大促</title>
  </head>
  <body></body>
</html>`;

describe('a page with the head of its own path', () => {
  it('says title, description and language before any script runs, and keeps the rest', () => {
    const html = withHead(
      PAGE,
      { theme: 'spring', words: { title: 'Nuts', description: '¥1.00', markup: '<link rel="canonical" />' } },
      'en',
    );
    expect(html).toContain('<html lang="en" data-theme="spring">');
    expect(html).toContain('<title>Nuts · Dacu</title>');
    expect(html).toContain('<meta name="description" content="¥1.00" />');
    expect(html).toMatch(/<link rel="canonical" \/>\s*<\/head>/);
    expect(html).toContain('<body></body>');
  });

  it('takes no title for markup or for a pattern', () => {
    const title = `</title><script>alert(1)</script> $& $\` "`;
    const html = withHead(PAGE, { theme: null, words: { title, description: title, markup: '' } }, 'zh');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; $&amp; $` &quot; · Dacu');
    expect(html.match(/<title>/g)).toHaveLength(1);
  });

  it('wears the season of the day on a page without words of its own, and on one that is missing', () => {
    for (const words of [null, 'missing'] as const) {
      const html = withHead(PAGE, { theme: 'autumn', words }, 'en');
      expect(html).toContain('<html lang="en" data-theme="autumn">');
      expect(html).toContain('<title>Dacu 大促</title>');
    }
    expect(withHead(PAGE, { theme: null, words: null }, 'zh')).toBe(PAGE);
  });
});
