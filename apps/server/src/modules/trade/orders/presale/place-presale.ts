import type { PresaleOrderRequest } from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import type { CapShort } from '../../../../platform/lane/caps.ts';
import { limitKeyOf, type PresaleItem, type Priced } from '../../offers/index.ts';
import { type Buyer, freezePurchase } from '../freeze-purchase.ts';
import { countedNeeds } from '../hold.ts';
import { bodyHashOf } from '../idempotency.ts';
import type { OrdersDeps } from '../index.ts';
import type { FlashPayload } from '../place-flash-order.ts';
import { claimKeyOf, knownOr, type PlaceAnswer, type Refused } from '../place-purchase.ts';
import type { PurchaseRow } from '../purchase.ts';
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
  const refuse = (code: Refused['code'], extra: Refused['extra'] = {}) =>
    knownOr(deps, claim, { kind: 'refused', code, extra });

  const item = await deps.offers.presaleOf(skuId, at);
  if (item === null || item.programme.promotionId !== request.promotionId) return refuse('presaleNotOpen');
  const { quantity } = request;
  const stopped = (await deps.plan.stoppedPromotionIds(at)).includes(request.promotionId);
  const { deposit } = item.programme;
  if (at < deposit.startsAt || at >= deposit.endsAt) return refuse('presaleNotOpen');
  if (stopped) return refuse('presaleStopped');
  if (item.unit.depositFen * quantity !== request.expectedDepositFen) return refuse('priceChanged');

  const keys = deps.members.personal.keysOf(request.address);
  const priced = await deps.offers.priceDeposit(item, { at, quantity, channel: buyer.channel });
  const { activityId, perPersonMax, holdMs } = item.terms;
  const bare = await freezePurchase(deps, {
    ...{ kind: 'presale', at, holdUntil: at + holdMs, buyer, claim, keys, priced },
    address: request.address,
    flash: {
      ...{ activityId, quantity, perPersonMax },
      limitKeys: [
        limitKeyOf(activityId, 'account', buyer.shopperId),
        limitKeyOf(activityId, 'phone', keys.phone),
        limitKeyOf(activityId, 'address', keys.address),
      ],
    },
  });
  const row = asDeposit(bare, freezeTerms(item, priced, { quantity, phoneKey: keys.phone }));
  const answer = await deps.lane.submit<PlaceAnswer | CapShort>({
    kind: 'placeFlashOrder',
    at,
    needs: [{ table: 'purchaseClaim', keys: [claim.claimKey] }, ...countedNeeds(row.body)],
    payload: {
      ...{ row, stopped, nodeId: deps.caps.nodeId },
      unitFen: item.unit.contractFen,
    } satisfies FlashPayload,
  });
  if (answer.kind === 'capShort') throw new Error('a deposit spends from no budget');
  return answer.kind === 'refused' ? { ...answer, code: CODES[answer.code] ?? answer.code } : answer;
}

/** The same decision as a flash order's, in the words of a pre-sale. */
const CODES: Partial<Record<ErrorCode, ErrorCode>> = {
  flashNotOpen: 'presaleNotOpen',
  flashEnded: 'presaleNotOpen',
  flashStopped: 'presaleStopped',
};

function freezeTerms(
  { programme, promotion, unit }: PresaleItem,
  { quote }: Priced,
  { quantity, phoneKey }: { readonly quantity: number; readonly phoneKey: string },
): PurchasePresale {
  const { deposit, balance, gift } = programme;
  return {
    frozen: {
      ...{ promotionId: programme.promotionId, quantity, unit },
      depositEndsAt: deposit.endsAt,
      balanceStartsAt: balance.startsAt,
      balanceEndsAt: balance.endsAt,
      refundableUntil: programme.refundableUntil,
    },
    // Whoever has paid a deposit is let in, whatever else the promotion asks by then.
    promotion: { ...promotion, audience: {} },
    unitListFen: quote.lines[0]!.unitListFen,
    freeFreight: programme.freeFreight,
    gift: gift && {
      ...{ title: gift.title, valueFen: gift.valueFen, quantity: gift.quantity },
      firstN: gift.stock,
    },
    holdMs: programme.holdMs,
    phoneKey,
    balanceNo: 0,
    deposit: null,
    balance: null,
    ending: null,
  };
}

/** Nothing but the goods at their contract price: points are earned and gifts are counted with the balance. */
function asDeposit(row: PurchaseRow, presale: PurchasePresale): PurchaseRow {
  const { listFen, goodsFen, freightFen, orders } = quotedBodyOf(row.body);
  const quoted = { listFen, goodsFen, freightFen, orders, newcomerKeys: [] };
  if (goodsFen !== bookedFenOf(presale))
    throw new Error(`a deposit on ${goodsFen} fen, booked as ${bookedFenOf(presale)}`);
  return { ...row, payFen: goodsFen, body: withQuote(row.body, quoted, presale) };
}
