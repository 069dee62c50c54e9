/**
 * Offers: what is on sale now and what it costs. Everything is computed from the edition that is live at an instant
 * (`plan`), the catalogue and the engine; no job has to run for a price to begin or end.
 *
 * Invariants
 * - A quote is the engine's answer for one instant. Nothing here rounds, adds or remembers an amount.
 * - Flash activities are rows only because they are counted: held + sold ≤ stockTotal. Their terms come from the
 *   edition; a new edition changes terms and never takes back what is held or sold.
 * - A limit has one row for each kind of key (account, phone, address); held + used counts.
 *
 * When it fails: without an edition everything sells at its list price and there is no flash sale. A catalogue that
 * does not know an item answers `unavailable`, never a price.
 */
import type { QuoteView } from '@dacu/contract/api';
import type { Shopper } from '@dacu/engine/pricing';
import type { Db } from '../../../platform/db/types.ts';
import type { Members } from '../../base/members/index.ts';
import { createFlashActivities, type FlashActivities } from './flash-activities.ts';
import { limitKeyOf } from './limits.ts';
import { presentQuote } from './present-quote.ts';
import {
  holdsNewcomerGift,
  type Item,
  newcomerTerms,
  type PriceAnswer,
  type Priced,
  priceItems,
} from './price-items.ts';
import { createPriceTags, type PriceTags } from './price-tags.ts';
import { createQuoteMemo } from './quote-memo.ts';
import type { Sources } from './sources.ts';
import * as store from './store.ts';

export type { Activity } from './flash-activities.ts';
export type { ActivityCounts } from './flash-programme.ts';
export { limitKeyOf } from './limits.ts';
export { NO_EDITION } from './present-quote.ts';
export type { Item, PriceAnswer, Priced } from './price-items.ts';
export { holdsNewcomerGift } from './price-items.ts';
export { offersRoutes } from './routes.ts';
export type { CatalogSource, Edition, PlanSource, Shop, Sku, Sources } from './sources.ts';
export { activityTable, limitUseTable } from './store.ts';
export { createVenue, seasonOf } from './venue.ts';

export type OffersDeps = Sources & { readonly db: Db; readonly members: Members };

export type Offers = FlashActivities &
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
      phone?: string;
    }): Promise<PriceAnswer>;
    present(priced: Priced): Promise<QuoteView>;
  };

export function createOffers(deps: OffersDeps): Offers {
  const { db, members } = deps;
  const sources: Sources = deps;
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

  return {
    ...createFlashActivities(db, sources),
    ...createPriceTags(sources),
    async price({ at, items, buyer, region, phone }) {
      const profile = await members.profiles.of(buyer.shopperId, at);
      const shopper: Shopper = { ...profile, channel: buyer.channel };
      const input = { at, items, shopper, ...(region === undefined ? {} : { region }) };
      const answer = await priceItems(sources, input, memo);
      // Asked only where it could change the price: most orders hold nothing of the kind.
      if (buyer.shopperId === null || !shopper.newcomer || !newcomerMatters(answer.priced)) return answer;
      if (!(await knownBuyer(buyer.shopperId, phone))) return answer;
      return priceItems(sources, { ...input, shopper: { ...shopper, newcomer: false } }, memo);
    },
    async present(priced) {
      return presentQuote(priced, await deps.stock.stockOf(priced.quote.lines.map((line) => line.skuId)));
    },
  };
}

/** It has a gift for first orders in it, or some other promotion is for later orders only. */
function newcomerMatters(priced: Priced | null): boolean {
  if (priced === null) return false;
  const laterOnly = priced.edition !== null && newcomerTerms(priced.edition).laterOnly;
  return laterOnly || holdsNewcomerGift(priced);
}
