import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COUPON, SHOP_COUPON_OFF_FEN, shopCouponId } from './shopper.ts';

/** So much is spent in a shop, so much is off; each tier of a shop replaces the one below it. */
export type Tier = { readonly shopId: string; readonly fromFen: number; readonly offFen: number };
export type Item = { readonly skuId: string; readonly shopId: string; readonly listFen: number };

export const PLAIN_AT = '2024-06-18T12:00:00+08:00';
const ITEMS_PER_SHOP = 20;
/** The campaign that the shops gave their items to: offers across shops reach no others. */
const ENROLLED = 'sale-2024';
const CLAIM = 'claim: { quantity: 100万, perPersonMax: 1, validFor: 3d }';
const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`;

/** Some items of every shop, at their list prices. */
export function readItems(root: string): Item[] {
  const [head, ...rows] = readFileSync(join(root, 'campaigns/catalogue/products.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map(cells);
  const column = (name: string) => head!.indexOf(name);
  const [sku, shop, price] = [column('sku'), column('shop'), column('listPrice')];
  const items: Item[] = [];
  let shopId = '';
  for (const row of rows) {
    shopId = row[shop] || shopId;
    if (items.filter((item) => item.shopId === shopId).length < ITEMS_PER_SHOP)
      items.push({ skuId: row[sku]!, shopId, listFen: Math.round(Number(row[price]) * 100) });
  }
  return items;
}

/** The cells of a line of the catalogue, whose quotes never hold a line break. */
function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) =>
    cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!,
  );
}

export function drawTiers(shopIds: readonly string[], perShop: number): Tier[] {
  return shopIds.flatMap((shopId) =>
    Array.from({ length: perShop }, (_, i) => ({
      shopId,
      fromFen: (i + 1) * 15_000,
      offFen: (i + 1) * 1_100,
    })),
  );
}

/** What a tier takes off more than the one below it. */
export function moreFenOf(tier: Tier, tiers: readonly Tier[]): number {
  const below = tiers
    .filter(({ shopId, fromFen }) => shopId === tier.shopId && fromFen < tier.fromFen)
    .at(-1);
  return tier.offFen - (below?.offFen ?? 0);
}

/** The tiers as a plan of ours: one store reduction for each shop, and, if asked for, a coupon of each to be taken. */
export function planOf(tiers: readonly Tier[], { shopCoupons = false } = {}): string {
  const shopIds = [...new Set(tiers.map(({ shopId }) => shopId))];
  const title = (text: string) => `{ zh: ${text}, en: ${text} }`;
  return `format: 1
campaign:
  id: ${ENROLLED}
  title: ${title('plain')}
  year: 2024
  zone: Asia/Shanghai
  from: 06-01
  until: 07-01
  precedence: 1
  pricing: { profile: tmall, thresholds: parallel, minimumFen: 1 }
calendar:
  seasons:
    - { id: summer, title: ${title('summer')}, from: 06-01, until: 07-01, look: summer, motif: wave }
  phases:
    - { id: burst, title: ${title('burst')}, kind: burst, season: summer, from: 06-01, until: 07-01 }
  nodes:
    - { id: day, title: ${title('day')}, kind: sale, on: 06-18 }
shops:
${shopIds.map((shopId) => `  - { id: ${shopId}, title: ${title(shopId)} }`).join('\n')}
promotions:
${shopIds
  .map((shopId) => {
    const steps = tiers
      .filter((tier) => tier.shopId === shopId)
      .map(({ fromFen, offFen }) => `{ threshold: ${yuan(fromFen)}, off: ${yuan(offFen)} }`);
    return `  - { id: off-${shopId}, title: ${title(shopId)}, kind: tiered, group: inclusive, layer: storeReduction, scope: { shops: [${shopId}] }, when: [{ whole: campaign }], tiers: [${steps.join(', ')}] }`;
  })
  .join('\n')}
  - { id: ${COUPON.id}, title: ${title('coupon')}, kind: amount, group: inclusive, layer: platformCoupon, threshold: ${yuan(COUPON.fromFen)}, off: ${yuan(COUPON.offFen)}, when: [{ whole: campaign }], ${CLAIM} }
${shopCoupons ? shopIds.map((shopId) => `  - { id: ${shopCouponId(shopId)}, title: ${title(shopId)}, kind: amount, group: inclusive, layer: storeCoupon, scope: { shops: [${shopId}] }, threshold: ${yuan(SHOP_COUPON_OFF_FEN)}, off: ${yuan(SHOP_COUPON_OFF_FEN)}, when: [{ whole: campaign }], ${CLAIM} }\n`).join('') : ''}`;
}
