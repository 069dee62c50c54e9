import { hash } from 'node:crypto';
import {
  opsPlaces,
  opsStockList,
  type SimilarItem,
  stockActRequest,
  stockAudit,
  stockStory,
} from '@dacu/contract/api';
import { type ErrorCode, Refusal } from '@dacu/contract/errors';
import type { InventoryTerms } from '@dacu/contract/plan';
import { reorderPoint, safetyStock, sellable } from '@dacu/engine/ledger';
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

/** The terms of stock in the edition in force; a plan that says nothing of them has the usual ones. */
type Terms = {
  editionAt(at: number): Promise<{ readonly compiled: { readonly inventory?: InventoryTerms } } | null>;
};
/** What the plan does about items that are red or sold out: the offers know. */
type Shortages = {
  shortagesOf(
    skuIds: readonly string[],
    at: number,
  ): Promise<
    ReadonlyMap<
      string,
      {
        readonly since: number;
        readonly presale: {
          readonly promotionId: string;
          readonly title: Text;
          readonly pays: 'deposit' | 'full';
        } | null;
        readonly similar: SimilarItem | null;
      }
    >
  >;
};
const USUAL = { leadDays: 2, leadSdDays: 0, serviceLevelBp: 9_500 } as const;
export type StockRoutesDeps = {
  readonly clocks: Clocks;
  readonly members: Members;
  readonly catalog: Titles;
  readonly plan: Terms;
  readonly shortages: Shortages;
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
  { clocks, members, catalog, plan, shortages }: StockRoutesDeps,
): void {
  app.get(
    '/api/ops/stock',
    {
      schema: {
        summary: 'Stock, the scarcest first',
        description:
          'Any operator. `sellable` = on hand − reserved (unpaid) − locked (paid, not shipped) − unavailable (damaged or waiting to be looked at). Grades compare it with the campaign’s allotment: blue from 50 %, yellow below, red below 20 %, black at none; a better grade comes back only 5 points above its line. `soldLastHour` counts units paid in the last hour of campaign time, `demandPerDay` is the mean of the last two weeks; safety stock and reorder point follow from it, from the days goods take to come and from the service level that the plan states (two days and 95 % where it does not). `shortage` is what the plan does about an item that is red or sold out, until its grade is better again. At most 1 000 a page.',
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
      const at = clocks.campaign.now();
      const skuIds = rows.map((row) => row.skuId);
      const [sold, demands, edition, short] = await Promise.all([
        stock.soldSince(skuIds, at - HOUR_MS),
        stock.demand(skuIds, at),
        plan.editionAt(at),
        shortages.shortagesOf(skuIds, at),
      ]);
      const terms = edition?.compiled.inventory ?? USUAL;
      return {
        nextCursor,
        rows: rows.map((row) => {
          const sku = skus.get(row.skuId);
          const { perDay, sd } = demands.get(row.skuId) ?? { perDay: 0, sd: 0 };
          const reorder = { ...terms, demandPerDay: perDay, demandSd: sd };
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
            unavailable: row.unavailable,
            inStores: row.inStores,
            soldLastHour: sold.get(row.skuId) ?? 0,
            demandPerDay: Math.round(perDay * 10) / 10,
            safetyStock: safetyStock(reorder),
            reorderPoint: reorderPoint(reorder),
            grade: row.grade,
            shortage: inForce(short.get(row.skuId)),
          };
        }),
      };
    },
  );
  const deps = { clocks, members, catalog };
  storyRoutes(app, stock, deps);
  actRoute(app, stock, deps);
}

type Short =
  Awaited<ReturnType<Shortages['shortagesOf']>> extends ReadonlyMap<string, infer One> ? One : never;

/** Null where the plan does nothing about it: deposits go on, and nothing similar is offered. */
function inForce(short: Short | undefined) {
  if (short === undefined) return null;
  const { since, presale, similar } = short;
  const turned = presale?.pays === 'full' ? presale : null;
  return turned === null && similar === null ? null : { since, presale: turned, similar };
}

type StoryDeps = Pick<StockRoutesDeps, 'clocks' | 'members' | 'catalog'>;

async function storyOf(stock: Stock, { catalog }: StoryDeps, skuId: string) {
  const story = await stock.story(skuId);
  if (story === null) throw new Refusal('notFound');
  const sku = (await catalog.getSkus([skuId])).get(skuId);
  return { ...story, productId: sku?.productId ?? null, title: sku?.title ?? UNKNOWN };
}

function storyRoutes(app: App, stock: Stock, deps: StoryDeps): void {
  const { members } = deps;
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
      return storyOf(stock, deps, request.params.skuId);
    },
  );
}

function actRoute(app: App, stock: Stock, deps: StoryDeps): void {
  const { clocks, members } = deps;
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
      return storyOf(stock, deps, skuId);
    },
  );
}
