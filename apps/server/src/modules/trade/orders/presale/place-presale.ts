import type { PresaleOrderRequest } from '@dacu/contract/api';
import type { CapShort } from '../../../../platform/lane/caps.ts';
import { personLimitKeys } from '../../offers/index.ts';
import { type Buyer, freezePurchase } from '../freeze-purchase.ts';
import { countedNeeds } from '../hold.ts';
import { bodyHashOf } from '../idempotency.ts';
import type { OrdersDeps } from '../index.ts';
import type { FlashPayload } from '../place-flash-order.ts';
import { claimKeyOf, knownOr, type PlaceAnswer } from '../place-purchase.ts';
import type { PurchaseRow } from '../purchase.ts';
import { bookingRefusal, freezeTerms, inWordsOfPresale } from './booking.ts';
import { bookedFenOf, type PurchasePresale, quotedBodyOf, withQuote } from './purchase-presale.ts';

export type PresaleOrderInput = {
  readonly at: number;
  readonly buyer: Buyer;
  readonly idempotencyKey: string;
  readonly skuId: string;
  readonly request: PresaleOrderRequest;
};

/**
 * Places a purchase by deposit: its terms are frozen, and its units are taken from what is set aside for deposits and from
 * the warehouse together, as a flash order takes them. They are held as long as the plan gives to pay the deposit.
 */
export async function placePresale(deps: OrdersDeps, input: PresaleOrderInput): Promise<PlaceAnswer> {
  const { at, buyer, skuId, request } = input;
  const claim = { claimKey: claimKeyOf(input), bodyHash: bodyHashOf({ presale: skuId, ...request }) };
  const { quantity, promotionId } = request;
  const booking = await bookingRefusal(deps, { at, skuId, promotionId, pays: 'deposit' });
  if (booking.kind === 'refused') return knownOr(deps, claim, booking);
  const { item } = booking;
  if (item.unit.depositFen * quantity !== request.expectedDepositFen)
    return knownOr(deps, claim, { kind: 'refused', code: 'priceChanged', extra: {} });

  const keys = deps.members.personal.keysOf(request.address);
  const priced = await deps.offers.priceDeposit(item, { at, quantity, channel: buyer.channel });
  const { activityId, perPersonMax, holdMs } = item.terms;
  const bare = await freezePurchase(deps, {
    ...{ kind: 'presale', at, holdUntil: at + holdMs, buyer, claim, keys, priced },
    address: request.address,
    flash: {
      ...{ activityId, quantity, perPersonMax },
      limitKeys: personLimitKeys(activityId, buyer.shopperId, keys),
    },
  });
  const row = asDeposit(bare, freezeTerms(item, priced, { quantity, phoneKey: keys.phone }));
  const answer = await deps.lane.submit<PlaceAnswer | CapShort>({
    kind: 'placeFlashOrder',
    at,
    needs: [{ table: 'purchaseClaim', keys: [claim.claimKey] }, ...countedNeeds(row.body)],
    payload: {
      ...{ row, stopped: false, nodeId: deps.caps.nodeId },
      unitFen: item.unit.contractFen,
    } satisfies FlashPayload,
  });
  if (answer.kind === 'capShort') throw new Error('a deposit spends from no budget');
  return inWordsOfPresale(answer);
}

/** Nothing but the goods at their contract price: points are earned and gifts are counted with the balance. */
function asDeposit(row: PurchaseRow, presale: PurchasePresale): PurchaseRow {
  const { listFen, goodsFen, freightFen, orders } = quotedBodyOf(row.body);
  const quoted = { listFen, goodsFen, freightFen, orders, newcomerKeys: [] };
  if (goodsFen !== bookedFenOf(presale))
    throw new Error(`a deposit on ${goodsFen} fen, booked as ${bookedFenOf(presale)}`);
  return { ...row, payFen: goodsFen, body: withQuote(row.body, quoted, presale) };
}
