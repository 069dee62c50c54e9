import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { problem } from '@dacu/contract/errors';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { App, RateRule } from './app-types.ts';
import { type RateRules, rateVerdict } from './limits.ts';
import type { RateLimiter } from './rate-limit.ts';
import { type Asked, RETRY_SECONDS, type Refuser } from './refuse.ts';
import type { HeaderSet } from './security-headers.ts';

/**
 * A short way for the one POST that a whole crowd sends at midnight, in front of Fastify's router, hooks, schemas and
 * serialisers (29,000 requests a second instead of 56,000). The same route stands in Fastify, which describes it and
 * answers whatever is in any way unusual: here only a plain request goes on, one that every check of the route lets
 * pass. What is not plain is handed over untouched or, once its body was read, asked of Fastify as it came.
 *
 * So the short way never words a finding about input, and what it refuses itself (a foreign origin, too many requests,
 * no session, and what the business refuses) goes through the same functions. Both ways share buckets and figures.
 */
export type HotPost = {
  /** As the route is registered: `/api/flash/:activityId/orders`; one parameter. */
  readonly url: string;
  readonly rateLimit: RateRule;
  /** The answer of a plain request; null when Fastify should look at it. Never a refusal, never waits. */
  plain(request: HotRequest): (() => Promise<HotAnswer>) | null;
};

export type HotRequest = {
  readonly param: string;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: Readonly<Record<string, string>>;
};
/** `json` is the text of the answer. */
export type HotAnswer = { readonly status: number; readonly json: string };

export type HotParts = {
  readonly app: () => App;
  readonly limiter: RateLimiter;
  readonly rates: RateRules;
  readonly headers: HeaderSet;
  readonly publicOrigin: string | null;
  readonly trustProxy: boolean | number | string;
  readonly refuser: Refuser;
  readonly ids: Ids;
  readonly requestId: RegExp;
  readonly metrics: Metrics;
  readonly log: Log;
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const BODY_BYTES_MAX = 4_096;
const JSON_TYPE = 'application/json; charset=utf-8';
/** What a parameter may hold without decoding, but for the colon. */
const PLAIN_PARAM = /^(?:[\w.~:-]|%3[Aa]){1,180}$/;
/** Escapes and the names that could reach a prototype: Fastify's parser judges them. */
const ODD_JSON = /\\|__proto__|constructor/;

/** The server that Fastify listens with: plain requests to hot posts go the short way, all others to Fastify. */
export function createHotServer(posts: readonly HotPost[], parts: HotParts) {
  const state = { draining: false };
  const ways = new Map<HotPost, { prefix: string; suffix: string }>();
  const constant = Object.entries(parts.headers).flat();

  function matching(request: IncomingMessage): { post: HotPost; param: string } | null {
    if (request.method !== 'POST' || state.draining) return null;
    const url = request.url!;
    for (const post of posts) {
      let way = ways.get(post);
      if (way === undefined) {
        const [prefix = '', suffix = ''] = post.url.split(/:\w+/);
        way = { prefix, suffix };
        ways.set(post, way);
      }
      if (!url.startsWith(way.prefix) || !url.endsWith(way.suffix)) continue;
      const raw = url.slice(way.prefix.length, url.length - way.suffix.length);
      if (PLAIN_PARAM.test(raw)) return { post, param: raw.replaceAll(/%3a/gi, ':') };
    }
    return null;
  }

  return {
    /** From now on Fastify answers everything: it knows how to close. */
    drain() {
      state.draining = true;
    },
    serverFactory(
      handler: Handler,
      timeouts: { keepAliveTimeout?: number; requestTimeout?: number },
    ): Server {
      const server = createServer((request, response) => {
        const match = matching(request);
        const caller = match && callerOf(request, parts);
        if (match && caller)
          takeShortWay(parts, constant, match.post, match.param, caller, request, response);
        else handler(request, response);
      });
      server.keepAliveTimeout = timeouts.keepAliveTimeout ?? server.keepAliveTimeout;
      server.requestTimeout = timeouts.requestTimeout ?? server.requestTimeout;
      return server;
    },
  };
}

type CallerOfRequest = { readonly ip: string; readonly cookies: Readonly<Record<string, string>> };

/** What is plain about the head of a request; null when anything in it needs a closer look. */
function callerOf(request: IncomingMessage, parts: HotParts): CallerOfRequest | null {
  const { headers } = request;
  const bytes = Number(headers['content-length']);
  if (!(bytes > 0 && bytes <= BODY_BYTES_MAX) || headers['transfer-encoding'] !== undefined) return null;
  if (headers['content-type'] !== 'application/json' || headers.expect !== undefined) return null;
  if (headers['x-forwarded-host'] !== undefined || headers['x-forwarded-proto'] !== undefined) {
    if (parts.publicOrigin === null) return null;
  }
  const ip = addressOf(request, parts.trustProxy);
  const cookies = cookiesOf(headers.cookie);
  return ip === null || cookies === null ? null : { ip, cookies };
}

/** The caller's address behind a counted number of proxies; null where proxies are told by their addresses. */
function addressOf(request: IncomingMessage, trustProxy: HotParts['trustProxy']): string | null {
  const own = request.socket.remoteAddress ?? null;
  if (trustProxy === false) return own;
  if (typeof trustProxy !== 'number') return null;
  const forwarded = request.headers['x-forwarded-for'];
  if (forwarded === undefined) return own;
  if (Array.isArray(forwarded)) return null;
  // The nearest hop stands last.
  const hops = forwarded.split(',').map((hop) => hop.trim());
  if (hops.includes('')) return null;
  return hops[Math.max(0, hops.length - trustProxy)]!;
}

/** Names and values as they stand; null for quotes and escapes. The first of a name counts. */
function cookiesOf(header: string | undefined): Readonly<Record<string, string>> | null {
  const cookies: Record<string, string> = Object.create(null);
  if (header === undefined) return cookies;
  if (header.includes('%') || header.includes('"')) return null;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = pair.slice(0, equals).trim();
    cookies[name] ??= pair.slice(equals + 1).trim();
  }
  return cookies;
}

