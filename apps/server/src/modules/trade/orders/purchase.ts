import type { Address } from '@dacu/contract/api';
import {
  type Actor,
  PURCHASE_LIVES,
  type PurchaseEvent,
  type PurchaseKind,
  type PurchaseState,
  type StoredState,
  step,
} from '@dacu/engine/order-life';
import type { OrderPoints } from '@dacu/engine/points';
import type { Allocation, QuotedService, Text } from '@dacu/engine/pricing';
import type { CapTake } from '../../../platform/lane/caps.ts';
import type { FrozenBoxes } from '../draws/index.ts';
import type { PurchasePresale } from './presale/purchase-presale.ts';
import type { StoreSource } from './store-source/store-source.ts';

/** One row of `purchase`: the order itself. What the body holds is frozen when it is placed. */
export type PurchaseRow = {
  readonly purchaseId: string;
  readonly claimKey: string;
  readonly bodyHash: string;
  readonly shopperId: string;
  readonly kind: PurchaseKind;
  readonly state: StoredState;
  readonly placedAt: number;
  readonly holdUntil: number;
  readonly paidAt: number | null;
  readonly closedAt: number | null;
  readonly closedReason: 'expired' | 'cancelled' | null;
  readonly paymentId: string | null;
  readonly payFen: number;
  readonly refundedFen: number;
  /** Units returned so far, by line. */
  readonly returned: Readonly<Record<string, number>>;
  readonly body: PurchaseBody;
};

export type PurchaseBody = {
  readonly number: string;
  readonly editionId: string;
  readonly editionNo: number;
  readonly campaignId: string | null;
  readonly channel: string;
  readonly visitId: string | null;
  /** The store where it was seen before it was bought; left out where there was none. */
  readonly source?: StoreSource;
  readonly listFen: number;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly orders: readonly ShopOrder[];
  readonly flash: FlashTake | null;
  /** Keys of what newcomers get once, when the price holds something of it: the shopper's and the phone's. */
  readonly newcomerKeys: readonly string[];
  /** Coupons that it froze; left out where there are none, as in most. */
  readonly coupons?: readonly FrozenCoupon[];
  /** Uses of coupons that are limited by phone, with the limit when this was placed. */
  readonly couponUses?: readonly CountedUse[];
  /** Uses of gifts of which a person gets so many, by account and by phone. */
  readonly giftUses?: readonly CountedUse[];
  /** What points it takes and earns; left out where the campaign has none. */
  readonly points?: OrderPoints;
  /** Presents that go with it. */
  readonly gifts?: readonly FrozenGift[];
  /** Blind boxes in it and what was confirmed for them; left out where there are none. */
  readonly boxes?: readonly FrozenBoxes[];
  /** What it spends of promotions with a budget; left out where none of them applied. */
  readonly budgets?: readonly CapTake[];
  /** Deposit and balance of a pre-sale; only such a purchase has it. */
  readonly presale?: PurchasePresale;
  /** What the price was judged by, for a replay; rows from before it was kept have none. */
  readonly judged?: JudgedShopper;
  /** Keys of “has paid before”: the shopper's and the phone's. */
  readonly buyerKeys: readonly string[];
  /** A replacement: the purchase that was paid, and the case that it comes from. */
  readonly replaces?: { readonly purchaseId: string; readonly caseId: string };
  /** How the goods reach their buyer; left out where nothing was chosen: to the door. */
  readonly delivery?: FrozenDelivery;
  /** As screens may show it. */
  readonly address: Address;
  /** As the parcel needs it: sealed under the shopper's key. */
  readonly sealedAddress: string;
};

/** `toStation` with the instant at which the buyer agreed to it. */
export type FrozenDelivery =
  | { readonly way: 'ship'; readonly placeId?: undefined; readonly toStation: { readonly agreedAt: number } }
  | {
      readonly way: 'pickup';
      readonly placeId: string;
      /** The store's own units are set aside for it; left out in orders from before that was done when they were placed. */
      readonly pledged?: true;
      readonly toStation?: undefined;
    };

