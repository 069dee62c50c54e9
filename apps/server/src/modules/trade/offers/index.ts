/**
 * Offers: what is on sale now and what it costs. Everything is computed from the edition that is live at an instant
 * (`plan`), the catalogue and the engine; no job has to run for a price to begin or end.
 *
 * Invariants
 * - A quote is the engine's answer for one instant. Nothing here rounds, adds or remembers an amount.
 * - Flash activities are rows only because they are counted: held + sold ≤ stockTotal. Their terms come from the
 *   edition; a new edition changes terms and never takes back what is held or sold.
 * - A reservation of a flash item is a right and a reminder. It holds nothing, so nothing has to be given back.
 * - A limit has one row for each kind of key (account, phone, address); held + used counts.
 *
 * When it fails: without an edition everything sells at its list price and there is no flash sale. A catalogue that
 * does not know an item answers `unavailable`, never a price.
 */
import type { QuoteView } from '@dacu/contract/api';
import {
  capsOverrun,
  type HeldCoupon,
  type QuotedLine,
  type Shopper,
  type TopUp,
} from '@dacu/engine/pricing';
import type { WallClock } from '../../../platform/clocks.ts';
import type { WritesTo } from '../../../platform/db/remember-reads.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Caps } from '../../../platform/lane/caps.ts';
import type { Members } from '../../base/members/index.ts';
import { type Budgets, createBudgets, exhausted } from './budgets.ts';
import { couponsMatter, faultOf, type WalletSource } from './coupons-in-hand.ts';
import { createFlashActivities, type FlashActivities } from './flash-activities.ts';
import { giftUsesOf } from './gift-limits.ts';
import { limitKeyOf } from './limits.ts';
import { type PointsSource, pointsProgrammes } from './points-in-hand.ts';
import { createPresales, type Presales } from './presales.ts';
import { presentQuote } from './present-quote.ts';
import {
  holdsNewcomerGift,
  type Item,
  newcomerTerms,
  type PriceAnswer,
  type Priced,
  type PriceInput,
  priceItems,
} from './price-items.ts';
import { createPriceTags, type PriceTags } from './price-tags.ts';
import { createQuoteMemo } from './quote-memo.ts';
import { createReservations, type Reservations } from './reservations.ts';
import { createShelf, type Shelf, type ShelfStock } from './shelf.ts';
import { createShortages, type Shortages } from './shortages.ts';
import type { PlanSource, Sources } from './sources.ts';
import * as store from './store.ts';
import { topUpFor } from './top-up.ts';

export { budgetTakesOf } from './budgets.ts';
export type { WalletSource } from './coupons-in-hand.ts';
export type { Activity } from './flash-activities.ts';
export { type ActivityCounts, parseActivityId } from './flash-programme.ts';
export { giftUsesOf } from './gift-limits.ts';
export { limitKeyOf, personLimitKeys } from './limits.ts';
export { earnedOf, orderPointsOf, type PointsSource } from './points-in-hand.ts';
export { type PresaleItem, presentPresale, presentUnit, type SetAside } from './presales.ts';
export { NO_EDITION } from './present-quote.ts';
export type { Item, PriceAnswer, Priced } from './price-items.ts';
export { holdsNewcomerGift } from './price-items.ts';
export { offersRoutes } from './routes.ts';
export type { CatalogSource, Edition, PlanSource, Shop, Sku, Sources } from './sources.ts';
export { activityTable, limitUseTable } from './store.ts';
export { createVenue, seasonOf } from './venue.ts';

export type OffersDeps = Sources & {
  readonly db: Db;
  readonly members: Members;
  readonly caps: Caps;
  readonly wall: WallClock;
  readonly wallet: WalletSource;
  readonly points: PointsSource;
  /** Where all writes are seen; null or absent where other nodes write too. */
  readonly writesTo?: WritesTo | null;
};

