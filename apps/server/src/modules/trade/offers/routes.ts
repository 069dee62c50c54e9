import {
  flashReservation,
  flashReservations,
  flashView,
  quoteRequest,
  quoteView,
  similarAnswer,
  venueView,
} from '@dacu/contract/api';
import { type ErrorCode, Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { WritesTo } from '../../../platform/db/remember-reads.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { createRateLimiter } from '../../../platform/http/rate-limit.ts';
import type { Catalog, CatalogPorts } from '../../base/catalog/index.ts';
import type { Members } from '../../base/members/index.ts';
import type { Item, Offers, PlanSource } from './index.ts';
import { createVenue } from './venue.ts';

export type OffersRoutesDeps = {
  readonly clocks: Clocks;
  readonly members: Members;
  readonly plan: PlanSource;
  readonly catalog: Catalog;
  readonly ports: CatalogPorts;
  /** Where all writes are seen; null or absent where other nodes write too. */
  readonly writesTo?: WritesTo | null;
};

const byActivity = z.object({ activityId: z.string().min(1).max(200) });
/** A checkout asks again each time its address changes, and now and then by itself. */
const PHONES = { burst: 20, perMinute: 30 };

/**
 * GET /api/venue · GET /api/flash · POST /api/quotes {lines, region, collected, phone, activityId, couponIds, usePoints, services}: they
 * work without a session, a stranger sees a stranger's price · GET /api/flash/reservations · POST and DELETE
 * /api/flash/:activityId/reservation · GET /api/similar/:skuId
 */
export function offersRoutes(app: App, offers: Offers, deps: OffersRoutesDeps): void {
  const { clocks, members } = deps;
  const byShopper = createRateLimiter({ now: clocks.wall.now, bucketsMax: 10_000 });
  const venue = createVenue({ ...deps, flash: offers, wall: clocks.wall });

  app.get(
    '/api/venue',
    {
      schema: {
        summary: 'The venue of the running phase',
        description:
          'Computed from edition and campaign time when it is read: season and its look, phase, node, countdown, offers, flash rail, sections. 404 `notFound` between campaigns. Public.',
        tags: ['shop'],
        response: { 200: venueView },
      },
      config: { refusals: ['notFound'] },
    },
    async () => {
      const view = await venue(clocks.campaign.now());
      // Between campaigns there is no venue.
      if (view === null) throw new Refusal('notFound');
      return view;
    },
  );

  app.get(
    '/api/flash',
    {
      schema: {
        summary: 'The flash slots that run and the next ones',
        description:
          '`stockTaken` counts what is held, what is paid and what the warehouse no longer has: unpaid holds come back. At most six slots. Public.',
        tags: ['shop'],
        response: { 200: flashView },
      },
    },
    async () => offers.view(clocks.campaign.now()),
  );
  reservationRoutes(app, offers, { clocks, members });
  similarRoute(app, offers, clocks);

  app.post(
    '/api/quotes',
    {
      schema: {
        summary: 'Prices some lines and explains every fen',
        description:
          'Nothing is held or stored. The trace names each promotion that was looked at, applied or not, and why; the allocations of a line sum to its discount. Works without a session, at a stranger’s price; with one, the phone of the address makes the first-order price the right one (30 a minute). `activityId` prices its item at the flash price, or refuses as ordering would outside its window. 409 `notOnSale` lists what cannot be bought (`unavailable`). The shopper’s coupons count: the cheapest legal combination, or `couponIds` as chosen (an empty list is none); one that cannot be used is refused by name, with its `couponId`. `usePoints` pays with points, so many or `max`; `points` says what could be used and what the order earns. `services` adds what `offeredServices` offers; no discount reaches them.',
        tags: ['trade'],
        body: quoteRequest,
        response: { 200: quoteView },
      },
      config: {
        refusals: [
          'notOnSale',
          'notFound',
          'flashNotOpen',
          'flashEnded',
          'flashStopped',
          'rateLimited',
          'couponUnknown',
          'couponUsed',
          'couponExpired',
        ],
      },
    },
    async (request) => {
      const at = clocks.campaign.now();
      const { lines, region, collected, phone, activityId, couponIds, usePoints, services } = request.body;
      const buyer = (await members.shopperOf(request)) ?? { shopperId: null, channel: 'direct' };
      // What a number has bought before shows in its price: somebody who tries many numbers is held up.
      if (phone !== undefined && buyer.shopperId !== null) {
        const { retryMs } = byShopper.take(buyer.shopperId, PHONES);
        if (retryMs > 0) throw new Refusal('rateLimited', { retryMs });
      }
      const items =
        activityId === undefined
          ? lines
          : await flashItems(deps, offers, { at, activityId, line: lines[0]! });
      const { priced, unavailable, couponFault } = await offers.price({
        at,
        items,
        buyer,
        ...(region === undefined ? {} : { region }),
        ...(collected === undefined ? {} : { collected }),
        ...(phone === undefined ? {} : { phone: members.personal.phoneKeyOf(phone) }),
        ...(couponIds === undefined ? {} : { couponIds }),
        ...(usePoints === undefined ? {} : { usePoints }),
        ...(services === undefined ? {} : { services }),
      });
      if (couponFault !== undefined) throw new Refusal(couponFault.code, { couponId: couponFault.couponId });
      if (priced === null || unavailable.length > 0) throw new Refusal('notOnSale', { unavailable });
      return offers.present(priced);
    },
  );
}

/**
 * The line of a flash activity. Outside its window there is no flash price to show, so it refuses in the words and the
 * order of ordering itself (`notFound`, `flashNotOpen`, `flashEnded`, `flashStopped`).
 */
async function flashItems(
  { plan }: OffersRoutesDeps,
  offers: Offers,
  input: { at: number; activityId: string; line: { skuId: string; quantity: number } },
): Promise<Item[]> {
  const { at, activityId, line } = input;
  const activity = await offers.activity(activityId, at);
  if (activity === null || activity.terms.skuId !== line.skuId) throw new Refusal('notFound');
  const { startsAt, endsAt, promotionId } = activity.terms;
  if (at < startsAt) throw new Refusal('flashNotOpen');
  if (at >= endsAt) throw new Refusal('flashEnded');
  if ((await plan.stoppedPromotionIds(at)).includes(promotionId)) throw new Refusal('flashStopped');
  return [{ ...line, flashPromotionId: promotionId }];
}

function reservationRoutes(
  app: App,
  offers: Offers,
  { clocks, members }: Pick<OffersRoutesDeps, 'clocks' | 'members'>,
): void {
  app.get(
    '/api/flash/reservations',
    {
      schema: {
        summary: 'The flash items that the shopper reserved',
        description: 'Of slots that are still to come or began within the last six hours; soonest first.',
        tags: ['shop'],
        response: { 200: flashReservations },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const reservations = await offers.reservedBy(shopperId, clocks.campaign.now());
      return { reservations: [...reservations] };
    },
  );

  const change = async (request: FastifyRequest, activityId: string, keep: boolean) => {
    const { shopperId } = await members.requireShopper(request);
    const answer = await offers.reserve({ at: clocks.campaign.now(), shopperId, activityId, keep });
    if (answer.kind === 'refused') throw new Refusal(answer.code);
    return { activityId, reserved: keep, count: answer.count };
  };
  const refusals: ErrorCode[] = [
    ...(['notSignedIn', 'notFound', 'flashStopped'] as const),
    ...(['reservationNotOffered', 'reservationNotOpen', 'reservationOver'] as const),
  ];

  app.post(
    '/api/flash/:activityId/reservation',
    {
      schema: {
        summary: 'Reserves a flash item',
        description:
          'A right to order and a reminder, never a unit: stock is taken when it is ordered. While an item is kept for those who reserved it (`aloneUntil`), an order of anybody else is refused with `reservationNeeded`. Reserving twice is reserving once.',
        tags: ['shop'],
        params: byActivity,
        response: { 200: flashReservation },
      },
      config: { refusals },
    },
    (request) => change(request, request.params.activityId, true),
  );

  app.delete(
    '/api/flash/:activityId/reservation',
    {
      schema: {
        summary: 'Gives up the reservation of a flash item',
        description: 'Within the window in which it can be reserved. Twice is once.',
        tags: ['shop'],
        params: byActivity,
        response: { 200: flashReservation },
      },
      config: { refusals },
    },
    (request) => change(request, request.params.activityId, false),
  );
}

function similarRoute(app: App, offers: Offers, clocks: Clocks): void {
  app.get(
    '/api/similar/:skuId',
    {
      schema: {
        summary: 'What to buy instead of an item that is short',
        description:
          'Where the plan offers similar items at the red grade, and the item is red or sold out: of its category the nearest in price that is not short itself. Public.',
        tags: ['shop'],
        params: z.object({ skuId: z.string().min(1).max(80) }),
        response: { 200: similarAnswer },
      },
      config: { refusals: [] },
    },
    async (request) => {
      const { skuId } = request.params;
      const short = (await offers.shortagesOf([skuId], clocks.campaign.now())).get(skuId);
      return { similar: short?.similar ?? null };
    },
  );
}
