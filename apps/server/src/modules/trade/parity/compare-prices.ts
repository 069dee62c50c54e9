import { compileScope, openWindowAt, scopeExcepts, scopeNames } from '@dacu/engine/pricing';
import { type ParityTerms, priceGap } from '@dacu/engine/protection';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { ShelfPrice } from '../../base/catalog/index.ts';
import { NOBODY, type Sku } from '../offers/index.ts';
import type { ParityDeps } from './index.ts';
import { type DifferenceRow, lockNewest, putDifferences } from './store.ts';

/** What a comparison came to. */
export type Compared = {
  /** Prices in stores that the promise covers. */
  readonly shelves: number;
  readonly found: number;
  /** Prices that met again. */
  readonly gone: number;
};

/** Compares every price seen in a store with the one online at `at`, and keeps what differs. */
export async function comparePrices(deps: ParityDeps, at: number): Promise<Compared | null> {
  const edition = await deps.plan.editionAt(at);
  const terms = (edition?.compiled.parity ?? []).filter(({ windows }) => openWindowAt(windows, at));
  if (edition === null || terms.length === 0) return null;
  const shelves = await deps.catalog.shelfPrices(at);
  if (shelves.length === 0) return { shelves: 0, found: 0, gone: 0 };
  const skuIds = [...new Set(shelves.map(({ skuId }) => skuId))];
  const [skus, prices] = await Promise.all([
    deps.catalog.getSkus(skuIds),
    deps.offers.priceOf(skuIds, at, NOBODY),
  ]);
  const covered = shelves.flatMap((shelf) => {
    const sku = skus.get(shelf.skuId);
    const promise = sku?.onSale ? terms.find(covers(sku)) : undefined;
    const onlineFen = prices.get(shelf.skuId)?.itemFen;
    return sku && promise && onlineFen !== undefined ? [{ shelf, sku, promise, onlineFen }] : [];
  });
  const apart = covered.filter(
    ({ shelf, promise, onlineFen }) =>
      priceGap(onlineFen, shelf.priceFen, promise.toleranceBp).kind === 'apart',
  );
  const { campaignId } = edition;
  return deps.db.transaction(async (tx) => {
    const newest = new Map((await lockNewest(tx)).map((row) => [keyOf(row), row]));
    const kept = apart.flatMap((one) => {
      const before = newest.get(keyOf(one.shelf));
      newest.delete(keyOf(one.shelf));
      return differenceOf(one, before, { at, campaignId, differenceId: () => deps.ids.next('pd') });
    });
    const met = [...newest.values()]
      .filter(({ state }) => state !== 'solved')
      .map((row): DifferenceRow => {
        // At the prices at which they met, where it is still sold and promised.
        const one = covered.find(({ shelf }) => keyOf(shelf) === keyOf(row));
        const prices = one && {
          onlineFen: one.onlineFen,
          storeFen: one.shelf.priceFen,
          seenOn: one.shelf.seenOn,
        };
        return { ...row, ...prices, state: 'solved', movedBy: null, movedAt: at, checkedAt: at };
      });
    const found = kept.filter(({ state, foundAt }) => state === 'new' && foundAt === at);
    await putDifferences(tx, [...kept, ...met]);
    await writeOutbox(tx, [
      ...found.map(({ differenceId, storeId, skuId, onlineFen, storeFen }) => ({
        type: 'priceDifference.found',
        aggregate: differenceId,
        at,
        data: { differenceId, storeId, skuId, onlineFen, storeFen },
      })),
      ...met.map(({ differenceId }) => ({
        type: 'priceDifference.moved',
        aggregate: differenceId,
        at,
        data: { differenceId, state: 'solved', byItself: true },
      })),
    ]);
    return { shelves: covered.length, found: found.length, gone: met.length };
  });
}

type Apart = {
  readonly shelf: ShelfPrice;
  readonly sku: Sku;
  readonly promise: ParityTerms;
  readonly onlineFen: number;
};

/** The row as it is to stand; none where somebody has solved just these two prices. */
function differenceOf(
  { shelf, sku, promise, onlineFen }: Apart,
  before: DifferenceRow | undefined,
  moment: { readonly at: number; readonly campaignId: string; differenceId(): string },
): DifferenceRow[] {
  const { at, campaignId } = moment;
  const now = {
    ...{ onlineFen, storeFen: shelf.priceFen, seenOn: shelf.seenOn, checkedAt: at },
    funders: promise.funders,
  };
  if (before !== undefined && before.state !== 'solved') return [{ ...before, ...now }];
  const answered =
    before?.movedBy != null && before.onlineFen === onlineFen && before.storeFen === shelf.priceFen;
  if (answered) return [];
  return [
    {
      ...now,
      ...{ differenceId: moment.differenceId(), campaignId, promotionId: promise.promotionId },
      ...{ storeId: shelf.storeId, skuId: shelf.skuId, shopId: sku.shopId, foundAt: at, state: 'new' },
      ...{ movedBy: null, movedAt: null, note: null },
    },
  ];
}

const keyOf = ({ storeId, skuId }: { storeId: string; skuId: string }) => `${storeId}/${skuId}`;

function covers(sku: Sku) {
  return ({ scope }: ParityTerms): boolean => {
    const compiled = compileScope(scope);
    return scopeNames(compiled, sku) && !scopeExcepts(compiled, sku);
  };
}
