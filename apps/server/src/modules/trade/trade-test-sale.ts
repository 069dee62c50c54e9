import type {
  BoxProgramme,
  CompiledPlan,
  CouponProgramme,
  PointsTerms,
  PresaleProgramme,
} from '@dacu/contract/plan';
import type { ReservationTerms } from '@dacu/engine/flash-sale';
import { compilePromotions, type FreightTemplate, type Promotion } from '@dacu/engine/pricing';
import type { ParityTerms, ProtectionTerms } from '@dacu/engine/protection';
import type { CatalogSource, Edition, PlanSource, Shop, Sku } from './offers/index.ts';

/** A small sale for tests: two shops, four items, one cross-store reduction, one flash sale. */

/** 2024-06-18 00:00–02:00 +08:00. */
export const SLOT_FROM = 1_718_640_000_000;
export const SLOT_TO = SLOT_FROM + 2 * 3_600_000;
export const FLASH = 'flash-half';
export const FLASH_SKU = 'sku-lipstick';

const same = (words: string) => ({ zh: words, en: words });

function sku(skuId: string, shopId: string, listFen: number, tags: string[] = []): Sku {
  return {
    skuId,
    productId: skuId.replace('sku', 'pr'),
    shopId,
    categories: [shopId === 'yunzhi' ? 'beauty' : 'digital'],
    brandId: 'br',
    tags,
    title: same(skuId),
    skuTitle: same('one'),
    imageUrl: `/images/${skuId}.webp`,
    listFen,
    costFen: Math.floor(listFen / 3),
    floorFen: Math.floor(listFen / 2),
    onSale: true,
    enrolledCampaignIds: ['sale-test'],
  };
}

export const SKUS: Sku[] = [
  sku('sku-cream', 'yunzhi', 19_900),
  sku(FLASH_SKU, 'yunzhi', 10_001, ['flash']),
  sku('sku-earbuds', 'xingchen', 29_900),
  sku('sku-cable', 'xingchen', 3_333),
  { ...sku('sku-gone', 'xingchen', 5_000), onSale: false },
];

function freight(shopId: string, baseFen: number): FreightTemplate {
  return { shopId, baseFen, freeFromFen: 9_900, basis: 'afterDiscount', surchargeFenByRegion: {} };
}
const SHOPS = new Map<string, Shop>([
  ['yunzhi', { shopId: 'yunzhi', name: same('云织美妆'), freight: freight('yunzhi', 800) }],
  ['xingchen', { shopId: 'xingchen', name: same('星辰数码'), freight: freight('xingchen', 1_000) }],
]);

/** Windows of the whole sale. */
export const EVERY_DAY = [{ startsAt: SLOT_FROM - 30 * 86_400_000, endsAt: SLOT_FROM + 30 * 86_400_000 }];
const PROMOTIONS: Promotion[] = [
  {
    id: 'cross-300-50',
    title: { zh: '满300减50', en: '¥50 off ¥300' },
    layer: 'crossStore',
    rule: { kind: 'each', thresholdFen: 30_000, offFen: 5_000 },
    scope: {},
    audience: {},
    windows: EVERY_DAY,
    funders: [{ funder: 'seller', bp: 10_000 }],
    priority: 0,
  },
  {
    id: FLASH,
    title: { zh: '零点半价', en: 'Half price at midnight' },
    layer: 'itemPrice',
    rule: { kind: 'flashPrice', payBp: 5_000, perPersonMax: 2 },
    scope: { tags: ['flash'] },
    audience: {},
    windows: [{ startsAt: SLOT_FROM, endsAt: SLOT_TO }],
    funders: [{ funder: 'platform', bp: 10_000 }],
    priority: 0,
  },
  {
    id: 'newcomer-10',
    title: { zh: '新人减10', en: '¥10 off for newcomers' },
    layer: 'platformCoupon',
    rule: { kind: 'amount', thresholdFen: 3_000, offFen: 1_000 },
    scope: { skus: ['sku-cable'] },
    audience: { newcomer: true },
    windows: EVERY_DAY,
    funders: [{ funder: 'platform', bp: 10_000 }],
    priority: 0,
  },
];

