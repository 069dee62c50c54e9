import type { PresaleProgramme } from '@dacu/contract/plan';
import { shownStock } from '@dacu/engine/ledger';
import {
  legalDepositFen,
  type PresaleUnit,
  presaleStage,
  presaleUnit,
  type Shortage,
  shortageOf,
} from '@dacu/engine/presale';
import {
  type CompiledScope,
  compileScope,
  type Promotion,
  priceCart,
  scopeExcepts,
  scopeNames,
} from '@dacu/engine/pricing';
import type { Db } from '../../../platform/db/types.ts';
import { type ActivityTerms, activityIdOf } from './flash-programme.ts';
import { indexOfAlone } from './presale-index.ts';
import { lineOf, type Priced } from './price-items.ts';
import type { Edition, Sku, Sources } from './sources.ts';
import * as store from './store.ts';

/** An item that is sold by deposit, as the edition in force has it. */
export type PresaleItem = {
  readonly programme: PresaleProgramme;
  readonly promotion: Promotion;
  readonly edition: Edition;
  readonly sku: Sku;
  /** Its counted row holds what deposits took; `stockTotal` is `NO_POOL` where nothing is set aside. */
  readonly terms: ActivityTerms;
  readonly unit: PresaleUnit;
  /** What its stock does to new bookings, and since when where that is anything. */
  readonly shortage: Shortage & { readonly since: number | null };
};

/** Units that a spot order must leave to deposits, and until when: what is left of the counted row. */
export type SetAside = {
  readonly activityId: string;
  readonly depositStartsAt: number;
  readonly balanceStartsAt: number;
};

export type Presales = {
  /** Of the pre-sales of the item whose balance window has not ended the first; its counted row is made if need be. */
  presaleOf(skuId: string, at: number): Promise<PresaleItem | null>;
  /** A quote of the deposit: the contract price, and nothing that could come off the balance later. */
  priceDeposit(item: PresaleItem, input: { at: number; quantity: number; channel: string }): Promise<Priced>;
  /** By sku; an item that no running pre-sale sets anything aside of has no entry. */
  setAsides(skuIds: readonly string[], at: number): Promise<Map<string, SetAside>>;
  /** The pre-sale that takes bookings of each item at an instant; other items have no entry. */
  bookable(skuIds: readonly string[], at: number): Promise<ReadonlyMap<string, BookableItem>>;
  /** What bookings can still take, of the pool and of the warehouse; null where nothing is set aside and many are there. */
  presaleLeft(item: PresaleItem): Promise<number | null>;
};

export type BookableItem = { readonly programme: PresaleProgramme; readonly unit: PresaleUnit };

/** More than anybody sells: deposits are limited by the warehouse alone. */
export const NO_POOL = 1_000_000_000;
const PER_PERSON_MAX = 20;

export function createPresales(db: Db, sources: Sources): Presales {
  const made = new Set<string>();

  const scopes = new WeakMap<PresaleProgramme, CompiledScope>();

  function inScope(programme: PresaleProgramme, sku: Sku, edition: Edition): boolean {
    const compiled = scopes.get(programme) ?? compileScope(programme.scope);
    scopes.set(programme, compiled);
    return (
      sku.enrolledCampaignIds.includes(edition.campaignId) &&
      scopeNames(compiled, sku) &&
      !scopeExcepts(compiled, sku)
    );
  }

  function itemOf(
    programme: PresaleProgramme,
    edition: Edition,
    sku: Sku,
  ): Omit<PresaleItem, 'shortage'> | null {
    const promotion = edition.compiled.promotions.find(({ id }) => id === programme.promotionId);
    if (promotion === undefined || promotion.rule.kind !== 'presale') return null;
    const { rule } = promotion;
    const alone = quoteAlone(promotion, edition, sku, { at: programme.deposit.startsAt, quantity: 1 });
    const unit = presaleUnit({
      priceFen: Math.min(rule.priceFen ?? sku.listFen, sku.listFen),
      depositFen: alone.depositFen,
      inflationBp: rule.inflationBp,
    });
    return {
      ...{ programme, promotion, edition, sku, unit },
      terms: termsOf(programme, edition, sku),
    };
  }

  async function ensure(terms: ActivityTerms): Promise<void> {
    const key = `${terms.editionId}|${terms.activityId}`;
    if (made.has(key)) return;
    await store.putActivities(db, [terms]);
    made.add(key);
  }

  return {
    async presaleOf(skuId, at) {
      const edition = await sources.plan.editionAt(at);
      const programmes = edition?.compiled.presales ?? [];
      if (edition === null || programmes.length === 0) return null;
      const sku = (await sources.catalog.getSkus([skuId])).get(skuId);
      if (sku === undefined || !sku.onSale) return null;
      const [programme] = programmes
        .filter((one) => at < one.balance.endsAt && inScope(one, sku, edition))
        .sort((a, b) => a.deposit.startsAt - b.deposit.startsAt);
      const item = programme === undefined ? null : itemOf(programme, edition, sku);
      if (item === null) return null;
      await ensure(item.terms);
      const graded = (await sources.stock.gradesOf([skuId])).get(skuId);
      const shortage = shortageOf(redActsOf(edition), graded?.grade ?? 'blue');
      const turned = shortage.pays === 'full' || shortage.similar !== 'no';
      return { ...item, shortage: { ...shortage, since: turned ? graded!.since : null } };
    },

    async bookable(skuIds, at) {
      const edition = await sources.plan.editionAt(at);
      const open = (edition?.compiled.presales ?? []).filter(
        ({ deposit }) => at >= deposit.startsAt && at < deposit.endsAt,
      );
      const found = new Map<string, BookableItem>();
      if (edition === null || open.length === 0) return found;
      for (const [skuId, sku] of await sources.catalog.getSkus(skuIds)) {
        const programme = sku.onSale ? open.find((one) => inScope(one, sku, edition)) : undefined;
        const item = programme && itemOf(programme, edition, sku);
        if (item) found.set(skuId, { programme: item.programme, unit: item.unit });
      }
      return found;
    },

    async priceDeposit({ promotion, edition, sku }, { at, quantity, channel }) {
      const quote = quoteAlone(promotion, edition, sku, { at, quantity });
      const skus = new Map([[sku.skuId, sku]]);
      const shops = await sources.catalog.shops();
      const shopper = { newcomer: false, channel };
      const judged = { shopper, stopped: [], insisted: false };
      return { ...{ edition, quote, skus, shops, judged }, coupons: [], usablePoints: null };
    },

    async setAsides(skuIds, at) {
      const found = new Map<string, SetAside>();
      const edition = await sources.plan.editionAt(at);
      const running = (edition?.compiled.presales ?? []).filter(
        ({ activityStock, deposit, balance }) =>
          activityStock !== null && at >= deposit.startsAt && at < balance.startsAt,
      );
      if (edition === null || running.length === 0) return found;
      const skus = await sources.catalog.getSkus(skuIds);
      for (const skuId of skuIds) {
        const sku = skus.get(skuId);
        const programme = sku && running.find((one) => inScope(one, sku, edition));
        if (!programme) continue;
        const terms = termsOf(programme, edition, sku);
        await ensure(terms);
        found.set(skuId, {
          activityId: terms.activityId,
          depositStartsAt: programme.deposit.startsAt,
          balanceStartsAt: programme.balance.startsAt,
        });
      }
      return found;
    },

    async presaleLeft({ terms, sku: { skuId } }) {
      const inStock = Math.max(0, (await sources.stock.stockOf([skuId])).get(skuId)?.sellable ?? 0);
      if (terms.stockTotal === NO_POOL) return shownStock(inStock).state === 'plenty' ? null : inStock;
      const counts = (await store.readTaken(db, [terms.activityId])).get(terms.activityId);
      return Math.max(0, Math.min(terms.stockTotal - (counts?.taken ?? 0), inStock));
    },
  };
}

