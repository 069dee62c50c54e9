import {
  meView,
  operatorSignIn,
  operatorView,
  passwordChange,
  visitRequest,
  visitView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { sessionCookie } from '../../../platform/http/cookies.ts';
import { createRateLimiter } from '../../../platform/http/rate-limit.ts';
import type { Members } from './index.ts';
import { OPERATOR_COOKIE, OPERATOR_SESSION_MS } from './operators.ts';
import { SHOPPER_COOKIE, SHOPPER_SESSION_MS, VISIT_COOKIE, VISIT_MS } from './shoppers.ts';

const done = z.object({ ok: z.literal(true) });
/** Many shoppers share an address (an office, a campus); nobody types ten passwords a minute. */
const VISITS = { burst: 120, perMinute: 600 };
const SIGN_INS = { burst: 10, perMinute: 10 };

export type MembersRoutesDeps = {
  readonly clocks: Clocks;
  /** Told of a visit of somebody who was here before; what it does is done before the visit is answered. */
  visited?(visit: { readonly at: number; readonly shopperId: string }): Promise<void>;
};

/** POST /api/visits · GET /api/me · POST, GET, DELETE /api/ops/session · POST /api/ops/password. */
export function membersRoutes(app: App, members: Members, deps: MembersRoutesDeps): void {
  const { clocks } = deps;
  shopperRoutes(app, members, deps);
  operatorRoutes(app, members, clocks);
}

function shopperRoutes(app: App, members: Members, { clocks, visited }: MembersRoutesDeps): void {
  app.post(
    '/api/visits',
    {
      schema: {
        summary: 'Opens a visit of this browser',
        description:
          'Makes a guest account when the browser has none, and sets the cookies `dacu_shopper` (180 days) and `dacu_visit` (one day, wall time). `channel` is where the shopper came from; figures by channel are counted from it.',
        tags: ['shop'],
        body: visitRequest,
        response: { 200: visitView },
      },
      config: { rateLimit: VISITS, refusals: ['rateLimited'] },
    },
    async (request, reply) => {
      const at = clocks.campaign.now();
      const token = request.cookies[SHOPPER_COOKIE];
      const known = token === undefined ? null : await members.shoppers.session(token);
      let shopperId = known?.shopperId;
      if (shopperId !== undefined) {
        // What a visit brings may come with the next one; the visit itself goes on.
        await visited?.({ at, shopperId }).catch((err: unknown) =>
          request.log.error({ err }, 'a visitor could not be welcomed back'),
        );
      } else {
        shopperId = await members.shoppers.create({ at });
        const fresh = await members.shoppers.openSession(shopperId);
        reply.setCookie(SHOPPER_COOKIE, fresh, sessionCookie(isHttps(request), SHOPPER_SESSION_MS));
      }
      const { channel } = request.body;
      const { visitId } = await members.shoppers.openVisit({ at, shopperId, channel });
      members.behaviour.record({ at, shopperId, visitId, kind: 'visit', channel });
      reply.setCookie(VISIT_COOKIE, visitId, sessionCookie(isHttps(request), VISIT_MS));
      return { visitId, shopperId };
    },
  );

  app.get(
    '/api/me',
    {
      schema: {
        summary: 'The shopper of this browser',
        description:
          '`newcomer` holds until the first paid purchase; it follows payments by a moment. 401 `notSignedIn` before the first visit.',
        tags: ['shop'],
        response: { 200: meView },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId, channel } = await members.requireShopper(request);
      const { memberTier, newcomer } = await members.profiles.of(shopperId, clocks.campaign.now());
      return { shopperId, memberTier, newcomer, channel };
    },
  );
}

function operatorRoutes(app: App, members: Members, clocks: Clocks): void {
  /** By name as well as by address: many addresses guessing one password are one guesser. */
  const byName = createRateLimiter({ now: clocks.wall.now, bucketsMax: 10_000 });

  app.post(
    '/api/ops/session',
    {
      schema: {
        summary: 'Signs an operator in',
        description:
          'Sets the cookie `dacu_operator`, which ends after 12 hours of wall time. A one-time password signs in once and the session may then only choose a password. 401 `signInFailed` says nothing of which part was wrong; ten tries a minute for an address and for a name, then 429.',
        tags: ['ops'],
        body: operatorSignIn,
        response: { 200: operatorView },
      },
      config: { rateLimit: SIGN_INS, refusals: ['signInFailed', 'rateLimited'] },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const { retryMs } = byName.take(name, SIGN_INS);
      if (retryMs > 0) throw new Refusal('rateLimited', { retryMs });
      const signedIn = await members.operators.signIn(name, password, request.headers['user-agent']);
      if (signedIn === null) throw new Refusal('signInFailed');
      reply.setCookie(OPERATOR_COOKIE, signedIn.token, sessionCookie(isHttps(request), OPERATOR_SESSION_MS));
      return signedIn.session;
    },
  );

  app.get(
    '/api/ops/session',
    {
      schema: {
        summary: 'Who is signed in',
        description: 'Also answers while a password has yet to be chosen (`mustChangePassword`).',
        tags: ['ops'],
        response: { 200: operatorView },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const token = request.cookies[OPERATOR_COOKIE];
      const session = token === undefined ? null : await members.operators.session(token);
      if (session === null) throw new Refusal('notSignedIn');
      return session;
    },
  );

  app.delete(
    '/api/ops/session',
    {
      schema: {
        summary: 'Signs the operator out',
        description:
          'Ends this session at once, on every node; without a session it does nothing and says the same.',
        tags: ['ops'],
        response: { 200: done },
      },
    },
    async (request, reply) => {
      const token = request.cookies[OPERATOR_COOKIE];
      if (token !== undefined) await members.operators.signOut(token);
      reply.clearCookie(OPERATOR_COOKIE, { path: '/' });
      return { ok: true as const };
    },
  );

  app.post(
    '/api/ops/password',
    {
      schema: {
        summary: 'Chooses the first password after a one-time one',
        description:
          '10 to 200 characters, kept as an Argon2id hash. Every other session of this operator ends. Who has a password already changes it at `/api/ops/account/password`, with the current one; here that is 422 `passwordWrong`.',
        tags: ['ops'],
        body: passwordChange,
        response: { 200: operatorView },
      },
      config: { rateLimit: SIGN_INS, refusals: ['notSignedIn', 'passwordWrong', 'rateLimited'] },
    },
    async (request) => {
      const token = request.cookies[OPERATOR_COOKIE];
      const current = token === undefined ? null : await members.operators.session(token);
      if (token === undefined || current === null) throw new Refusal('notSignedIn');
      // Who has one proves it first: a session that was left open must not be enough to take an account over.
      if (!current.mustChangePassword) throw new Refusal('passwordWrong');
      const session = await members.operators.changePassword(token, request.body.password);
      if (session === null) throw new Refusal('notSignedIn');
      return session;
    },
  );
}

function isHttps(request: FastifyRequest): boolean {
  return request.server.https || request.protocol === 'https';
}
