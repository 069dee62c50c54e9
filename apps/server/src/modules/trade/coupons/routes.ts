import {
  compensation,
  couponCentre,
  couponClaim,
  couponList,
  couponListQuery,
  couponView,
  opsCoupons,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../platform/http/idempotency-key.ts';
import { createRateLimiter } from '../../../platform/http/rate-limit.ts';
import type { Members } from '../../base/members/index.ts';
import type { ClaimAnswer, Coupons } from './index.ts';

export type CouponsRoutesDeps = { readonly clocks: Clocks; readonly members: Members };

/** A grab is one tap; whoever sends more is a program. */
const CLAIMS = { burst: 10, perMinute: 30 };
/** Codes are guessed one by one: ten a minute for a person, whatever address they come from. */
const CODES = { burst: 10, perMinute: 10 };
const CLAIM_REFUSALS = [
  'notSignedIn',
  'idempotencyKeyMissing',
  'idempotencyKeyReused',
  'notFound',
  'couponCodeWrong',
  'couponEnded',
  'couponNotOpen',
  'couponNotForYou',
  'couponLimit',
  'couponGone',
  'overloaded',
  'outcomeUnknown',
  'rateLimited',
] as const;

/**
 * GET /api/coupons · POST /api/coupons (with Idempotency-Key) · GET /api/coupons/mine. Operators: GET /api/ops/coupons ·
 * POST /api/ops/coupons/compensations (with Idempotency-Key).
 */
export function couponsRoutes(app: App, coupons: Coupons, deps: CouponsRoutesDeps): void {
  shopperRoutes(app, coupons, deps);
  opsRoutes(app, coupons, deps);
}

function shopperRoutes(app: App, coupons: Coupons, { clocks, members }: CouponsRoutesDeps): void {
  const byShopper = createRateLimiter({ now: clocks.wall.now, bucketsMax: 10_000 });

  app.get(
    '/api/coupons',
    {
      schema: {
        summary: 'The coupon centre',
        description:
          'What is given out in this campaign, when, how many are left of the open lot, and why this shopper cannot claim one now (`state`, in the order in which a claim refuses). Hidden coupons are not listed. Nothing is held by looking. Works without a session, as a stranger sees it.',
        tags: ['shop'],
        response: { 200: couponCentre },
      },
    },
    async (request) =>
      coupons.centre({ at: clocks.campaign.now(), shopper: await members.shopperOf(request) }),
  );

  app.post(
    '/api/coupons',
    {
      schema: {
        summary: 'Claims a coupon',
        description:
          'Decided in the order of arrival: pieces never run below zero, and one person has no more than `perPersonMax` of a lot (account, and the phone where one is given). By `promotionId`, or by the `code` of a hidden or QR coupon: one that does not exist is 422 `couponCodeWrong`. 409 `couponNotOpen` says when it opens (`opensAt`). Sending it again under its key gives the same coupon. 30 claims a minute, ten of them with a code.',
        tags: ['shop'],
        body: couponClaim,
        response: { 201: couponView },
      },
      config: { rateLimit: CLAIMS, refusals: CLAIM_REFUSALS },
    },
    async (request, reply) => {
      const caller = await members.requireShopper(request);
      const { promotionId, code, phone } = request.body;
      if (code !== undefined) {
        const { retryMs } = byShopper.take(caller.shopperId, CODES);
        if (retryMs > 0) throw new Refusal('rateLimited', { retryMs });
      }
      const at = clocks.campaign.now();
      const answer = await coupons.claim({
        ...{ at, shopperId: caller.shopperId, channel: caller.channel, promotionId, code },
        idempotencyKey: idempotencyKeyOf(request),
        phone: phone === undefined ? undefined : members.personal.phoneKeyOf(phone),
      });
      reply.code(201);
      return claimed(coupons, at, answer);
    },
  );

  app.get(
    '/api/coupons/mine',
    {
      schema: {
        summary: 'The shopper’s coupons',
        description:
          'Those that can be used first, earliest end in front; at most 200. `frozen` is in an order that waits for its payment: closing that order makes it available again. `counts` are over all of them, whatever is filtered.',
        tags: ['shop'],
        querystring: couponListQuery,
        response: { 200: couponList },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      return coupons.mine({ at: clocks.campaign.now(), shopperId, state: request.query.state });
    },
  );
}

function opsRoutes(app: App, coupons: Coupons, { clocks, members }: CouponsRoutesDeps): void {
  app.get(
    '/api/ops/coupons',
    {
      schema: {
        summary: 'Coupons and budgets of the campaign in force',
        description:
          'For each programme what was issued and where it is now; for a win-back also who was left out and how many of either group have paid since. `budgets` says what is left of each promotion with a cap: what open orders hold counts as spent. Any operator; `code` only for who may publish.',
        tags: ['ops'],
        response: { 200: opsCoupons },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired'] },
    },
    async (request) => {
      const { role } = await members.requireOperator(request);
      return coupons.ops({ at: clocks.campaign.now(), withCodes: role !== 'analyst' });
    },
  );

  app.post(
    '/api/ops/coupons/compensations',
    {
      schema: {
        summary: 'Gives a shopper a coupon that we owe',
        description:
          'Of a programme whose issue is `compensation`. Commander and merchandiser. 404 `notFound` for an unknown programme or shopper. Sending it again under its key gives no second one.',
        tags: ['ops'],
        body: compensation,
        response: { 201: couponView },
      },
      config: {
        roles: ['commander', 'merchandiser'],
        act: { zh: '向顾客补发一张券', en: 'Give a shopper a coupon that we owe' },
        refusals: [
          'notSignedIn',
          'passwordChangeRequired',
          'forbidden',
          'idempotencyKeyMissing',
          'idempotencyKeyReused',
          'notFound',
          'couponGone',
          'overloaded',
          'outcomeUnknown',
        ],
      },
    },
    async (request, reply) => {
      const operator = await members.requireOperator(request, ['commander', 'merchandiser']);
      const at = clocks.campaign.now();
      const answer = await coupons.compensate({
        ...{ at, by: operator.name, idempotencyKey: idempotencyKeyOf(request) },
        ...request.body,
      });
      reply.code(201);
      return claimed(coupons, at, answer);
    },
  );
}

function claimed(coupons: Coupons, at: number, answer: ClaimAnswer) {
  if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
  return coupons.present(at, answer.coupon);
}