/** What the plan does when an item turns red; nothing where it does not say. */
export function redActsOf({ compiled }: Edition): readonly string[] {
  return compiled.inventory?.redActs ?? [];
}

/** Its counted row, as it is made for an edition. */
function termsOf(programme: PresaleProgramme, edition: Edition, { skuId }: Sku): ActivityTerms {
  const { promotionId, deposit, holdMs } = programme;
  return {
    activityId: activityIdOf(promotionId, deposit.startsAt, skuId),
    ...{ campaignId: edition.campaignId, editionId: edition.editionId, promotionId, skuId },
    ...{ startsAt: deposit.startsAt, endsAt: deposit.endsAt, holdMs },
    stockTotal: programme.activityStock ?? NO_POOL,
    perPersonMax: programme.perPersonMax ?? PER_PERSON_MAX,
  };
}

function quoteAlone(
  promotion: Promotion,
  edition: Edition,
  sku: Sku,
  { at, quantity }: { readonly at: number; readonly quantity: number },
) {
  const line = lineOf({ skuId: sku.skuId, quantity }, sku, edition);
  return priceCart(
    {
      at,
      lines: [{ ...line, presalePromotionId: promotion.id }],
      shopper: { newcomer: false },
      freight: [],
    },
    indexOfAlone(edition, promotion),
  );
}

/** As a shopper reads it; null once its balance window is over. */
export function presentPresale(
  { programme, sku, unit, shortage }: PresaleItem,
  { at, left, stopped }: { readonly at: number; readonly left: number | null; readonly stopped: boolean },
) {
  const { deposit, balance, gift } = programme;
  const windows = {
    depositStartsAt: deposit.startsAt,
    depositEndsAt: deposit.endsAt,
    balanceStartsAt: balance.startsAt,
    balanceEndsAt: balance.endsAt,
  };
  const stage = presaleStage(windows, at);
  if (stage === 'over') return null;
  return {
    ...{ promotionId: programme.promotionId, skuId: sku.skuId, title: programme.title, stage, stopped },
    item: { productId: sku.productId, title: sku.title, skuTitle: sku.skuTitle, imageUrl: sku.imageUrl },
    unit: presentUnit(unit),
    ...windows,
    freeFreight: programme.freeFreight,
    refundableUntil: programme.refundableUntil,
    shipOn: programme.shipOn ?? null,
    gift: gift && { title: gift.title, valueFen: gift.valueFen, quantity: gift.quantity, firstN: gift.stock },
    left,
    pays: shortage.pays,
    shortSince: shortage.since,
    perPersonMax: programme.perPersonMax,
    holdMs: programme.holdMs,
  };
}

export function presentUnit(unit: PresaleUnit) {
  const { priceFen, depositFen, expansionFen, extraCutFen, contractFen } = unit;
  return {
    ...{ priceFen, depositFen, expansionFen, extraCutFen, contractFen },
    balanceFen: contractFen - depositFen,
    legalFen: legalDepositFen({ unit, quantity: 1 }),
  };
}
