import { problem } from '@dacu/contract/errors';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyRequest } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { App } from './app-types.ts';
import { createHotServer, type HotPost } from './hot-post.ts';
import { limitRate, type RateRules } from './limits.ts';
import { type ApiTag, describeApi, listRoutes } from './openapi.ts';
import { originAllowed } from './origin.ts';
import type { PageHeads } from './page-head.ts';
import { createRateLimiter } from './rate-limit.ts';
import { createErrorHandler, createRefuser, sendProblem } from './refuse.ts';
import { securityHeaders } from './security-headers.ts';
import { type BuiltApp, staticApps } from './static-apps.ts';
import { validatorCompiler } from './validate.ts';

export type AppOptions = {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly ids: Ids;
  readonly wallNow: () => number;
  readonly version: string;
  /** `https://sale.example`, when a proxy in front speaks for us; null when we are reached as the request says. */
  readonly publicOrigin: string | null;
  /** Proxies whose `X-Forwarded-*` are believed: a count of hops or addresses; false believes none. */
  readonly trustProxy: boolean | number | string;
  readonly rates: RateRules;
  /** What the chapters of the API's description are about; routes name theirs. */
  readonly tags?: readonly ApiTag[];
  /** The front ends this node serves; none where only the API is wanted. */
  readonly builtApps: readonly BuiltApp[];
  /** What pages of the shop say to readers that run no script; none where only the API is wanted. */
  readonly pageHeads?: PageHeads;
};

const BODY_BYTES = 64 * 1024;
const BUCKETS_MAX = 200_000;
const REQUEST_ID = /^[\w-]{8,64}$/;

/**
 * The HTTP application without a single route of business: limits, headers, origin check, validation, problems,
 * request ids, figures and the description of the API. Routes are added by the context, then `ready()`.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  const https = options.publicOrigin?.startsWith('https:') ?? false;
  const headers = securityHeaders(https);
  const limiter = createRateLimiter({ now: options.wallNow, bucketsMax: BUCKETS_MAX });
  const refuser = createRefuser(options);
  const hotPosts: HotPost[] = [];
  const hot = createHotServer(hotPosts, {
    ...options,
    app: () => app,
    limiter,
    refuser,
    headers: headers.api,
    requestId: REQUEST_ID,
  });
  const app: App = Fastify({
    serverFactory: hot.serverFactory,
    logger: false,
    bodyLimit: BODY_BYTES,
    trustProxy: believed(options.trustProxy) as boolean,
    // A client that dribbles its headers or body does not hold a socket for ever; event streams are exempt by nature.
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    genReqId: (raw) => {
      const given = raw.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : options.ids.next('rq');
    },
  }) as unknown as App;

  app.setValidatorCompiler(validatorCompiler as never);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(createErrorHandler(refuser));
  await app.register(cookie);
  app.decorate('https', https);
  app.decorate('hotPosts', hotPosts);
  app.decorate('eventStreams', new Set<{ close(): void }>());
  app.addHook('preClose', async () => {
    hot.drain();
    for (const stream of app.eventStreams) stream.close();
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (!isApi(request)) {
      reply.headers(headers.page);
      return;
    }
    reply.headers(headers.api);
    if (!originAllowed(request, options.publicOrigin)) {
      sendProblem(request, reply, problem('originRefused'));
      return reply;
    }
    if (limitRate(limiter, options.rates, request, reply)) return reply;
  });

  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: String(reply.statusCode),
    };
    options.metrics.httpSeconds.observe(labels, reply.elapsedTime / 1000);
    options.log.debug({ requestId: request.id, ...labels, ms: Math.round(reply.elapsedTime) }, 'answered');
  });

  listRoutes(app);
  const { pageHeads: of, publicOrigin } = options;
  await staticApps(app, options.builtApps, of && { of, publicOrigin });
  await describeApi(app, options.version, options.tags ?? []);
  return app;
}

/**
 * Fastify takes a bare count for none at all, since it cannot know who the nearest peer is. Whoever sets a count says
 * that only its proxies reach this port: the first `count` hops are believed.
 */
function believed(trustProxy: AppOptions['trustProxy']) {
  if (typeof trustProxy !== 'number') return trustProxy;
  return (_address: string, hop: number) => hop < trustProxy;
}

function isApi(request: FastifyRequest): boolean {
  return request.url.startsWith('/api/');
}
