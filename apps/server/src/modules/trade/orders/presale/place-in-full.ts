import type { PresaleFullOrderRequest } from '@dacu/contract/api';
import type { CapShort } from '../../../../platform/lane/caps.ts';
import { type PresaleItem, type PriceAnswer, type Priced, personLimitKeys } from '../../offers/index.ts';
import { type Buyer, freezePurchase } from '../freeze-purchase.ts';
import { countedNeeds, extraNeeds } from '../hold.ts';
import { bodyHashOf } from '../idempotency.ts';
import type { OrdersDeps } from '../index.ts';
import type { FlashPayload } from '../place-flash-order.ts';
import { claimKeyOf, knownOr, type PlaceAnswer, refusedBy, withPriceOf } from '../place-purchase.ts';
import type { FrozenGift, PurchaseRow } from '../purchase.ts';
import { bookingRefusal, freezeTerms, inWordsOfPresale } from './booking.ts';
import { quotedBodyOf, withQuote } from './purchase-presale.ts';

export type FullQuoteInput = {
  readonly at: number;
  readonly buyer: Pick<Buyer, 'shopperId' | 'channel'>;
  readonly quantity: number;
  readonly region?: string | undefined;
  /** Keyed hash of the phone. */
  readonly phone?: string | undefined;
  readonly couponIds?: readonly string[] | undefined;
  readonly usePoints?: number | 'max' | undefined;
};
export type FullOrderInput = {
  readonly at: number;
  readonly buyer: Buyer;
  readonly idempotencyKey: string;
  readonly skuId: string;
  readonly request: PresaleFullOrderRequest;
};

/**
 * What an item of a pre-sale costs when it is paid at once: its contract price, and what comes off an order now as it would
 * come off a balance. Deposit and balance in one sum: nothing of it is a deposit.
 */
export async function priceInFull(
  deps: OrdersDeps,
  { promotion, programme, sku, unit }: PresaleItem,
  { at, buyer, quantity, region, phone, couponIds, usePoints }: FullQuoteInput,
): Promise<PriceAnswer> {
  const { freeFreight } = programme;
  const answer = await deps.offers.price({
    ...{ at, buyer },
    // Whom a deposit would let in, full payment lets in.
    items: [
      {
        ...{ skuId: sku.skuId, quantity },
        presale: { promotion: { ...promotion, audience: {} }, unitListFen: sku.listFen, freeFreight },
      },
    ],
    ...(region === undefined ? {} : { region }),
    ...(phone === undefined ? {} : { phone }),
    ...(couponIds === undefined ? {} : { couponIds }),
    ...(usePoints === undefined ? {} : { usePoints }),
  });
  if (answer.priced === null) return answer;
  const { quote } = answer.priced;
  if (quote.itemFen !== unit.contractFen * quantity)
    throw new Error(`${sku.skuId}: ${quantity} at ${unit.contractFen} fen came out as ${quote.itemFen}`);
  return {
    ...answer,
    priced: { ...answer.priced, quote: { ...quote, payFen: quote.payFen + quote.depositFen, depositFen: 0 } },
  };
}

/**
 * Books an item of a pre-sale at full payment, while its stock is short and the plan says so: units are taken as for a
 * deposit, coupons and points as for an ordinary purchase, and one payment settles it. Refuses with `presaleTurned` and
 * the terms of now once deposits are taken again.
 */
export async function placeInFull(deps: OrdersDeps, input: FullOrderInput): Promise<PlaceAnswer> {
  const { at, buyer, skuId, request } = input;
  const { quantity, couponIds, usePoints } = request;
  const claim = { claimKey: claimKeyOf(input), bodyHash: bodyHashOf({ presaleInFull: skuId, ...request }) };
  const booking = await bookingRefusal(deps, { at, skuId, promotionId: request.promotionId, pays: 'full' });
  if (booking.kind === 'refused') return knownOr(deps, claim, booking);
  const { item } = booking;

  const keys = deps.members.personal.keysOf(request.address);
  const { region } = request.address;
  const price = () =>
    priceInFull(deps, item, { at, buyer, quantity, region, phone: keys.phone, couponIds, usePoints });
  const { priced, couponFault } = await price();
  if (couponFault !== undefined) return knownOr(deps, claim, refusedBy(couponFault));
  if (priced === null) return knownOr(deps, claim, { kind: 'refused', code: 'presaleNotOpen', extra: {} });
  if (priced.quote.payFen !== request.expectedPayFen) {
    const extra = { quote: await deps.offers.present(priced) };
    return knownOr(deps, claim, { kind: 'refused', code: 'priceChanged', extra });
  }
  const { activityId, perPersonMax, holdMs } = item.terms;
  const bare = await freezePurchase(deps, {
    ...{ kind: 'presale', at, holdUntil: at + holdMs, buyer, claim, keys, priced },
    address: request.address,
    flash: {
      ...{ activityId, quantity, perPersonMax },
      limitKeys: personLimitKeys(activityId, buyer.shopperId, keys),
    },
  });
  const row = asFull(bare, item, priced, { quantity, phoneKey: keys.phone });
  const { nodeId } = deps.caps;
  const answer = await deps.caps.within(() =>
    deps.lane.submit<PlaceAnswer | CapShort>({
      kind: 'placeFlashOrder',
      at,
      needs: [
        { table: 'purchaseClaim', keys: [claim.claimKey] },
        ...countedNeeds(row.body),
        ...extraNeeds(row, 'placed', nodeId),
      ],
      payload: { row, stopped: false, nodeId, unitFen: item.unit.contractFen } satisfies FlashPayload,
    }),
  );
  const placed = await withPriceOf(deps, answer, price);
  return inWordsOfPresale(placed);
}

/** The gift that everybody gets goes with it; a place among the first deposits is for deposits. */
function asFull(
  row: PurchaseRow,
  item: PresaleItem,
  priced: Priced,
  by: { readonly quantity: number; readonly phoneKey: string },
): PurchaseRow {
  const presale = { ...freezeTerms(item, priced, by), paysInFull: true as const };
  const quoted = quotedBodyOf(row.body);
  const [order] = row.body.orders;
  const { gift } = presale;
  const own: FrozenGift[] =
    gift === null || gift.firstN !== null
      ? []
      : [
          {
            ...{ promotionId: presale.frozen.promotionId, shopId: order!.shopId, title: gift.title },
            ...{ quantity: gift.quantity, valueFen: gift.valueFen },
            lineIds: order!.lines.map(({ lineId }) => lineId),
          },
        ];
  const gifts = [...(quoted.gifts ?? []), ...own];
  return {
    ...row,
    body: withQuote(row.body, { ...quoted, ...(gifts.length > 0 && { gifts }) }, presale),
  };
}
