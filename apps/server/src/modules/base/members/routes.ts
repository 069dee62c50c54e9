import {
  meView,
  operatorSignIn,
  operatorView,
  passwordChange,
  visitRequest,
  visitView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type {} from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Members } from './index.ts';
import { OPERATOR_COOKIE, OPERATOR_SESSION_MS } from './operators.ts';
import { createLimiter, type Limiter } from './rate-limit.ts';
import { SHOPPER_COOKIE, SHOPPER_SESSION_MS, VISIT_COOKIE } from './shoppers.ts';

const done = z.object({ ok: z.literal(true) });

/**
 * POST /api/visits · GET /api/me · POST, GET, DELETE /api/ops/session · POST /api/ops/password.
 * Cookies are HttpOnly and SameSite=Lax; `secure` is set when the request came over TLS.
 */
export function membersRoutes(app: FastifyInstance, members: Members, { clocks }: { clocks: Clocks }): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  // A shared office address opens many visits; a guesser of passwords gets ten tries and then one in six seconds.
  const visitLimiter = createLimiter({ burst: 120, perMinute: 600 }, clocks.wall);
  const signInLimiter = createLimiter({ burst: 10, perMinute: 10 }, clocks.wall);

  routes.post(
    '/api/visits',
    { schema: { tags: ['shop'], body: visitRequest, response: { 200: visitView } } },
    async (request, reply) => {
      refuseFlood(visitLimiter, request.ip);
      const at = clocks.campaign.now();
      const token = request.cookies[SHOPPER_COOKIE];
      const known = token === undefined ? null : await members.shoppers.session(token);
      let shopperId = known?.shopperId;
      if (shopperId === undefined) {
        shopperId = await members.shoppers.create({ at });
        setCookie(
          request,
          reply,
          SHOPPER_COOKIE,
          await members.shoppers.openSession(shopperId),
          SHOPPER_SESSION_MS,
        );
      }
      const { channel } = request.body;
      const { visitId } = await members.shoppers.openVisit({ at, shopperId, channel });
      members.behaviour.record({ at, shopperId, visitId, kind: 'visit', channel });
      setCookie(request, reply, VISIT_COOKIE, visitId, null);
      return { visitId, shopperId };
    },
  );

  routes.get('/api/me', { schema: { tags: ['shop'], response: { 200: meView } } }, async (request) => {
    const { shopperId, channel } = await members.requireShopper(request);
    const profile = await members.profiles.of(shopperId, clocks.campaign.now());
    return { shopperId, memberTier: profile.memberTier, newcomer: profile.newcomer, channel };
  });

  routes.post(
    '/api/ops/session',
    { schema: { tags: ['ops'], body: operatorSignIn, response: { 200: operatorView } } },
    async (request, reply) => {
      const { name, password } = request.body;
      refuseFlood(signInLimiter, `ip:${request.ip}`);
      refuseFlood(signInLimiter, `name:${name}`);
      const signedIn = await members.operators.signIn(name, password);
      if (signedIn === null) throw new Refusal('signInFailed');
      setCookie(request, reply, OPERATOR_COOKIE, signedIn.token, OPERATOR_SESSION_MS);
      return signedIn.session;
    },
  );

  routes.get(
    '/api/ops/session',
    { schema: { tags: ['ops'], response: { 200: operatorView } } },
    async (request) => {
      const token = request.cookies[OPERATOR_COOKIE];
      const session = token === undefined ? null : await members.operators.session(token);
      if (session === null) throw new Refusal('notSignedIn');
      return session;
    },
  );

  routes.delete(
    '/api/ops/session',
    { schema: { tags: ['ops'], response: { 200: done } } },
    async (request, reply) => {
      const token = request.cookies[OPERATOR_COOKIE];
      if (token !== undefined) await members.operators.signOut(token);
      reply.clearCookie(OPERATOR_COOKIE, { path: '/' });
      return { ok: true as const };
    },
  );

  routes.post(
    '/api/ops/password',
    { schema: { tags: ['ops'], body: passwordChange, response: { 200: operatorView } } },
    async (request) => {
      const token = request.cookies[OPERATOR_COOKIE];
      const session =
        token === undefined ? null : await members.operators.changePassword(token, request.body.password);
      if (session === null) throw new Refusal('notSignedIn');
      return session;
    },
  );
}

function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
  maxAgeMs: number | null,
): void {
  reply.setCookie(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    ...(maxAgeMs === null ? {} : { maxAge: Math.floor(maxAgeMs / 1000) }),
  });
}

/** Refuses with `rateLimited` and says after how many milliseconds to come back. */
function refuseFlood(limiter: Limiter, key: string): void {
  const waitMs = limiter.take(key);
  if (waitMs > 0) throw new Refusal('rateLimited', { retryAfterMs: waitMs });
}
