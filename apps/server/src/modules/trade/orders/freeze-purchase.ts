import type { Address } from '@dacu/contract/api';
import type { Ids } from '../../../platform/ids.ts';
import { type AddressKeys, type Members, maskAddress } from '../../base/members/index.ts';
import type { BoxesWanted } from '../draws/index.ts';
import {
  budgetTakesOf,
  earnedOf,
  giftUsesOf,
  holdsNewcomerGift,
  limitKeyOf,
  NO_EDITION,
  orderPointsOf,
  type Priced,
} from '../offers/index.ts';
import type { QuotedBody } from './presale/purchase-presale.ts';
import type {
  FlashTake,
  FrozenDelivery,
  JudgedShopper,
  OrderLine,
  PurchaseBody,
  PurchaseRow,
  ShopOrder,
} from './purchase.ts';
import { STORE_CHANNEL, type StoreSource } from './store-source/store-source.ts';

/** Who buys, how they came, and under which key the request may be repeated. */
export type Buyer = {
  readonly shopperId: string;
  readonly visitId: string | null;
  readonly channel: string;
};
export type Claim = { readonly claimKey: string; readonly bodyHash: string };

/**
 * Makes the row of a purchase from a quote: prices, every allocation with its funders, the edition and the sealed
 * address are frozen here and never computed again. Nothing is stored yet.
 */
export async function freezePurchase(
  { ids, members }: { ids: Ids; members: Members },
  input: {
    kind: PurchaseRow['kind'];
    at: number;
    holdUntil: number;
    buyer: Buyer;
    claim: Claim;
    address: Address;
    /** Of the address. */
    keys: AddressKeys;
    priced: Priced;
    flash: FlashTake | null;
    boxes?: BoxesWanted;
    delivery?: FrozenDelivery | null;
    /** The store that it counts for. */
    source?: StoreSource | null;
  },
): Promise<PurchaseRow> {
  const { kind, at, holdUntil, buyer, claim, address, keys, priced, flash } = input;
  const purchaseId = ids.next('pu');
  const personId = await members.profiles.personId(buyer.shopperId);
  const { quote, edition } = priced;
  const body: PurchaseBody = {
    number: numberOf(purchaseId),
    editionId: edition?.editionId ?? NO_EDITION,
    editionNo: edition?.editionNo ?? 0,
    campaignId: edition?.campaignId ?? null,
    channel: input.source ? STORE_CHANNEL : buyer.channel,
    visitId: buyer.visitId,
    ...(input.source && { source: input.source }),
    listFen: quote.listFen,
    goodsFen: quote.goodsFen,
    freightFen: quote.freightFen,
    orders: freezeOrders(ids, priced),
    flash,
    ...extrasOf(priced, buyer.shopperId, keys.phone),
    ...pointsOf(priced),
    ...(input.boxes?.length ? { boxes: nameDraws(purchaseId, input.boxes) } : {}),
    newcomerKeys: newcomerKeysOf(priced, buyer.shopperId, keys.phone),
    judged: judgedOf(priced, input.source && buyer.channel !== STORE_CHANNEL ? buyer.channel : null),
    buyerKeys: [limitKeyOf('paid', 'account', buyer.shopperId), limitKeyOf('paid', 'phone', keys.phone)],
    ...(input.delivery && { delivery: input.delivery }),
    address: maskAddress(address),
    sealedAddress: await members.personal.seal(personId, JSON.stringify(address)),
  };
  return {
    purchaseId,
    ...claim,
    shopperId: buyer.shopperId,
    kind,
    state: 'held',
    placedAt: at,
    holdUntil,
    paidAt: null,
    closedAt: null,
    closedReason: null,
    paymentId: null,
    payFen: quote.payFen,
    refundedFen: 0,
    returned: {},
    body,
  };
}

/**
 * What the quote of a balance makes of a purchase that was placed by deposit: its orders keep their ids, everything that
 * a quote decides is that of the balance.
 */
export function refreezeQuote(ids: Ids, priced: Priced, row: PurchaseRow, phone: string): QuotedBody {
  const { quote } = priced;
  const orderIds = new Map(row.body.orders.map(({ shopId, orderId }) => [shopId, orderId]));
  return {
    ...{ listFen: quote.listFen, goodsFen: quote.goodsFen, freightFen: quote.freightFen },
    orders: freezeOrders(ids, priced).map((order) => ({
      ...order,
      orderId: orderIds.get(order.shopId) ?? order.orderId,
    })),
    ...extrasOf(priced, row.shopperId, phone),
    ...pointsOf(priced),
    newcomerKeys: newcomerKeysOf(priced, row.shopperId, phone),
  };
}

function newcomerKeysOf(priced: Priced, shopperId: string, phone: string): string[] {
  return holdsNewcomerGift(priced)
    ? [limitKeyOf('newcomer', 'account', shopperId), limitKeyOf('newcomer', 'phone', phone)]
    : [];
}

function judgedOf({ judged: { shopper, stopped, insisted } }: Priced, channel: string | null): JudgedShopper {
  const { memberTier, newcomer, idleDays } = shopper;
  return {
    ...(memberTier !== undefined && { memberTier }),
    newcomer,
    ...(channel !== null && { channel }),
    ...(idleDays !== undefined && { idleDays }),
    ...(stopped.length > 0 && { stopped }),
    ...(insisted && { insisted }),
  };
}

