import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { problem } from '@dacu/contract/errors';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from './app-types.ts';
import { sendProblem } from './refuse.ts';

export type BuiltApp = {
  /** `/` or `/console/`, with the slash at its end. */
  readonly prefix: string;
  /** Vite's output folder, with `index.html` and hashed files below `assets/`. */
  readonly dist: string;
};

const YEAR_MS = 365 * 86_400_000;

/**
 * Serves the two built front ends. Hashed files below `assets/` are cached for a year; `index.html` is asked for again
 * each time. A path that names no file and has no extension is a screen of the app that owns the prefix: it gets that
 * app's `index.html`. The longest prefix wins; `/api` and paths with an extension never fall back.
 */
export async function staticApps(app: App, apps: readonly BuiltApp[]): Promise<void> {
  const pages = await Promise.all(
    apps.map(async (built) => ({
      prefix: built.prefix,
      html: await readFile(join(built.dist, 'index.html'), 'utf8'),
    })),
  );
  pages.sort((one, other) => other.prefix.length - one.prefix.length);

  const sendPage = (reply: FastifyReply, html: string) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html);

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
    app.get(page.prefix, { schema: { hide: true } }, (_request, reply) => sendPage(reply, page.html));

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const page = pages.find(({ prefix }) => path.startsWith(prefix) || `${path}/` === prefix);
    const isScreen = request.method === 'GET' && !path.startsWith('/api/') && !/\.\w+$/.test(path);
    if (page && isScreen) return sendPage(reply, page.html);
    sendProblem(request, reply, problem('notFound'));
  });
}
