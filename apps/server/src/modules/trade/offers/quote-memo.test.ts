import { priceCart } from '@dacu/engine/pricing';
import { expect, test } from 'vitest';
import { seededChance } from '../../../platform/chance.ts';
import { FLASH, FLASH_SKU, SLOT_FROM, SLOT_TO, testSale } from '../trade-test-sale.ts';
import { lineOf } from './price-items.ts';
import { createQuoteMemo } from './quote-memo.ts';

const DAY_MS = 86_400_000;

test('a kept quote is the one that the engine gives, whoever asks, at every edge of every window', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const chance = seededChance(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!;
  const sale = testSale(10);
  const memo = createQuoteMemo();
  let edition = (await sale.plan.editionAt(SLOT_FROM))!;
  const shops = await sale.catalog.shops();
  const skus = await sale.catalog.allSkus();
  const edges = edition.index.promotions
    .flatMap(({ promotion }) => promotion.windows)
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    .filter((at) => Math.abs(at - SLOT_FROM) < 3 * DAY_MS);

  for (let i = 0; i < 3_000; i++) {
    if (i % 500 === 499) edition = sale.publish({ activityStock: 10, perPersonMax: 2 });
    const at = pick(edges) + pick([-1, 0, 1]);
    const sku = pick(skus);
    const flash = sku.skuId === FLASH_SKU && chance() < 0.7;
    const item = {
      skuId: sku.skuId,
      quantity: pick([1, 2]),
      ...(flash ? { flashPromotionId: FLASH } : {}),
    };
    const shopper = { memberTier: pick(['basic', 'gold']), newcomer: chance() < 0.5, channel: 'direct' };
    const stopped = pick([[], [], [FLASH]]);
    const line = lineOf(item, sku, edition);
    const region = pick([undefined, '310000', '650000']);
    const kept = memo({ at, line, sku, shops, edition, stopped, shopper, region });
    const fresh = priceCart(
      {
        at,
        lines: [line],
        shopper,
        freight: [...shops.values()].flatMap((shop) => shop.freight ?? []),
        stoppedPromotionIds: stopped,
        ...(region === undefined ? {} : { region }),
      },
      edition.index,
    );
    expect(kept, `seed ${seed}, step ${i}`).toEqual(fresh);
  }
});

test('an item whose list price was changed is priced anew', async () => {
  const sale = testSale(10);
  const memo = createQuoteMemo();
  const edition = (await sale.plan.editionAt(SLOT_FROM))!;
  const shops = await sale.catalog.shops();
  const [sku] = await sale.catalog.allSkus();
  const quote = (listFen: number) => {
    const changed = { ...sku!, listFen };
    const line = lineOf({ skuId: changed.skuId, quantity: 1 }, changed, edition);
    const shopper = { newcomer: false };
    return memo({ at: SLOT_TO, line, sku: changed, shops, edition, stopped: [], shopper, region: undefined });
  };
  expect(quote(9_000).listFen).toBe(9_000);
  expect(quote(8_000).listFen).toBe(8_000);
});