function pointsOf(priced: Priced): Pick<PurchaseBody, 'points'> {
  const points = orderPointsOf(priced);
  return points === null || points.used + earnedOf(points, priced) === 0 ? {} : { points };
}

/** Each box of a purchase has a name before it is drawn, so that a payment that is told twice draws it once. */
function nameDraws(purchaseId: string, boxes: BoxesWanted): PurchaseBody['boxes'] {
  let named = 0;
  return boxes.map((box) => ({
    ...box,
    drawIds: Array.from({ length: box.quantity }, () => `${purchaseId}:${++named}`),
  }));
}

/** Coupons, gifts and budgets; most purchases have none, and then no field for them. */
function extrasOf(
  priced: Priced,
  shopperId: string,
  phone: string,
): Pick<PurchaseBody, 'coupons' | 'couponUses' | 'giftUses' | 'gifts' | 'budgets'> {
  const { coupons } = priced;
  const budgets = budgetTakesOf(priced);
  const { gifts } = priced.quote;
  if (coupons.length + budgets.length + gifts.length === 0) return {};
  const couponUses = couponUsesOf(priced, phone);
  const giftUses = giftUsesOf(priced, { shopperId, phone });
  return {
    ...(coupons.length > 0 && {
      coupons: coupons.map(({ couponId, promotionId, lineIds }) => ({ couponId, promotionId, lineIds })),
    }),
    ...(couponUses.length > 0 && { couponUses }),
    ...(giftUses.length > 0 && {
      giftUses: giftUses.map(({ limitKey, count, max }) => ({ limitKey, count, max })),
    }),
    ...(gifts.length > 0 && {
      gifts: gifts.map(({ promotionId, shopId, title, quantity, valueFen, lineIds }) => ({
        ...{ promotionId, shopId, title, quantity, valueFen, lineIds },
      })),
    }),
    ...(budgets.length > 0 && { budgets }),
  };
}

/**
 * Whoever shares a phone shares the limit of a programme, although the coupons came to several accounts. Lots that are
 * given out daily have a limit each, kept when they are claimed.
 */
function couponUsesOf({ coupons, edition }: Priced, phone: string): NonNullable<PurchaseBody['couponUses']> {
  if (edition === null) return [];
  return (edition.compiled.coupons ?? []).flatMap(({ promotionId, perPersonMax, grabAt }) => {
    const count = coupons.filter((coupon) => coupon.promotionId === promotionId).length;
    if (count === 0 || perPersonMax === null || grabAt.length > 0) return [];
    const subject = `couponUse:${edition.campaignId}:${promotionId}`;
    return [{ limitKey: limitKeyOf(subject, 'phone', phone), count, max: perPersonMax }];
  });
}

function freezeOrders(ids: Ids, { quote, skus, shops }: Priced): ShopOrder[] {
  const titles = new Map(quote.trace.map((entry) => [entry.promotionId, entry.title]));
  const shopIds = [...new Set(quote.lines.map((line) => line.shopId))];
  return shopIds.map((shopId) => {
    const lines = quote.lines.filter((line) => line.shopId === shopId);
    return {
      orderId: ids.next('or'),
      shopId,
      shopName: shops.get(shopId)?.name ?? { zh: shopId, en: shopId },
      goodsFen: lines.reduce((sum, line) => sum + line.netFen, 0),
      freightFen: quote.freight.find((entry) => entry.shopId === shopId)?.chargedFen ?? 0,
      lines: lines.map((line) => {
        const sku = skus.get(line.skuId)!;
        return {
          lineId: line.lineId,
          skuId: line.skuId,
          productId: sku.productId,
          title: sku.title,
          skuTitle: sku.skuTitle,
          imageUrl: sku.imageUrl,
          quantity: line.quantity,
          unitListFen: line.unitListFen,
          listFen: line.listFen,
          itemFen: line.itemFen,
          netFen: line.netFen,
          ...servicesOf(quote, line.lineId),
          allocations: line.allocations.map((allocation) => ({
            ...allocation,
            title: titles.get(allocation.promotionId) ?? {
              zh: allocation.promotionId,
              en: allocation.promotionId,
            },
          })),
        };
      }),
    };
  });
}

function servicesOf({ services }: Priced['quote'], lineId: string): Pick<OrderLine, 'services'> {
  const own = services.filter((service) => service.lineId === lineId);
  return own.length === 0
    ? {}
    : {
        services: own.map(({ promotionId, offer, title, chargedFen, perOrder, lastsMs }) => ({
          ...{ promotionId, offer, title, chargedFen, ...(perOrder && { perOrder }) },
          ...(lastsMs !== undefined && { lastsMs }),
        })),
      };
}

/** What people read to each other: birth millisecond and six random characters of the id, in groups of four. */
export function numberOf(purchaseId: string): string {
  const letters = purchaseId.slice(purchaseId.indexOf('_') + 1).toUpperCase();
  return `${letters.slice(0, 10)}${letters.slice(-6)}`.replace(/(.{4})(?=.)/g, '$1-');
}