/** The shopper as the price saw them; the channel where the order stands under another, what is stopped, and the insisting on coupons, are left out where there was none. */
export type JudgedShopper = {
  readonly memberTier?: string;
  readonly newcomer: boolean;
  readonly channel?: string;
  readonly idleDays?: number;
  readonly stopped?: readonly string[];
  readonly insisted?: true;
};

/** Counted under a key; `max` is the limit when the purchase was placed. */
export type CountedUse = { readonly limitKey: string; readonly count: number; readonly max: number };

/** `valueFen` is what one is said to be worth: what a kept gift costs when its order comes back (domain §1.7.6). */
export type FrozenGift = {
  readonly promotionId: string;
  readonly shopId: string | null;
  readonly title: Text;
  readonly quantity: number;
  readonly valueFen: number;
  /** It goes back with the last of these lines; left out in orders from before that was kept. */
  readonly lineIds?: readonly string[];
};

/** A coupon and the lines that carry a share of it: with all of them returned it goes back (domain §1.7.4). */
export type FrozenCoupon = {
  readonly couponId: string;
  readonly promotionId: string;
  readonly lineIds: readonly string[];
};

/** What a flash purchase took beside the goods. */
export type FlashTake = {
  readonly activityId: string;
  readonly quantity: number;
  readonly limitKeys: readonly string[];
  /** What one person could take when this was placed. */
  readonly perPersonMax: number;
};

export type ShopOrder = {
  readonly orderId: string;
  readonly shopId: string;
  readonly shopName: Text;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly lines: readonly OrderLine[];
};

export type OrderLine = {
  readonly lineId: string;
  readonly skuId: string;
  readonly productId: string;
  readonly title: Text;
  readonly skuTitle: Text;
  readonly imageUrl: string;
  readonly quantity: number;
  readonly unitListFen: number;
  readonly listFen: number;
  readonly itemFen: number;
  readonly netFen: number;
  /** Services that go with it, charged beside `netFen`; left out where there are none. */
  readonly services?: readonly FrozenService[];
  /** Leaves before this instant, as a pre-sale stated with its booking; left out where nothing was stated. */
  readonly shipOn?: number;
  readonly allocations: readonly (Allocation & { readonly title: Text })[];
};

export type FrozenService = Pick<
  QuotedService,
  'promotionId' | 'offer' | 'title' | 'chargedFen' | 'perOrder' | 'lastsMs'
>;

/** What is charged for services that cover a shop's order as a whole. */
export function orderServicesFenOf({ lines }: Pick<ShopOrder, 'lines'>): number {
  return lines
    .flatMap(({ services = [] }) => services)
    .reduce((sum, { chargedFen, perOrder }) => sum + (perOrder ? chargedFen : 0), 0);
}

/** What is charged for services of a line. */
export function servicesFenOf({ services = [] }: Pick<OrderLine, 'services'>): number {
  return services.reduce((sum, { chargedFen }) => sum + chargedFen, 0);
}

export function linesOf(body: PurchaseBody): readonly OrderLine[] {
  return body.orders.flatMap((order) => order.lines);
}

/** The store whose units a purchase holds; null where it holds the network's. */
export function pledgedAt({ delivery }: Pick<PurchaseBody, 'delivery'>): string | null {
  return delivery?.way === 'pickup' && delivery.pledged ? delivery.placeId : null;
}

/** Where its life stands: a closed row says how it was closed. */
export function lifeStateOf({
  state,
  closedReason,
}: Pick<PurchaseRow, 'state' | 'closedReason'>): PurchaseState {
  if (state !== 'closed') return state;
  return closedReason === 'cancelled' ? 'cancelled' : 'expired';
}

/** Where a step leads it, or null where it must not be taken. */
export function stepPurchase(row: PurchaseRow, on: PurchaseEvent, by: Actor): PurchaseState | null {
  const stepped = step(PURCHASE_LIVES[row.kind], { from: lifeStateOf(row), on, by });
  return stepped.kind === 'stepped' ? stepped.to : null;
}
