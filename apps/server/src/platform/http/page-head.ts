import type { FastifyRequest } from 'fastify';

/** Which page of a front end is asked for, by whom it is reached, and in which language its reader reads. */
export type PageRequest = {
  readonly path: string;
  /** `https://sale.example`, without a slash at its end. */
  readonly origin: string;
  readonly lang: 'zh' | 'en';
};
/** Plain text for title and description; `markup` is trusted as it is, so its author escapes. */
export type PageHead =
  | { readonly title: string; readonly description: string; readonly markup: string }
  | { readonly missing: true };
export type PageHeads = (request: PageRequest) => Promise<PageHead | null>;

/** The first of our languages that the reader's browser names; Chinese where it names none. */
export function langOf(request: FastifyRequest): 'zh' | 'en' {
  const asked = (request.headers['accept-language'] ?? '').toLowerCase();
  return (/\b(zh|en)\b/.exec(asked)?.[1] as 'zh' | 'en' | undefined) ?? 'zh';
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const asText = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** The built page with the head of this path in place of the general one. */
export function withHead(
  html: string,
  head: Exclude<PageHead, { missing: true }>,
  lang: 'zh' | 'en',
): string {
  // Replacements are functions: `$&` in a title is text, not a pattern.
  return html
    .replace(/<html lang="[^"]*"/, () => `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${asText(head.title)} · Dacu</title>`)
    .replace(
      /<meta name="description" content="[^"]*"/,
      () => `<meta name="description" content="${asText(head.description)}"`,
    )
    .replace('</head>', () => `  ${head.markup}\n  </head>`);
}
