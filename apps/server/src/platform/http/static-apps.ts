import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { problem } from '@dacu/contract/errors';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app-types.ts';
import { langOf, type PageHead, type PageHeads, withHead } from './page-head.ts';
import { sendProblem } from './refuse.ts';

export type BuiltApp = {
  /** `/` or `/console/`, with the slash at its end. */
  readonly prefix: string;
  /** Vite's output folder, with `index.html` and hashed files below `assets/`. */
  readonly dist: string;
};

type Page = { readonly prefix: string; readonly html: string };
/** What the pages of the app at `/` say of themselves before any script runs. */
export type HeadOptions = { readonly of: PageHeads; readonly publicOrigin: string | null };

const NO_HEAD: PageHead = { theme: null, words: null };
const YEAR_MS = 365 * 86_400_000;

/**
 * Serves the two built front ends. Hashed files below `assets/` are cached for a year; `index.html` is asked for again
 * each time. A path that names no file and has no extension is a screen of the app that owns the prefix: it gets that
 * app's `index.html`, with the head of that screen in it. The longest prefix wins; `/api` and paths with an extension never fall back.
 */
export async function staticApps(
  app: App,
  apps: readonly BuiltApp[],
  heads: HeadOptions = { of: async () => NO_HEAD, publicOrigin: null },
): Promise<void> {
  const pages = await Promise.all(
    apps.map(async (built) => ({
      prefix: built.prefix,
      html: await readFile(join(built.dist, 'index.html'), 'utf8'),
    })),
  );
  pages.sort((one, other) => other.prefix.length - one.prefix.length);

  async function sendPage(request: FastifyRequest, reply: FastifyReply, { html, prefix }: Page) {
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
    if (prefix !== '/') return reply.send(html);
    const lang = langOf(request);
    const origin = heads.publicOrigin ?? `${request.protocol}://${request.host}`;
    const path = request.url.split('?')[0] ?? '/';
    // A page without its head is better than none: what is wrong will say so in the page itself.
    const head = await heads.of({ path, origin, lang }).catch(() => NO_HEAD);
    reply.header('vary', 'accept-language');
    if (head.words === 'missing') reply.code(404);
    return reply.send(withHead(html, head, lang));
  }

  for (const [index, built] of apps.entries()) {
    await app.register(fastifyStatic, {
      root: built.dist,
      prefix: built.prefix,
      decorateReply: index === 0,
      index: false,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders(reply, path) {
        const hashed = path.startsWith(join(built.dist, 'assets'));
        reply.header(
          'cache-control',
          hashed ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'public, max-age=300',
        );
      },
    });
  }

  for (const page of pages)
    app.get(page.prefix, { schema: { hide: true } }, (request, reply) => sendPage(request, reply, page));

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const page = pages.find(({ prefix }) => path.startsWith(prefix) || `${path}/` === prefix);
    const isScreen = request.method === 'GET' && !path.startsWith('/api/') && !/\.\w+$/.test(path);
    if (page && isScreen) return sendPage(request, reply.code(200), page);
    sendProblem(request, reply, problem('notFound'));
  });
}
