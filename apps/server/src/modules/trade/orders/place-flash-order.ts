import type { FlashOrderRequest } from '@dacu/contract/api';
import { decideFlashOrder, type FlashRows, keptForReserved, refuseUnreserved } from '@dacu/engine/flash-sale';
import type { CapShort } from '../../../platform/lane/caps.ts';
import type { SoldOutMemory } from '../../../platform/lane/sold-out-memory.ts';
import type { LaneHandler } from '../../../platform/lane/types.ts';
import { type Activity, type Priced, personLimitKeys, type SetAside } from '../offers/index.ts';
import { type Buyer, freezePurchase } from './freeze-purchase.ts';
import { countedNeeds, extraNeeds, flashRows, giftIsTaken, takeExtras, takeGift, writesOf } from './hold.ts';
import { bodyHashOf } from './idempotency.ts';
import type { OrdersDeps } from './index.ts';
import {
  claimKeyOf,
  closedOf,
  knownOr,
  type PlaceAnswer,
  placed,
  type Refused,
  refusedBy,
  replayOf,
  withPriceOf,
} from './place-purchase.ts';
import type { PurchaseRow } from './purchase.ts';
import { unitsAside } from './reserve-goods.ts';

export type FlashPayload = {
  readonly row: PurchaseRow;
  readonly stopped: boolean;
  readonly unitFen: number;
  readonly nodeId: string;
  /** What a running pre-sale keeps of the same goods: a flash slot sells none of it. */
  readonly aside?: SetAside | undefined;
};

/**
 * Places a flash order. The hot path: edition, activity, sku and profile come from this node's memory, and one lane
 * command writes one purchase row, a use row for each kind of key, the counted rows and one event.
 *
 * The window and the switch are asked before the price, because outside the window there is no flash price to compare;
 * the lane asks them again together with limit and stock, in the order of the engine's decision. A node that heard less
 * than a second ago that nothing is left says so without the lane, where that cannot be wrong (`sold-out-memory.ts`).
 */
export async function placeFlashOrder(
  deps: OrdersDeps,
  input: {
    at: number;
    buyer: Buyer;
    idempotencyKey: string;
    again?: boolean;
    activityId: string;
    request: FlashOrderRequest;
  },
): Promise<PlaceAnswer> {
  const { at, buyer, activityId, request } = input;
  const claim = {
    claimKey: claimKeyOf(input),
    bodyHash: bodyHashOf({ activityId, ...request }),
  };
  const refuse = (code: Refused['code'], extra: Refused['extra'] = {}) =>
    knownOr(deps, claim, { kind: 'refused', code, extra });

  const activity = await deps.offers.activity(activityId, at);
  if (activity === null) return refuse('notFound');
  const stopped = (await deps.plan.stoppedPromotionIds(at)).includes(activity.terms.promotionId);
  const early = decideFlashOrder(
    untouchedRows(activity, stopped, request.quantity),
    { at, quantity: request.quantity, expectedUnitFen: 0 },
    activity.terms.holdMs,
  );
  if (early.kind === 'refused' && early.reason !== 'perPersonLimit') return refuse(early.reason, { left: 0 });
  // Nobody can reserve any more once the slot is open, so what stands now stands for this order.
  const { reservation } = activity;
  if (keptForReserved(reservation, at)) {
    const reserved = await deps.offers.hasReserved(activityId, buyer.shopperId);
    const unreserved = refuseUnreserved(reservation, { at, reserved });
    if (unreserved !== null) return refuse(unreserved.reason, { opensToAllAt: reservation!.aloneUntil });
  }
  if (early.kind === 'refused') return refuse(early.reason, { left: early.left });
  const { editionId } = activity.edition;
  // No look for an order under the key here: it is younger than what we know, and was never sent before.
  if (!input.again && deps.soldOut.refuses(activityId, editionId, input.idempotencyKey))
    return soldOut(deps.soldOut, 0);

  // A box would be sold without anything being drawn.
  if ((activity.edition.compiled.boxes ?? []).some((box) => box.skuId === activity.terms.skuId))
    return refuse('boxNotOpen');
  const keys = deps.members.personal.keysOf(request.address);
  const { skuId, promotionId: flashPromotionId } = activity.terms;
  const price = () =>
    deps.offers.price({
      at,
      items: [{ skuId, quantity: request.quantity, flashPromotionId }],
      buyer,
      region: request.address.region,
      phone: keys.phone,
      ...(request.couponIds === undefined ? {} : { couponIds: request.couponIds }),
      ...(request.usePoints === undefined ? {} : { usePoints: request.usePoints }),
    });
  const { priced, couponFault } = await price();
  if (couponFault !== undefined) return knownOr(deps, claim, refusedBy(couponFault));
  if (priced === null) return refuse('notOnSale');
  if (priced.quote.closed.length > 0) return refuse('itemClosed', { closed: closedOf(priced) });
  if (priced.quote.payFen !== request.expectedPayFen)
    return refuse('priceChanged', { quote: await deps.offers.present(priced) });

  const row = await freezePurchase(deps, {
    kind: 'flash',
    at,
    holdUntil: at + activity.terms.holdMs,
    buyer,
    claim,
    address: request.address,
    keys,
    priced,
    flash: {
      activityId,
      quantity: request.quantity,
      limitKeys: personLimitKeys(activityId, buyer.shopperId, keys),
      perPersonMax: activity.terms.perPersonMax,
    },
  });
  const [activityNeed, , stockNeed] = countedNeeds(row.body);
  const { nodeId } = deps.caps;
  const aside = (await deps.offers.setAsides([skuId], at)).get(skuId);
  const answer = await deps.caps.within(() =>
    deps.lane.submit<PlaceAnswer | CapShort>({
      kind: 'placeFlashOrder',
      at,
      needs: [
        { table: 'purchaseClaim', keys: [claim.claimKey] },
        activityNeed!,
        { table: 'limitUse', keys: [...row.body.flash!.limitKeys, ...row.body.newcomerKeys] },
        ...(aside === undefined ? [] : [{ table: 'activity', keys: [aside.activityId] }]),
        stockNeed!,
        ...extraNeeds(row, 'placed', nodeId),
      ],
      payload: { row, stopped, unitFen: unitFenOf(priced), nodeId, aside } satisfies FlashPayload,
    }),
  );
  if (answer.kind === 'refused' && answer.code === 'soldOut') {
    const left = answer.extra.left as number;
    // Before anything else is awaited: a later batch may give back, and that must be heard after this.
    if (left === 0) deps.soldOut.learnt(activityId, editionId);
    return soldOut(deps.soldOut, left);
  }
  return withPriceOf(deps, answer, price);
}

