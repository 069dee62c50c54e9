import { differenceMove, differencesCompared, opsDifferences, opsDifferencesQuery } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import { DIFFERENCES_MAX, type Parity, type ParityDeps } from './index.ts';

const ANY_OPERATOR = ['notSignedIn', 'passwordChangeRequired'] as const;
const byId = z.object({ differenceId: z.string().min(1).max(40) });

export type ParityRoutesDeps = {
  readonly clocks: Clocks;
  readonly members: Members;
  readonly catalog: ParityDeps['catalog'];
  readonly plan: ParityDeps['plan'];
};

/**
 * GET /api/ops/price-differences — any operator · POST /api/ops/price-differences/compare and
 * POST /api/ops/price-differences/:differenceId — commander and merchandiser
 */
export function parityRoutes(app: App, parity: Parity, deps: ParityRoutesDeps): void {
  app.get(
    '/api/ops/price-differences',
    {
      schema: {
        summary: 'Prices that differ between online and stores',
        description:
          'Newest first, at most 1 000; with `open=true` without what is solved. `onlineFen` is the item price everybody sees, `storeFen` the last price seen in the store, both as of `checkedAt`; `foundAt` is since when. `promised` says whether the plan in force promises the same price at all, `shelves` how many prices of stores are known.',
        tags: ['ops'],
        querystring: opsDifferencesQuery,
        response: { 200: opsDifferences },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await deps.members.requireOperator(request);
      return listOf(parity, deps, request.query.open);
    },
  );

  app.post(
    '/api/ops/price-differences/compare',
    {
      schema: {
        summary: 'Compares the prices of stores with those online now',
        description:
          'It happens at every full hour, and after an import, an edition or a switch; this does it at once. All counts are 0 where the plan in force promises nothing of the kind.',
        tags: ['ops'],
        response: { 200: differencesCompared },
      },
      config: {
        roles: ['commander', 'merchandiser'],
        act: { zh: '立即核对线上与门店价格', en: 'Compare prices online and in stores now' },
        refusals: [...ANY_OPERATOR, 'forbidden'],
      },
    },
    async (request) => {
      await deps.members.requireOperator(request, ['commander', 'merchandiser']);
      return (await parity.compare(deps.clocks.campaign.now())) ?? { shelves: 0, found: 0, gone: 0 };
    },
  );

  app.post(
    '/api/ops/price-differences/:differenceId',
    {
      schema: {
        summary: 'Takes a price difference on, or solves it',
        description:
          'What is solved comes back only when one of its prices has moved. Doing it twice changes nothing. 409 `differenceSolved` for one that is solved already.',
        tags: ['ops'],
        params: byId,
        body: differenceMove,
        response: { 200: opsDifferences },
      },
      config: {
        roles: ['commander', 'merchandiser'],
        act: { zh: '受理或关闭线上线下价差', en: 'Take a price difference on, or solve it' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'notFound', 'differenceSolved'],
      },
    },
    async (request) => {
      const { name } = await deps.members.requireOperator(request, ['commander', 'merchandiser']);
      const { state, note } = request.body;
      const answer = await parity.move({
        ...{ at: deps.clocks.campaign.now(), differenceId: request.params.differenceId },
        ...{ state, note: note ?? null, by: name },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      return listOf(parity, deps, false);
    },
  );
}

async function listOf(parity: Parity, { clocks, catalog, plan }: ParityRoutesDeps, open: boolean) {
  const at = clocks.campaign.now();
  const [rows, shelves, edition, shops] = await Promise.all([
    parity.differences({ open }),
    catalog.shelfPrices(at),
    plan.editionAt(at),
    catalog.shops(),
  ]);
  const skus = await catalog.getSkus([...new Set(rows.map(({ skuId }) => skuId))]);
  const stores = new Map(shelves.map(({ storeId, storeName }) => [storeId, storeName]));
  const same = (words: string) => ({ zh: words, en: words });
  return {
    promised: (edition?.compiled.parity ?? []).length > 0,
    shelves: shelves.length,
    more: rows.length === DIFFERENCES_MAX,
    differences: rows.map(({ campaignId: _, promotionId: _promotion, funders, ...row }) => ({
      ...row,
      productId: skus.get(row.skuId)?.productId ?? null,
      title: skus.get(row.skuId)?.title ?? same(row.skuId),
      shopName: shops.get(row.shopId)?.name ?? same(row.shopId),
      storeName: stores.get(row.storeId) ?? same(row.storeId),
      funders: funders.map(({ funder, bp }) => ({ funder, bp })),
    })),
  };
}
