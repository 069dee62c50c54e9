import { type Problem, problem } from '@dacu/contract/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateRule } from './app-types.ts';
import type { RateLimiter, Verdict } from './rate-limit.ts';
import { sendProblem } from './refuse.ts';

/** The general rules of a node; null switches one off. A route's own rule stands in its `config.rateLimit`. */
export type RateRules = { readonly address: RateRule | null; readonly session: RateRule | null };

const SESSION_COOKIES = ['dacu_shopper', 'dacu_operator'] as const;

/** Who asks for what, as the rules see it. */
type Asker = {
  readonly ip: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** The route's pattern. */
  readonly route: string;
  readonly own: RateRule | undefined;
  readonly anyOrigin: boolean;
};

/** Header fields to send, and the problem when a token was missing. */
type RateAnswer = {
  readonly headers: readonly (readonly [string, string])[];
  readonly refused: Problem | null;
};

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
  const answer = rateVerdict(limiter, rules, {
    ip: request.ip,
    cookies: request.cookies,
    route: String(route.url),
    own: route.config.rateLimit,
    anyOrigin: route.config.anyOrigin === true,
  });
  if (answer === null) return false;
  for (const [name, value] of answer.headers) reply.header(name, value);
  if (answer.refused === null) return false;
  sendProblem(request, reply, answer.refused);
  return true;
}

/** The tokens of one request taken, as far as there are any; null where no rule applies. */
export function rateVerdict(limiter: RateLimiter, rules: RateRules, asker: Asker): RateAnswer | null {
  const { ip, route, own } = asker;
  let last: { rule: RateRule; verdict: Verdict } | null = null;
  const spent = (key: string, rule: RateRule): boolean => {
    last = { rule, verdict: limiter.take(key, rule) };
    return last.verdict.retryMs > 0;
  };
  if (own && rules.address && spent(`r ${route} ${ip}`, own)) return told(last);
  // A provider's server calls from one address and proves itself by a signature.
  if (asker.anyOrigin) return told(last);
  if (rules.address && spent(`a ${ip}`, rules.address)) return told(last);
  if (!rules.session) return told(last);
  for (const name of SESSION_COOKIES) {
    const session = asker.cookies[name];
    // A long forged value must not become a long key.
    if (session && spent(`s ${session.slice(0, 64)}`, rules.session)) return told(last);
  }
  return told(last);
}

/** RateLimit header fields (IETF httpapi draft): what may be done in a minute, what is left, seconds to the next token. */
function told(last: { rule: RateRule; verdict: Verdict } | null): RateAnswer | null {
  if (last === null) return null;
  const { rule, verdict } = last;
  const retrySeconds = Math.ceil(verdict.retryMs / 1000);
  const headers: [string, string][] = [
    ['ratelimit-policy', `"default";q=${rule.perMinute};w=60`],
    ['ratelimit', `"default";r=${verdict.remaining};t=${retrySeconds}`],
  ];
  if (verdict.retryMs === 0) return { headers, refused: null };
  headers.push(['retry-after', String(retrySeconds)]);
  return { headers, refused: problem('rateLimited', { retryMs: verdict.retryMs }) };
}