/** With the key of the next try, which this node can tell from those that are older than what it knows. */
function soldOut(memory: SoldOutMemory, left: number): Refused {
  return { kind: 'refused', code: 'soldOut', extra: { left, nextKey: memory.issueKey() } };
}

export const placeFlashOrderHandler: LaneHandler<FlashPayload, PlaceAnswer | CapShort> = {
  kind: 'placeFlashOrder',
  decide(view, { at, payload: { row, stopped, unitFen, nodeId, aside } }) {
    const known = replayOf(view, row);
    if (known !== null) return { answer: known };
    if (giftIsTaken(view, row.body)) return { answer: { kind: 'refused', code: 'priceChanged', extra: {} } };
    const verdict = decideFlashOrder(
      flashRows(view, row.body, { stopped, unitFen }),
      {
        ...{ at, quantity: row.body.flash!.quantity, expectedUnitFen: unitFen },
        asideUnits: unitsAside(view, aside, at),
      },
      row.holdUntil - at,
    );
    if (verdict.kind === 'refused')
      return { answer: { kind: 'refused', code: verdict.reason, extra: { left: verdict.left } } };
    const extras = takeExtras(view, row, nodeId);
    if (extras.kind === 'refused') return { answer: { ...extras, extra: {} } };
    if (extras.kind === 'capShort') return { answer: extras };
    return placed(row, [...takeGift(view, row.body), ...writesOf(verdict), ...extras.writes]);
  },
};

/**
 * The activity as if nobody had ordered yet and there were enough: what it refuses then (window, switch, more than anyone
 * may have) it refuses whatever the counts are. How much is left only the lane can say.
 */
function untouchedRows({ terms }: Activity, stopped: boolean, quantity: number): FlashRows {
  const { skuId } = terms;
  return {
    activity: { ...terms, stockTotal: quantity, stopped, unitFen: 0, held: 0, sold: 0 },
    uses: [{ limitKey: 'anybody', held: 0, used: 0 }],
    stock: { skuId, onHand: quantity, reserved: 0, locked: 0, sold: 0, unavailable: 0, allotment: quantity },
  };
}

function unitFenOf({ quote }: Priced): number {
  const line = quote.lines[0]!;
  return line.itemFen / line.quantity;
}