function takeShortWay(
  parts: HotParts,
  constant: readonly string[],
  post: HotPost,
  param: string,
  caller: CallerOfRequest,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const startedAt = performance.now();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = chunks.length === 1 ? chunks[0]!.toString() : Buffer.concat(chunks).toString();
    const answer = plainAnswer(post, param, caller, request, text);
    if (answer === null) {
      askFastify(parts, request, text).then(
        (asked) => response.writeHead(asked.status, asked.headers).end(asked.body),
        () => response.destroy(),
      );
      return;
    }
    const { headers } = request;
    const given = headers['x-request-id'];
    const id = typeof given === 'string' && parts.requestId.test(given) ? given : parts.ids.next('rq');
    const head = ['x-request-id', id, ...constant];
    const asked: Asked = { id, route: post.url };

    const send = (status: number, type: string, body: string) => {
      head.push('content-type', type, 'content-length', String(Buffer.byteLength(body)));
      response.writeHead(status, head);
      response.end(body);
      measure(parts, post, status, performance.now() - startedAt);
    };
    const refuse = (refused: ReturnType<Refuser>) => {
      if (refused.status === 503) head.push('retry-after', String(RETRY_SECONDS));
      send(refused.status, 'application/problem+json; charset=utf-8', refused.body);
    };

    if (!fromHere(request, parts)) return refuse(parts.refuser(problem('originRefused'), asked));
    const verdict = rateVerdict(parts.limiter, parts.rates, {
      ip: caller.ip,
      cookies: caller.cookies,
      route: post.url,
      own: post.rateLimit,
      anyOrigin: false,
    });
    if (verdict !== null) {
      for (const [name, value] of verdict.headers) head.push(name, value);
      if (verdict.refused) return refuse(parts.refuser(verdict.refused, asked));
    }
    answer().then(
      ({ status, json }) => send(status, JSON_TYPE, json),
      (error: unknown) => refuse(parts.refuser.thrown(error, asked)),
    );
  });
}

/** How to answer, when nothing about the body is odd. */
function plainAnswer(
  post: HotPost,
  param: string,
  { cookies }: CallerOfRequest,
  { headers }: IncomingMessage,
  text: string,
): (() => Promise<HotAnswer>) | null {
  if (ODD_JSON.test(text)) return null;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  return post.plain({ param, body, headers, cookies });
}

/** The same rule as `originAllowed`, for a request that writes, on what is plain of it. */
function fromHere({ headers }: IncomingMessage, { publicOrigin }: HotParts): boolean {
  const { origin } = headers;
  if (origin === undefined)
    return headers.cookie === undefined || headers['sec-fetch-site'] === 'same-origin';
  return origin === (publicOrigin ?? `http://${headers.host}`);
}

/** The whole request once more, its body in hand: whatever is odd about it, Fastify has the words. */
async function askFastify(parts: HotParts, request: IncomingMessage, payload: string) {
  const answer = await parts.app().inject({
    method: 'POST',
    url: request.url!,
    headers: request.headers as Record<string, string>,
    payload,
    remoteAddress: request.socket.remoteAddress ?? '',
  });
  const { connection: _connection, date: _date, 'transfer-encoding': _coding, ...headers } = answer.headers;
  return { status: answer.statusCode, headers, body: answer.rawPayload };
}

function measure({ metrics, log }: HotParts, post: HotPost, status: number, tookMs: number): void {
  const labels = { route: post.url, method: 'POST', status: String(status) };
  metrics.httpSeconds.observe(labels, tookMs / 1_000);
  log.debug({ ...labels, ms: Math.round(tookMs) }, 'answered');
}
