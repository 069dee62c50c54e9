import { hash } from 'node:crypto';
import { opsPlaces, opsStockList, stockActRequest, stockAudit, stockStory } from '@dacu/contract/api';
import { type ErrorCode, Refusal } from '@dacu/contract/errors';
import { sellable } from '@dacu/engine/ledger';
import type { Text } from '@dacu/engine/pricing';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../platform/http/idempotency-key.ts';
import type { Members } from '../../base/members/index.ts';
import type { Stock } from './index.ts';

const query = z.object({
  grade: z.enum(['blue', 'yellow', 'red', 'black']).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});
const HOUR_MS = 3_600_000;
const UNKNOWN = { zh: '未知商品', en: 'Unknown item' };

/** What this page asks the catalogue. */
type Titles = {
  getSkus(
    skuIds: readonly string[],
  ): Promise<Map<string, { readonly title: Text; readonly shopId: string; readonly productId: string }>>;
  shops(): Promise<ReadonlyMap<string, { readonly name: Text }>>;
};

const MERCHANDISERS = ['commander', 'merchandiser'] as const;
const ANY_OPERATOR = ['notSignedIn', 'passwordChangeRequired'] as const;
const bySku = z.object({ skuId: z.string().min(1).max(80) });

/**
 * GET /api/ops/stock?grade=&cursor=&limit= — any operator; scarcest first · GET /api/ops/stock/audit · GET /api/ops/places ·
 * GET /api/ops/stock/:skuId · POST /api/ops/stock/:skuId/acts — commander and merchandiser
 */
export function stockRoutes(
  app: App,
  stock: Stock,
  { clocks, members, catalog }: { clocks: Clocks; members: Members; catalog: Titles },
): void {
  app.get(
    '/api/ops/stock',
    {
      schema: {
        summary: 'Stock, the scarcest first',
        description:
          'Any operator. `sellable` = on hand − reserved (unpaid) − locked (paid, not shipped) − unavailable (damaged or waiting to be looked at). Grades compare it with the campaign’s allotment: blue from 50 %, yellow below, red below 20 %, black at none; a better grade comes back only 5 points above its line. `soldLastHour` counts units paid in the last hour of campaign time. At most 1 000 a page.',
        tags: ['ops'],
        querystring: query,
        response: { 200: opsStockList },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { rows, nextCursor } = await stock.list(request.query);
      const skus = await catalog.getSkus(rows.map((row) => row.skuId));
      const shops = await catalog.shops();
      const sold = await stock.soldSince(
        rows.map((row) => row.skuId),
        clocks.campaign.now() - HOUR_MS,
      );
      return {
        nextCursor,
        rows: rows.map((row) => {
          const sku = skus.get(row.skuId);
          return {
            skuId: row.skuId,
            productId: sku?.productId ?? null,
            title: sku?.title ?? UNKNOWN,
            shopName: (sku && shops.get(sku.shopId)?.name) ?? UNKNOWN,
            onHand: row.onHand,
            reserved: row.reserved,
            locked: row.locked,
            sellable: sellable(row),
            allotment: row.allotment,
            soldLastHour: sold.get(row.skuId) ?? 0,
            grade: row.grade,
          };
        }),
      };
    },
  );
  storyRoutes(app, stock, members);
  actRoute(app, stock, { clocks, members });
}

function storyRoutes(app: App, stock: Stock, members: Members): void {
  app.get(
    '/api/ops/places',
    {
      schema: {
        summary: 'Where goods stand',
        description: 'Any operator. Warehouses, then stores, as the catalogue’s import brought them.',
        tags: ['ops'],
        response: { 200: opsPlaces },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      const places = await stock.places();
      return {
        places: places.map(({ share: _, hours: _hours, serves, ...place }) => ({
          ...place,
          serves: [...serves],
        })),
      };
    },
  );

  app.get(
    '/api/ops/stock/audit',
    {
      schema: {
        summary: 'Does the ledger of stock add up?',
        description:
          'Any operator. Every count against the sum of its movements, by sku and by place, and the warehouses against the network, in one snapshot. `behind` events are not in the ledger yet; until it is 0 a difference may be only that. Ten a minute: it reads every movement.',
        tags: ['ops'],
        response: { 200: stockAudit },
      },
      config: { refusals: [...ANY_OPERATOR], rateLimit: { burst: 10, perMinute: 10 } },
    },
    async (request) => {
      await members.requireOperator(request);
      return stock.audit();
    },
  );

  app.get(
    '/api/ops/stock/:skuId',
    {
      schema: {
        summary: 'Where a sku stands and how it came to that',
        description:
          'Any operator. Its counts, what stands at each place, and its movements, newest first, at most 200, each with what there was after it.',
        tags: ['ops'],
        params: bySku,
        response: { 200: stockStory },
      },
      config: { refusals: [...ANY_OPERATOR, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const story = await stock.story(request.params.skuId);
      if (story === null) throw new Refusal('notFound');
      return story;
    },
  );
}

function actRoute(app: App, stock: Stock, { clocks, members }: { clocks: Clocks; members: Members }): void {
  app.post(
    '/api/ops/stock/:skuId/acts',
    {
      schema: {
        summary: 'Moves goods: receive, count, set aside, scrap, transfer',
        description:
          'Decided beside the orders that count on the same goods, so what is promised is never taken away: 409 `stockPromised` with `free` (at the place) and `sellable` (in the network). `count` is everything that stands there, whatever it is for. A transfer to a store takes goods out of the network, one back puts them into it. The reason and who did it stay in the record. Answers the sku’s story; the movement itself appears there as soon as the ledger has heard of it.',
        tags: ['ops'],
        params: bySku,
        body: stockActRequest,
        response: { 200: stockStory },
      },
      config: {
        roles: [...MERCHANDISERS],
        act: {
          zh: '收货、盘点、隔离、报废或调拨库存',
          en: 'Receive, count, set aside, scrap or transfer stock',
        },
        refusals: [
          ...[...ANY_OPERATOR, 'forbidden', 'notFound', 'stockPromised'],
          ...['idempotencyKeyMissing', 'idempotencyKeyReused', 'overloaded'],
        ] as ErrorCode[],
      },
    },
    async (request) => {
      const operator = await members.requireOperator(request, MERCHANDISERS);
      const { skuId } = request.params;
      const { reason, placeId, ...act } = request.body;
      const answer = await stock.act({
        ...{ at: clocks.campaign.now(), operator, skuId, placeId, reason, act },
        idempotencyKey: idempotencyKeyOf(request),
        bodyHash: hash('sha256', JSON.stringify([skuId, placeId, reason, act]), 'base64url'),
        ...(act.kind === 'transfer' && { toPlaceId: act.toPlaceId }),
      });
      if (answer.kind === 'refused')
        throw new Refusal(
          answer.code,
          answer.code === 'invalidRequest'
            ? { errors: [{ path: 'toPlaceId', message: 'another place' }] }
            : answer.extra,
        );
      return (await stock.story(skuId))!;
    },
  );
}
