import { passkeyAsked, passkeySignIn, signedOut, visitView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { App } from '../../../../platform/http/app-types.ts';
import { sessionCookie } from '../../../../platform/http/cookies.ts';
import type { Members } from '../index.ts';
import { SHOPPER_COOKIE, SHOPPER_SESSION_MS, VISIT_COOKIE, VISIT_MS } from '../shoppers.ts';
import { requireOrigin } from './require-origin.ts';

/** Nobody signs in ten times a minute; each try leaves a challenge behind for five minutes. */
const SIGN_INS = { burst: 10, perMinute: 10 };

/** POST /api/session/passkey/options · POST /api/session/passkey · DELETE /api/session. */
export function signInRoutes(app: App, members: Members, clocks: Clocks): void {
  app.post(
    '/api/session/passkey/options',
    {
      schema: {
        summary: 'Starts signing in with a passkey',
        description:
          'What `navigator.credentials.get` is to be asked for, good for five minutes and one answer. It names no credential and asks for no name: the device offers what it keeps for this site, so nobody learns which accounts there are. 403 `passkeyOriginRefused` with the `origin` where it works.',
        tags: ['shop'],
        response: { 200: passkeyAsked },
      },
      config: { rateLimit: SIGN_INS, refusals: ['passkeyOriginRefused', 'rateLimited'] },
    },
    async (request) => {
      requireOrigin(members, request);
      return members.passkeys.askSignIn();
    },
  );

  app.post(
    '/api/session/passkey',
    {
      schema: {
        summary: 'Signs in with what the authenticator signed',
        description:
          'Opens a session and a visit of the passkey’s account and sets their cookies; the session that this browser had ends. 409 `passkeyOver` when the challenge ran out or was answered before; 422 `passkeyRefused` for everything else, a passkey that nobody has as well as a wrong signature.',
        tags: ['shop'],
        body: passkeySignIn,
        response: { 200: visitView },
      },
      config: {
        rateLimit: SIGN_INS,
        refusals: ['passkeyOriginRefused', 'passkeyOver', 'passkeyRefused', 'rateLimited'],
      },
    },
    async (request, reply) => {
      const origin = requireOrigin(members, request);
      const { answer, channel } = request.body;
      const signed = await members.passkeys.signIn({ origin, answer });
      if (signed.kind === 'over') throw new Refusal('passkeyOver');
      if (signed.kind === 'unproven') {
        request.log.warn({ why: signed.why }, 'nobody was signed in');
        throw new Refusal('passkeyRefused');
      }
      const { shopperId } = signed;
      const before = request.cookies[SHOPPER_COOKIE];
      if (before !== undefined) await members.shoppers.revoke(before);
      const at = clocks.campaign.now();
      const token = await members.shoppers.openSession(shopperId);
      const { visitId } = await members.shoppers.openVisit({ at, shopperId, channel });
      members.behaviour.record({ at, shopperId, visitId, kind: 'visit', channel });
      const https = request.server.https || request.protocol === 'https';
      reply.setCookie(SHOPPER_COOKIE, token, sessionCookie(https, SHOPPER_SESSION_MS));
      reply.setCookie(VISIT_COOKIE, visitId, sessionCookie(https, VISIT_MS));
      return { visitId, shopperId };
    },
  );

  app.delete(
    '/api/session',
    {
      schema: {
        summary: 'Signs this browser out',
        description:
          'Ends its session at once here, on other nodes within ten seconds; without one it does nothing and says the same. An account without a passkey cannot be signed in to again.',
        tags: ['shop'],
        response: { 200: signedOut },
      },
    },
    async (request, reply) => {
      const token = request.cookies[SHOPPER_COOKIE];
      if (token !== undefined) await members.shoppers.revoke(token);
      reply.clearCookie(SHOPPER_COOKIE, { path: '/' });
      reply.clearCookie(VISIT_COOKIE, { path: '/' });
      return { ok: true as const };
    },
  );
}
