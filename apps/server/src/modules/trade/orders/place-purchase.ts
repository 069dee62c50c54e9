import type { PurchaseRequest } from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import type { CapShort } from '../../../platform/lane/caps.ts';
import type { Decision, LaneHandler, LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import type { Pools } from '../draws/index.ts';
import type { PriceAnswer, Priced, SetAside } from '../offers/index.ts';
import { chosenDelivery } from './chosen-delivery.ts';
import { type Buyer, freezePurchase } from './freeze-purchase.ts';
import { extraNeeds, giftIsTaken, goodsNeeds, takeExtras, takeGift } from './hold.ts';
import { bodyHashOf } from './idempotency.ts';
import type { OrdersDeps } from './index.ts';
import { presaleAsPlaced } from './presale/purchase-presale.ts';
import { linesOf, type PurchaseRow, pledgedAt } from './purchase.ts';
import { pledgeGoods, reserveGoods, unitsAside } from './reserve-goods.ts';
import * as store from './store.ts';
import { storeSourceOf } from './store-source/store-source.ts';

export type Refused = {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly extra: Readonly<Record<string, unknown>>;
};
/** `replayed`: the key had placed it before; the row is as it was placed then. */
export type Placed = { readonly kind: 'placed'; readonly row: PurchaseRow; readonly replayed: boolean };
export type PlaceAnswer = Placed | Refused;

/** 15 minutes where no edition says otherwise (domain §3.1: ordinary holds 15–30 minutes). */
const DEFAULT_HOLD_MS = 15 * 60_000;
export const EXPIRE_KIND = 'purchase.expire';

/**
 * Places an ordinary purchase over any number of shops: gather (quote at this instant) → decide in the lane (goods
 * stock, all or nothing) → apply → answer. The key is scoped to the shopper.
 *
 * A refusal is not remembered under the key: nothing was taken, so a retry is simply judged again.
 */
export async function placePurchase(
  deps: OrdersDeps,
  input: { at: number; buyer: Buyer; idempotencyKey: string; request: PurchaseRequest },
): Promise<PlaceAnswer> {
  const { at, buyer, request } = input;
  const claim = {
    claimKey: claimKeyOf(input),
    bodyHash: bodyHashOf(request),
  };
  const keys = deps.members.personal.keysOf(request.address);
  const price = () =>
    deps.offers.price({
      at,
      items: request.lines,
      buyer,
      region: request.address.region,
      collected: request.delivery?.way === 'pickup',
      phone: keys.phone,
      ...(request.couponIds === undefined ? {} : { couponIds: request.couponIds }),
      ...(request.usePoints === undefined ? {} : { usePoints: request.usePoints }),
      ...(request.services === undefined ? {} : { services: request.services }),
    });
  const { priced, unavailable, couponFault } = await price();
  if (couponFault !== undefined) return knownOr(deps, claim, refusedBy(couponFault));
  if (unavailable.length > 0 || priced === null)
    return knownOr(deps, claim, { kind: 'refused', code: 'notOnSale', extra: { unavailable } });
  if (priced.quote.closed.length > 0)
    return knownOr(deps, claim, { kind: 'refused', code: 'itemClosed', extra: { closed: closedOf(priced) } });
  if (priced.quote.payFen !== request.expectedPayFen)
    return knownOr(deps, claim, {
      kind: 'refused',
      code: 'priceChanged',
      extra: { quote: await deps.offers.present(priced) },
    });

  const boxes = await deps.draws.take({
    at,
    campaignId: priced.edition?.campaignId ?? '',
    programmes: priced.edition?.compiled.boxes ?? [],
    lines: request.lines,
    terms: request.boxTerms,
    shopperId: buyer.shopperId,
    phone: keys.phone,
  });
  if (boxes.kind === 'refused') return knownOr(deps, claim, { ...boxes, extra: {} });

  const productIds = [...new Set(priced.quote.lines.map(({ skuId }) => priced.skus.get(skuId)!.productId))];
  const [delivery, source] = await Promise.all([
    chosenDelivery(deps, request, at),
    storeSourceOf(deps, { at, shopperId: buyer.shopperId, productIds }),
  ]);
  if (typeof delivery === 'string')
    return knownOr(deps, claim, { kind: 'refused', code: delivery, extra: {} });

  const holdUntil = at + (priced.edition?.compiled.holdMs.ordinary ?? DEFAULT_HOLD_MS);
  const row = await freezePurchase(deps, {
    kind: 'ordinary',
    at,
    holdUntil,
    buyer,
    claim,
    address: request.address,
    keys,
    priced,
    flash: null,
    boxes: boxes.boxes,
    delivery,
    source,
  });
  const { nodeId } = deps.caps;
  const setAsides = await deps.offers.setAsides(
    linesOf(row.body).map(({ skuId }) => skuId),
    at,
  );
  const answer = await deps.caps.within(() =>
    deps.lane.submit<PlaceAnswer | CapShort>({
      kind: 'placePurchase',
      at,
      needs: [
        { table: 'purchaseClaim', keys: [claim.claimKey] },
        { table: 'limitUse', keys: row.body.newcomerKeys },
        ...goodsNeeds(row.body),
        { table: 'activity', keys: [...setAsides.values()].map(({ activityId }) => activityId) },
        ...extraNeeds(row, 'placed', nodeId),
      ],
      payload: { row, nodeId, setAsides } satisfies PlacePayload,
    }),
  );
  return withPriceOf(deps, answer, price);
}

type PlacePayload = {
  readonly row: PurchaseRow;
  readonly nodeId: string;
  readonly setAsides: ReadonlyMap<string, SetAside>;
};

/** Lines that this shopper may not buy now, and when they may. */
export function closedOf({ quote }: Priced): { skuId: string; reason: string; opensAt: number | null }[] {
  const skuIds = new Map(quote.lines.map(({ lineId, skuId }) => [lineId, skuId]));
  return quote.closed.map(({ lineId, reason, opensAt }) => ({
    ...{ skuId: skuIds.get(lineId)!, reason, opensAt: opensAt ?? null },
  }));
}

/** A coupon that was chosen cannot be taken. */
export function refusedBy({ couponId, code }: NonNullable<PriceAnswer['couponFault']>): Refused {
  return { kind: 'refused', code, extra: { couponId } };
}

/**
 * Another purchase took what newcomers get, a coupon, or the rest of a budget since this one was priced: the refusal tells
 * what it costs now, or that the chosen coupon is gone.
 */
export async function withPriceOf(
  { offers }: OrdersDeps,
  answer: PlaceAnswer | CapShort,
  price: () => Promise<PriceAnswer>,
): Promise<PlaceAnswer> {
  if (answer.kind === 'capShort') offers.budgets.forget();
  else if (answer.kind !== 'refused' || answer.code !== 'priceChanged') return answer;
  const { priced, couponFault } = await price();
  if (couponFault !== undefined) return refusedBy(couponFault);
  return {
    kind: 'refused',
    code: 'priceChanged',
    extra: priced === null ? {} : { quote: await offers.present(priced) },
  };
}

/** The key is the shopper's own: somebody else's of the same spelling is another one. */
export function claimKeyOf(input: { buyer: Buyer; idempotencyKey: string }): string {
  return `${input.buyer.shopperId}:${input.idempotencyKey}`;
}

export const placePurchaseHandler = (pools: Pools): LaneHandler<PlacePayload, PlaceAnswer | CapShort> => ({
  kind: 'placePurchase',
  decide(view, { at, payload: { row, nodeId, setAsides } }) {
    const known = replayOf(view, row);
    if (known !== null) return { answer: known };
    if (giftIsTaken(view, row.body)) return { answer: { kind: 'refused', code: 'priceChanged', extra: {} } };
    const placeId = pledgedAt(row.body);
    const goods =
      placeId === null
        ? reserveGoods(view, row, (skuId) => unitsAside(view, setAsides.get(skuId), at))
        : pledgeGoods(view, row, placeId);
    if (goods.kind === 'refused') return { answer: goods };
    const extras = takeExtras(view, row, nodeId, pools);
    if (extras.kind === 'refused') return { answer: { ...extras, extra: {} } };
    if (extras.kind === 'capShort') return { answer: extras };
    return placed(row, [...takeGift(view, row.body), ...goods.writes, ...extras.writes]);
  },
});

/** The answer that a key has already had, or null for a fresh key. */
export function replayOf(view: LaneView, row: PurchaseRow): PlaceAnswer | null {
  const known = view.row<PurchaseRow>('purchaseClaim', row.claimKey);
  return known === undefined ? null : replay(known, row.bodyHash);
}

/** The purchase is placed: its row, its event, and the end of its hold. */
export function placed(row: PurchaseRow, counted: readonly LaneWrite[]): Decision<PlaceAnswer> {
  return {
    answer: { kind: 'placed', row, replayed: false },
    writes: [{ table: 'purchaseClaim', key: row.claimKey, row }, ...counted],
    events: [
      {
        type: 'purchase.placed',
        aggregate: row.purchaseId,
        at: row.placedAt,
        data: {
          purchaseId: row.purchaseId,
          shopperId: row.shopperId,
          kind: row.kind,
          editionId: row.body.editionId,
          channel: row.body.channel,
          ...(row.body.source && { source: 'store', storeId: row.body.source.placeId }),
          payFen: row.payFen,
          freightFen: row.body.freightFen,
          region: row.body.address.region,
          holdUntil: row.holdUntil,
          by: 'shopper',
        },
      },
    ],
    due: [
      {
        kind: EXPIRE_KIND,
        key: row.purchaseId,
        at: row.holdUntil,
        payload: { purchaseId: row.purchaseId },
        shared: true,
      },
    ],
  };
}

/**
 * Before refusing outside the lane: a retry whose first try did place the purchase gets that answer, although the
 * price has changed or the slot is over by now.
 */
export async function knownOr(
  deps: OrdersDeps,
  claim: { claimKey: string; bodyHash: string },
  refusal: Refused,
): Promise<PlaceAnswer> {
  const known = await store.readClaim(deps.db, claim.claimKey);
  return known === undefined ? refusal : replay(known, claim.bodyHash);
}

function replay(known: PurchaseRow, bodyHash: string): PlaceAnswer {
  if (known.bodyHash !== bodyHash) return { kind: 'refused', code: 'idempotencyKeyReused', extra: {} };
  return { kind: 'placed', row: asPlaced(known), replayed: true };
}

/** The row as it was answered first, whatever has happened to it since: the same answer again. */
function asPlaced(row: PurchaseRow): PurchaseRow {
  return {
    ...presaleAsPlaced(row),
    state: 'held',
    paidAt: null,
    closedAt: null,
    closedReason: null,
    paymentId: null,
    refundedFen: 0,
    returned: {},
  };
}
