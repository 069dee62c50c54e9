import { readFileSync } from 'node:fs';
import { compilePlan, parsePlan } from '@dacu/contract/plan';
import { compilePromotions } from '@dacu/engine/pricing';
import { describe, expect, test } from 'vitest';
import { createPriceTags } from './price-tags.ts';
import type { Edition, Sku, Sources } from './sources.ts';

const parsed = parsePlan(
  readFileSync(new URL('../../../../../../campaigns/2024-year-of-sales.yaml', import.meta.url), 'utf8'),
);
if (!parsed.ok) throw new Error('the plan has errors');
const compiled = compilePlan(parsed.plan);
const edition: Edition = {
  ...{ editionId: 'ed', editionNo: 1, campaignId: compiled.campaignId, compiled },
  index: compilePromotions(compiled.promotions, compiled.profile),
};
const item = (skuId: string, shopId: string, category: string, tags: readonly string[]): Sku => ({
  ...{ skuId, productId: skuId, shopId, categories: [category], brandId: 'br', tags },
  ...{ title: { zh: skuId, en: skuId }, skuTitle: { zh: '', en: '' }, imageUrl: '' },
  ...{ listFen: 19_900, costFen: 9_000, floorFen: 10_000, onSale: true },
  enrolledCampaignIds: [compiled.campaignId],
});
const ITEMS = [
  item('flash', 'xingchen', 'digital', ['flash', 'hit']),
  item('plain', 'yunzhi', 'beauty', []),
  item('cooker', 'jiayue', 'appliances', []),
  item('gold', 'fuman', 'gifts', ['gold']),
  item('voucher', 'yuanfang', 'travel', ['virtual']),
];
const EDGES = [
  ...new Set(
    compiled.promotions.flatMap(({ windows }) =>
      windows.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ),
  ),
].sort((a, b) => a - b);

function shop(items: readonly Sku[], stopped: { ids: readonly string[] } = { ids: [] }) {
  const sources: Sources = {
    catalog: {
      getSkus: async (skuIds) =>
        new Map(items.filter(({ skuId }) => skuIds.includes(skuId)).map((sku) => [sku.skuId, sku])),
      allSkus: async () => items,
      shops: async () => new Map(),
      referenceFen: async () => new Map(),
    },
    plan: { editionAt: async () => edition, stoppedPromotionIds: async () => stopped.ids },
    stock: { stockOf: async () => new Map(), gradesOf: async () => new Map() },
  };
  return createPriceTags(sources);
}
const all = ITEMS.map(({ skuId }) => skuId);

describe('tags that are remembered', () => {
  test('are those that would be made at that instant: around the edges of a year, and going back', async () => {
    const remembering = shop(ITEMS);
    const instants = EDGES.filter((_, index) => index % 4 < 2 || index > 700).flatMap((at) => [
      at - 1,
      at,
      at + 3_600_000,
      at - 7_200_000,
    ]);
    const seen = new Set<string>();
    for (const at of instants) {
      const tags = await remembering.priceOf(all, at);
      expect(tags, `${at}`).toEqual(await shop(ITEMS).priceOf(all, at));
      for (const [skuId, tag] of tags) seen.add(`${skuId} ${JSON.stringify(tag)}`);
    }
    expect(instants.length).toBeGreaterThan(1_000);
    expect(seen.size).toBeGreaterThan(40);
  });

  test('are made again only when something opens or closes that reaches the item', async () => {
    const made = new Map<string, number>();
    const counting = ITEMS.map(
      (sku) =>
        new Proxy(sku, {
          get(target, field) {
            if (field === 'listFen') made.set(target.skuId, (made.get(target.skuId) ?? 0) + 1);
            return Reflect.get(target, field);
          },
        }),
    );
    const tags = shop(counting);
    await tags.priceOf(all, EDGES[0]!);
    const once = made.get('plain')!;
    for (const at of EDGES) await tags.priceOf(all, at);
    expect(made.get('plain')! / once).toBeLessThan(40);
    expect(made.get('flash')! / once).toBeGreaterThan(700);
  });

  test('end with a switch', async () => {
    const stopped = { ids: [] as readonly string[] };
    const tags = shop(ITEMS, stopped);
    const at = compiled.promotions.find(({ id }) => id === 'cross-store')!.windows[0]!.startsAt;
    const counting = async () => (await tags.priceOf(all, at)).get('plain')!.promotionIds;
    expect(await counting()).toContain('cross-store');
    stopped.ids = compiled.promotions.map(({ id }) => id);
    expect(await counting()).toEqual([]);
    stopped.ids = [];
    expect(await counting()).toContain('cross-store');
  });
});