export type TestSale = {
  readonly catalog: CatalogSource;
  readonly plan: PlanSource & { edition(editionId: string): Promise<Edition | null> };
  readonly stopped: Set<string>;
  /** The next edition: other terms of the flash sale, further promotions and how their coupons are given out. */
  publish(terms: Terms): Edition;
};
type Terms = {
  readonly activityStock: number;
  readonly perPersonMax: number;
  readonly slotTo?: number;
  readonly reservation?: ReservationTerms;
  readonly promotions?: readonly Promotion[];
  readonly coupons?: readonly CouponProgramme[];
  readonly boxes?: readonly BoxProgramme[];
  readonly protections?: readonly ProtectionTerms[];
  readonly parity?: readonly ParityTerms[];
  readonly points?: readonly PointsTerms[];
  readonly delivery?: CompiledPlan['delivery'];
  readonly presales?: readonly PresaleProgramme[];
  /** What the plan does at the red grade. */
  readonly redActs?: readonly string[];
};

export function testSale(activityStock: number): TestSale {
  const stopped = new Set<string>();
  let editionNo = 0;
  let edition: Edition | null = null;

  const editions = new Map<string, Edition>();

  function publish({
    slotTo = SLOT_TO,
    promotions = [],
    coupons = [],
    boxes = [],
    protections,
    parity,
    delivery,
    points = [],
    presales,
    redActs,
    ...terms
  }: Terms): Edition {
    editionNo += 1;
    const slots = [{ startsAt: SLOT_FROM, endsAt: slotTo }];
    const compiled = {
      campaignId: 'sale-test',
      title: same('Test sale'),
      slogan: null,
      zone: 'Asia/Shanghai',
      precedence: 1,
      startsAt: EVERY_DAY[0]!.startsAt,
      endsAt: EVERY_DAY[0]!.endsAt,
      profile: { id: 'tmall', thresholdMode: 'parallel', minPayableFen: 0 },
      promotions: [
        ...PROMOTIONS.map((entry) => (entry.id === FLASH ? { ...entry, windows: slots } : entry)),
        ...promotions,
      ],
      coupons,
      boxes,
      ...(protections && { protections }),
      ...(parity && { parity }),
      ...(delivery && { delivery }),
      ...(presales && { presales }),
      ...(redActs && { inventory: { leadDays: 2, leadSdDays: 0, serviceLevelBp: 9_500, redActs } }),
      points,
      promotionList: [],
      flash: [
        {
          promotionId: FLASH,
          title: { zh: '零点半价', en: 'Half price at midnight' },
          slots,
          pool: { tags: ['flash'] },
          itemsPerSlot: 1,
          payBp: 5_000,
          holdMs: 5 * 60_000,
          ...terms,
        },
      ],
      freight: [],
      holdMs: { ordinary: 15 * 60_000, flash: 5 * 60_000 },
      // What only screens and reviews read of a plan is left out.
    } as Partial<CompiledPlan> as CompiledPlan;
    edition = {
      editionId: `ed_test${editionNo}`,
      editionNo,
      campaignId: 'sale-test',
      compiled,
      index: compilePromotions(compiled.promotions, compiled.profile),
    };
    editions.set(edition.editionId, edition);
    return edition;
  }

  publish({ activityStock, perPersonMax: 2 });
  return {
    stopped,
    publish,
    catalog: {
      getSkus: async (ids) =>
        new Map(SKUS.filter((entry) => ids.includes(entry.skuId)).map((entry) => [entry.skuId, entry])),
      allSkus: async () => SKUS,
      shops: async () => SHOPS,
      referenceFen: async () => new Map(),
    },
    plan: {
      editionAt: async () => edition,
      edition: async (editionId) => editions.get(editionId) ?? null,
      stoppedPromotionIds: async () => [...stopped],
    },
  };
}
