import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '@dacu/contract/errors';
import type {
  FastifyBaseLogger,
  FastifyContextConfig,
  FastifyInstance,
  FastifyRequest,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HotPost } from './hot-post.ts';

/** The HTTP application that routes are added to; schemas are zod, handlers typed by them. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Says whether a request comes from a signed-in operator. */
export type OperatorGuard = (request: FastifyRequest) => Promise<boolean>;

/** A token bucket: `perMinute` tokens flow in, at most `burst` wait. */
export type RateRule = { readonly perMinute: number; readonly burst: number };

export type ListedRoute = { readonly hidden: boolean; readonly config: FastifyContextConfig };

declare module 'fastify' {
  interface FastifyInstance {
    /** Open event streams; they are ended when the server stops, as they would never end by themselves. */
    eventStreams: Set<{ close(): void }>;
    /** Routes that a plain request reaches before Fastify; each is registered as an ordinary route too. */
    hotPosts: HotPost[];
    /** People reach us by https, also where a proxy in front speaks http to this process. */
    https: boolean;
    /** Every route there is, as `METHOD /path/{parameter}`, for the description and for tests that walk them all. */
    routeList: ReadonlyMap<string, ListedRoute>;
  }
  interface FastifyContextConfig {
    /** The codes of the error registry that this route may answer with, for `/openapi.json`. */
    refusals?: readonly ErrorCode[];
    /** Below `/api/ops/`: the operator roles that may call it. None: every one of them. */
    roles?: readonly ('commander' | 'merchandiser' | 'service' | 'finance' | 'analyst')[];
    /** Below `/api/ops/`, for what changes something: what an operator does with it, as the list of roles tells it. */
    act?: { readonly zh: string; readonly en: string };
    /** A 2xx answer that is no JSON, for `/openapi.json`: its media type and what it carries. */
    answers?: { readonly type: string; readonly description: string };
    /** A body that the route reads by itself, for `/openapi.json`: its media type and JSON Schema. */
    takes?: { readonly type: string; readonly schema: Readonly<Record<string, unknown>> };
    /** A stricter bucket of this route alone, for each address, besides the general ones. */
    rateLimit?: RateRule;
    /** `true` where another site's server calls without a cookie and proves itself otherwise. */
    anyOrigin?: boolean;
  }
}
