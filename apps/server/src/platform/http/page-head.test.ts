import { describe, expect, it } from 'vitest';
import { withHead } from './page-head.ts';

const PAGE = `<!doctype html>
<html lang="zh-CN" data-theme="summer">
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
      { title: 'Nuts', description: '¥1.00', markup: '<link rel="canonical" />' },
      'en',
    );
    expect(html).toContain('<html lang="en" data-theme="summer">');
    expect(html).toContain('<title>Nuts · Dacu</title>');
    expect(html).toContain('<meta name="description" content="¥1.00" />');
    expect(html).toMatch(/<link rel="canonical" \/>\s*<\/head>/);
    expect(html).toContain('<body></body>');
  });

  it('takes no title for markup or for a pattern', () => {
    const title = `</title><script>alert(1)</script> $& $\` "`;
    const html = withHead(PAGE, { title, description: title, markup: '' }, 'zh');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; $&amp; $` &quot; · Dacu');
    expect(html.match(/<title>/g)).toHaveLength(1);
  });
});
