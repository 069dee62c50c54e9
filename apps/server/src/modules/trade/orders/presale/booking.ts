import type { ErrorCode } from '@dacu/contract/errors';
import { type PresaleItem, type Priced, presentPresale } from '../../offers/index.ts';
import type { OrdersDeps } from '../index.ts';
import type { PlaceAnswer, Refused } from '../place-purchase.ts';
import type { PurchasePresale } from './purchase-presale.ts';

type Booking = {
  readonly at: number;
  readonly skuId: string;
  readonly promotionId: string;
  /** What the buyer agreed to: a shortage may have turned it since. */
  readonly pays: 'deposit' | 'full';
};

/**
 * The item of a booking, or why it cannot be booked so now, before anything is counted: `presaleNotOpen`, `presaleStopped`,
 * or `presaleTurned` with the terms of now.
 */
export async function bookingRefusal(
  deps: OrdersDeps,
  { at, skuId, promotionId, pays }: Booking,
): Promise<{ readonly kind: 'open'; readonly item: PresaleItem } | Refused> {
  const refuse = (code: ErrorCode, extra: Refused['extra'] = {}): Refused => ({
    ...{ kind: 'refused', code, extra },
  });
  const item = await deps.offers.presaleOf(skuId, at);
  if (item === null || item.programme.promotionId !== promotionId) return refuse('presaleNotOpen');
  const { deposit } = item.programme;
  if (at < deposit.startsAt || at >= deposit.endsAt) return refuse('presaleNotOpen');
  if ((await deps.plan.stoppedPromotionIds(at)).includes(promotionId)) return refuse('presaleStopped');
  if (item.shortage.pays === pays) return { kind: 'open', item };
  const left = await deps.offers.presaleLeft(item);
  return refuse('presaleTurned', { presale: presentPresale(item, { at, left, stopped: false }) });
}

/** The same decision as a flash order's, in the words of a pre-sale. */
const CODES: Partial<Record<ErrorCode, ErrorCode>> = {
  flashNotOpen: 'presaleNotOpen',
  flashEnded: 'presaleNotOpen',
  flashStopped: 'presaleStopped',
};

export function inWordsOfPresale(answer: PlaceAnswer): PlaceAnswer {
  return answer.kind === 'refused' ? { ...answer, code: CODES[answer.code] ?? answer.code } : answer;
}

/** What is agreed with a booking; nothing of it changes afterwards. */
export function freezeTerms(
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
    ...(programme.shipOn !== undefined && { shipOn: programme.shipOn }),
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
