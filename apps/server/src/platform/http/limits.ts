import { problem } from '@dacu/contract/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateRule } from './app-types.ts';
import type { RateLimiter, Verdict } from './rate-limit.ts';
import { sendProblem } from './refuse.ts';

/** The general rules of a node; null switches one off. A route's own rule stands in its `config.rateLimit`. */
export type RateRules = { readonly address: RateRule | null; readonly session: RateRule | null };

const SESSION_COOKIES = ['dacu_shopper', 'dacu_operator'] as const;

/**
 * Takes a token for the address, the session and the route; answers 429 when one is missing (true: it has answered).
 * Only `/api` counts: pages and pictures are constant and cheap.
 */
export function limitRate(
  limiter: RateLimiter,
  rules: RateRules,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const route = request.routeOptions;
  const own = route.config.rateLimit;
  if (own && rules.address && spent(limiter, `r ${route.url} ${request.ip}`, own, request, reply))
    return true;
  // A provider's server calls from one address and proves itself by a signature.
  if (route.config.anyOrigin) return false;
  if (rules.address && spent(limiter, `a ${request.ip}`, rules.address, request, reply)) return true;
  if (!rules.session) return false;
  for (const name of SESSION_COOKIES) {
    const session = request.cookies[name];
    // A long forged value must not become a long key.
    if (session && spent(limiter, `s ${session.slice(0, 64)}`, rules.session, request, reply)) return true;
  }
  return false;
}

function spent(
  limiter: RateLimiter,
  key: string,
  rule: RateRule,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const verdict = limiter.take(key, rule);
  tell(reply, rule, verdict);
  if (verdict.retryMs === 0) return false;
  reply.header('retry-after', Math.ceil(verdict.retryMs / 1000));
  sendProblem(request, reply, problem('rateLimited', { retryMs: verdict.retryMs }));
  return true;
}

/** RateLimit header fields (IETF httpapi draft): what may be done in a minute, what is left, seconds to the next token. */
function tell(reply: FastifyReply, rule: RateRule, verdict: Verdict): void {
  reply.header('ratelimit-policy', `"default";q=${rule.perMinute};w=60`);
  reply.header('ratelimit', `"default";r=${verdict.remaining};t=${Math.ceil(verdict.retryMs / 1000)}`);
}
