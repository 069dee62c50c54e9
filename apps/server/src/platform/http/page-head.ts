import type { FastifyRequest } from 'fastify';

/** Which page of a front end is asked for, by whom it is reached, and in which language its reader reads. */
export type PageRequest = {
  readonly path: string;
  /** `https://sale.example`, without a slash at its end. */
  readonly origin: string;
  readonly lang: 'zh' | 'en';
};
/** Plain text for title and description; `markup` is trusted as it is, so its author escapes. */
export type PageWords = { readonly title: string; readonly description: string; readonly markup: string };
export type PageHead = {
  /** Which look the page wears from its first paint on; null: the one it has by itself. */
  readonly theme: string | null;
  /** Null for a page that has nothing of its own to say. */
  readonly words: PageWords | 'missing' | null;
};
export type PageHeads = (request: PageRequest) => Promise<PageHead>;

/** The first of our languages that the reader's browser names; Chinese where it names none. */
export function langOf(request: FastifyRequest): 'zh' | 'en' {
  const asked = (request.headers['accept-language'] ?? '').toLowerCase();
  return (/\b(zh|en)\b/.exec(asked)?.[1] as 'zh' | 'en' | undefined) ?? 'zh';
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const asText = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** The built page in the reader's language and today's look, with the words of this path in place of the general ones. */
export function withHead(html: string, { theme, words }: PageHead, lang: 'zh' | 'en'): string {
  // Replacements are functions: `$&` in a title is text, not a pattern.
  const look = theme === null ? '' : ` data-theme="${asText(theme)}"`;
  const page = html.replace(
    /<html lang="[^"]*"/,
    () => `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"${look}`,
  );
  if (words === null || words === 'missing') return page;
  return page
    .replace(/<title>[^<]*<\/title>/, () => `<title>${asText(words.title)} · Dacu</title>`)
    .replace(
      /<meta name="description" content="[^"]*"/,
      () => `<meta name="description" content="${asText(words.description)}"`,
    )
    .replace('</head>', () => `  ${words.markup}\n  </head>`);
}