export type Offers = FlashActivities &
  Presales &
  Shelf &
  Reservations &
  Shortages &
  PriceTags & {
    /**
     * Prices items for a shopper at an instant. Who has paid before, or holds a purchase with what newcomers get, is no
     * newcomer; with a phone (its keyed hash) neither is a re-created account of the same one.
     */
    price(input: {
      at: number;
      items: readonly Item[];
      buyer: { readonly shopperId: string | null; readonly channel: string };
      region?: string;
      /** Collected in a store: no freight. */
      collected?: boolean;
      phone?: string;
      /** Of the shopper's coupons only these; absent: the cheapest legal combination of all in hand. */
      couponIds?: readonly string[];
      /** Pay with so many points, as far as they are there and may; absent: with none. */
      usePoints?: number | 'max';
      services?: PriceInput['services'];
    }): Promise<PriceAnswer>;
    /** The cheapest way of this cart to the next step of an offer; null when it would not pay. */
    topUp(input: {
      at: number;
      items: readonly Item[];
      buyer: { readonly shopperId: string; readonly channel: string };
      promotionId: string;
      /** How many of an item can be sold. */
      sellable: (skuIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
    }): Promise<TopUp | null>;
    /**
     * The same items in a cart that is nobody's: no coupon, no first order, no member. What is not on sale is left out.
     */
    publicLines(input: {
      at: number;
      items: readonly Item[];
      channel: string;
    }): Promise<readonly QuotedLine[]>;
    /** Stopped by a switch, or at the end of their budget. */
    stoppedPromotionIds(at: number): Promise<readonly string[]>;
    readonly budgets: Budgets;
    /** `shelf`: what its items were just read to have, where the caller has done so. */
    present(priced: Priced, shelf?: ReadonlyMap<string, ShelfStock>): Promise<QuoteView>;
  };

/** Whom nobody knows, and who is no newcomer either: what cards show, and what promises compare. */
export const NOBODY: Shopper = { memberTier: 'basic', newcomer: false };

export function createOffers(deps: OffersDeps): Offers {
  const { db, members, wallet } = deps;
  const budgets = createBudgets(deps);
  const sources: Sources = { ...deps, plan: withBudgets(deps.plan, budgets) };
  const memo = createQuoteMemo();

  /** Has this person paid before, or holds a purchase with what newcomers get? Newer than any profile. */
  async function knownBuyer(shopperId: string, phone: string | undefined): Promise<boolean> {
    return store.anyTaken(
      db,
      ['paid', 'newcomer'].flatMap((subject) => [
        limitKeyOf(subject, 'account', shopperId),
        ...(phone === undefined ? [] : [limitKeyOf(subject, 'phone', phone)]),
      ]),
    );
  }

  /** Priced so that no promotion takes more of this cart than is left of its budget. */
  async function withinBudgets(input: PriceInput): Promise<PriceAnswer> {
    const edition = await sources.plan.editionAt(input.at);
    const left = edition === null ? null : await budgets.leftOf(edition);
    let stopped: readonly string[] = [];
    for (;;) {
      const answer = await priceItems(sources, { ...input, stopped }, memo);
      const over = answer.priced === null || left === null ? [] : capsOverrun(answer.priced.quote, left);
      // Each turn stops at least one more.
      if (over.length === 0) return answer;
      stopped = [...stopped, ...over];
    }
  }

  /** Without the gifts that this person has had as many of as one gets; asked only where there is such a gift. */
  async function withinLimits(
    input: PriceInput,
    { shopperId, phone }: { shopperId: string | null; phone: string | undefined },
  ): Promise<PriceAnswer> {
    const answer = await withinBudgets(input);
    if (answer.priced === null || shopperId === null) return answer;
    const uses = giftUsesOf(answer.priced, { shopperId, phone });
    if (uses.length === 0) return answer;
    const taken = await store.readUses(
      db,
      uses.map(({ limitKey }) => limitKey),
    );
    const had = uses.filter(({ limitKey, count, max }) => (taken.get(limitKey) ?? 0) + count > max);
    if (had.length === 0) return answer;
    return withinBudgets({ ...input, had: [...new Set(had.map(({ promotionId }) => promotionId))] });
  }

  const presales = createPresales(db, sources);
  const shelf = createShelf(db, sources, presales);
  const activities = createFlashActivities(db, sources, shelf, deps.writesTo);
  const tags = createPriceTags(sources);
  return {
    ...activities,
    ...presales,
    ...shelf,
    ...createReservations(db, sources, activities),
    ...createShortages(sources, presales, tags),
    ...tags,
    budgets,
    stoppedPromotionIds: (at) => sources.plan.stoppedPromotionIds(at),
    async price({ at, items, buyer, region, collected, phone, couponIds, usePoints = 0, services }) {
      const profile = await members.profiles.of(buyer.shopperId, at);
      const shopper: Shopper = { ...profile, channel: buyer.channel };
      const coupons = await couponsOf(deps, { at, items, shopperId: buyer.shopperId });
      if (couponIds !== undefined) {
        const fault = await faultOf(wallet, {
          ...{ shopperId: buyer.shopperId ?? '', at, held: coupons, chosen: couponIds },
        });
        if (fault !== null) return { priced: null, unavailable: [], couponFault: fault };
      }
      const input = {
        ...{ at, items, shopper, coupons },
        ...(region === undefined ? {} : { region }),
        ...(collected === true && { collected }),
        ...(couponIds === undefined ? {} : { chosenCouponIds: couponIds }),
        ...(services === undefined ? {} : { services }),
        ...(await pointsOf(deps, { at, shopperId: buyer.shopperId, use: usePoints })),
      };
      const answer = await withinLimits(input, { shopperId: buyer.shopperId, phone });
      // Asked only where it could change the price: most orders hold nothing of the kind.
      if (buyer.shopperId === null || !shopper.newcomer || !newcomerMatters(answer.priced)) return answer;
      if (!(await knownBuyer(buyer.shopperId, phone))) return answer;
      const known = { ...input, shopper: { ...shopper, newcomer: false } };
      return withinLimits(known, { shopperId: buyer.shopperId, phone });
    },
    async topUp({ at, items, buyer, promotionId, sellable }) {
      const [profile, coupons] = await Promise.all([
        members.profiles.of(buyer.shopperId, at),
        couponsOf(deps, { at, items, shopperId: buyer.shopperId }),
      ]);
      const known = profile.newcomer && (await knownBuyer(buyer.shopperId, undefined));
      const shopper = { ...profile, channel: buyer.channel, newcomer: profile.newcomer && !known };
      return topUpFor(sources, { at, items, shopper, coupons, promotionId }, sellable);
    },
    async publicLines({ at, items, channel }) {
      const { priced } = await withinBudgets({ at, items, shopper: { ...NOBODY, channel } });
      return priced?.quote.lines ?? [];
    },
    async present(priced, known) {
      const { lines, at } = priced.quote;
      const skuIds = lines.map(({ skuId }) => skuId);
      return presentQuote(priced, known ?? (await shelf.shelfOf(skuIds, at)));
    },
  };
}

/** What is stopped for everybody: by a switch, or because nothing is left of its budget. */
function withBudgets(plan: PlanSource, budgets: Budgets): PlanSource {
  return {
    ...plan,
    async stoppedPromotionIds(at) {
      const [switched, edition] = await Promise.all([plan.stoppedPromotionIds(at), plan.editionAt(at)]);
      if (edition === null) return switched;
      const over = exhausted(await budgets.leftOf(edition));
      return over.length === 0 ? switched : [...new Set([...switched, ...over])].sort();
    },
  };
}

/** The shopper's coupons of the campaign in force, asked for only where one could touch these items. */
async function couponsOf(
  { plan, wallet }: OffersDeps,
  { at, items, shopperId }: { at: number; items: readonly Item[]; shopperId: string | null },
): Promise<readonly HeldCoupon[]> {
  if (shopperId === null) return [];
  const edition = await plan.editionAt(at);
  if (edition === null || !couponsMatter(edition, items)) return [];
  const held = await wallet.heldBy(shopperId, at);
  return held
    .filter(({ campaignId }) => campaignId === edition.campaignId)
    .map(({ couponId, promotionId, claimedAt, expiresAt }) => ({
      couponId,
      promotionId,
      claimedAt,
      expiresAt,
    }));
}

/** The shopper's points, asked for only where the campaign in force takes any. */
async function pointsOf(
  { plan, points }: OffersDeps,
  { at, shopperId, use }: { at: number; shopperId: string | null; use: number | 'max' },
): Promise<Pick<PriceInput, 'points'>> {
  const edition = shopperId === null ? null : await plan.editionAt(at);
  if (shopperId === null || edition === null || pointsProgrammes(edition).length === 0) return {};
  return { points: { balance: await points.usable(shopperId, at), use } };
}

/** It has a gift for first orders in it, or some other promotion is for later orders only. */
function newcomerMatters(priced: Priced | null): boolean {
  if (priced === null) return false;
  const laterOnly = priced.edition !== null && newcomerTerms(priced.edition).laterOnly;
  return laterOnly || holdsNewcomerGift(priced);
}
