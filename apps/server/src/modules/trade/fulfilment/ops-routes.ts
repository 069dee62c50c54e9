import { collected, collection, opsParcel, opsParcels, opsParcelsQuery, parcelAct } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { OperatorRole } from '../../base/members/index.ts';
import type { Fulfilment } from './index.ts';
import type { FulfilmentRoutesDeps } from './routes.ts';

const byParcel = z.object({ parcelId: z.string().min(1).max(60) });
/** Who moves goods. There is no clerk among the roles: whoever stands at a counter signs in as one of these. */
const HANDS: readonly OperatorRole[] = ['commander', 'merchandiser'];

/** GET /api/ops/parcels · POST /api/ops/parcels/:parcelId · POST /api/ops/collections */
export function opsFulfilmentRoutes(
  app: App,
  fulfilment: Fulfilment,
  { clocks, members }: FulfilmentRoutesDeps,
): void {
  app.get(
    '/api/ops/parcels',
    {
      schema: {
        summary: 'Parcels, newest first',
        description:
          'Any operator; without personal data. `trouble` keeps those that need a person: `late` (a promise is broken), `exception` and `returning` (by their carrier’s word), `silent` (four days without a word), or `any`. With counts of every state and trouble, and the orders that wait for goods. `q` is part of an order number or tracking number.',
        tags: ['ops'],
        querystring: opsParcelsQuery,
        response: { 200: opsParcels },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { state, trouble, placeId, q, cursor, limit } = request.query;
      return fulfilment.parcels({
        at: clocks.campaign.now(),
        ...{ state: state ?? null, trouble: trouble ?? null, placeId: placeId ?? null },
        ...{ sought: q ?? '', cursor: cursor ?? null, limit },
      });
    },
  );

  app.post(
    '/api/ops/parcels/:parcelId',
    {
      schema: {
        summary: 'Does something with a parcel',
        description:
          'Commander and merchandiser. `pick`, `pack`, `ship` (with carrier and number where the carrier is not connected), `ready` (goods stand in their store; the buyer gets a code), `changeCarrier`, `lost` and `back` (what left and did not arrive: refunded or sent again), `pause` and `resume` (the clock of the promise, for a changed address or force majeure). 409 `parcelStepWrong` when its state does not allow that, `parcelInCase` when its buyer asks for a refund of it.',
        tags: ['ops'],
        params: byParcel,
        body: parcelAct,
        response: { 200: opsParcel },
      },
      config: {
        rateLimit: { burst: 60, perMinute: 120 },
        roles: HANDS,
        act: { zh: '处理一个包裹', en: 'Do something with a parcel' },
        refusals: [
          'notSignedIn',
          'passwordChangeRequired',
          'forbidden',
          'notFound',
          'parcelStepWrong',
          'parcelInCase',
          'trackingNoMissing',
          'outOfStock',
          'overloaded',
          'outcomeUnknown',
        ],
      },
    },
    async (request) => {
      const { operatorId } = await members.requireOperator(request, HANDS);
      const { parcelId } = request.params;
      const at = clocks.campaign.now();
      const answer = await fulfilment.act({ at, operatorId, parcelId, act: request.body });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      const parcel = await fulfilment.parcel(parcelId, at);
      if (parcel === null) throw new Refusal('notFound');
      return parcel;
    },
  );

  app.post(
    '/api/ops/collections',
    {
      schema: {
        summary: 'Hands goods over for a code',
        description:
          'Commander and merchandiser, at the counter of a store. A code works once, in its store, until it expires. Five wrong tries in a row of one operator in one store lock it for 15 minutes of campaign time: 422 `pickupCodeWrong` tells how many are `left`, 429 `pickupLocked` `until` when.',
        tags: ['ops'],
        body: collection,
        response: { 200: collected },
      },
      config: {
        rateLimit: { burst: 10, perMinute: 30 },
        roles: HANDS,
        act: { zh: '核对提货码并交付', en: 'Hand goods over for a code' },
        refusals: [
          'notSignedIn',
          'passwordChangeRequired',
          'forbidden',
          'pickupCodeWrong',
          'pickupLocked',
          'pickupCodeUsed',
          'pickupCodeExpired',
          'pickupWithdrawn',
          'overloaded',
          'outcomeUnknown',
        ],
      },
    },
    async (request) => {
      const { operatorId } = await members.requireOperator(request, HANDS);
      const at = clocks.campaign.now();
      const answer = await fulfilment.collect({ at, operatorId, ...request.body });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      const { parcelId, purchaseId, number } = answer.row;
      const { units } = (await fulfilment.parcel(parcelId, at))!;
      return { parcelId, purchaseId, number, at, units };
    },
  );
}
