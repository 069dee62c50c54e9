import { opsStockList } from '@dacu/contract/api';
import { sellable } from '@dacu/engine/ledger';
import type { Text } from '@dacu/engine/pricing';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
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

/** GET /api/ops/stock?grade=&cursor=&limit= — any operator; scarcest first. */
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
          'Any operator. `sellable` = on hand − reserved (unpaid) − locked (paid, not shipped). Grades compare it with the campaign’s allotment: blue from 50 %, yellow below, red below 20 %, black at none; a better grade comes back only 5 points above its line. `soldLastHour` counts units paid in the last hour of campaign time. At most 1 000 a page.',
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
}
