import type { BalanceChoice, BalanceQuote, NoticeList, PresaleOffer, QuoteView } from '@dacu/contract/api';
import { presentPresale } from '../../offers/index.ts';
import type { OrdersDeps } from '../index.ts';
import { claimKeyOf, type PlaceAnswer, type Refused, refusedBy } from '../place-purchase.ts';
import { readPurchases } from '../store.ts';
import type { createTurns } from '../turns.ts';
import { agreeBalance, type BalanceAnswer, type BalanceInput, balanceRefusal } from './agree-balance.ts';
import { bookingRefusal } from './booking.ts';
import { type EndAnswer, type EndInput, endPresalePurchase } from './end-presale.ts';
import { type FullOrderInput, type FullQuoteInput, placeInFull, priceInFull } from './place-in-full.ts';
import { type PresaleOrderInput, placePresale } from './place-presale.ts';
import { priceBalance } from './price-balance.ts';
import { depositFenOf, presaleOf, withoutBalance } from './purchase-presale.ts';
import { markNoticesRead, readNotices } from './store.ts';

/** What a pre-sale adds to the orders; a purchase of somebody else is `notFound`. */
export type PresaleOrders = {
  /** How the item is sold by deposit now or next; null where it is not. */
  offer(skuId: string, at: number): Promise<PresaleOffer | null>;
  place(input: PresaleOrderInput): Promise<PlaceAnswer>;
  /** What it costs at full payment; refused with `presaleTurned` while deposits are taken. */
  quoteInFull(
    input: FullQuoteInput & { skuId: string; promotionId: string },
  ): Promise<{ readonly kind: 'quoted'; readonly quote: QuoteView } | Refused>;
  placeInFull(input: FullOrderInput): Promise<PlaceAnswer>;
  quoteBalance(
    input: BalanceChoice & { at: number; shopperId: string; purchaseId: string },
  ): Promise<{ readonly kind: 'quoted'; readonly quote: BalanceQuote } | Refused>;
  agreeBalance(input: BalanceInput): Promise<BalanceAnswer>;
  /** `shopperId`: the shopper's own act; without it an operator's. */
  end(input: EndInput & { shopperId?: string }): Promise<EndAnswer>;
  notices(shopperId: string): Promise<NoticeList>;
  readNotices(shopperId: string, at: number): Promise<NoticeList>;
};

const NOTICES_MAX = 50;

export function createPresaleOrders(deps: OrdersDeps, inTurn: ReturnType<typeof createTurns>): PresaleOrders {
  async function notices(shopperId: string): Promise<NoticeList> {
    const rows = await readNotices(deps.db, shopperId, NOTICES_MAX);
    return {
      unread: rows.filter(({ readAt }) => readAt === null).length,
      notices: rows.map(({ noticeId, purchaseId, kind, at, balanceEndsAt, title, readAt }) => ({
        ...{ noticeId, purchaseId, kind, at, balanceEndsAt, title, read: readAt !== null },
      })),
    };
  }

  return {
    async offer(skuId, at) {
      const item = await deps.offers.presaleOf(skuId, at);
      if (item === null) return null;
      const [left, stopped] = await Promise.all([
        deps.offers.presaleLeft(item),
        deps.plan.stoppedPromotionIds(at),
      ]);
      return presentPresale(item, { at, left, stopped: stopped.includes(item.promotion.id) });
    },
    place: (input) => inTurn(claimKeyOf(input), () => placePresale(deps, input)),
    async quoteInFull({ skuId, promotionId, ...input }) {
      const booking = await bookingRefusal(deps, { at: input.at, skuId, promotionId, pays: 'full' });
      if (booking.kind === 'refused') return booking;
      const { priced, couponFault } = await priceInFull(deps, booking.item, input);
      if (couponFault !== undefined) return refusedBy(couponFault);
      if (priced === null) return { kind: 'refused', code: 'presaleNotOpen', extra: {} };
      return { kind: 'quoted', quote: await deps.offers.present(priced) };
    },
    placeInFull: (input) => inTurn(claimKeyOf(input), () => placeInFull(deps, input)),
    async quoteBalance({ at, shopperId, purchaseId, ...choice }) {
      const row = (await readPurchases(deps.db, [purchaseId])).get(purchaseId);
      const refusal = balanceRefusal(row, shopperId, at);
      if (refusal !== null) return refusal;
      // What an agreed balance holds is the shopper's to choose again, and stays held until another is agreed.
      const answer = await priceBalance(deps, withoutBalance(row!), { at, ...choice });
      if (answer.couponFault !== undefined) return refusedBy(answer.couponFault);
      if (answer.priced === null)
        return { kind: 'refused', code: 'notOnSale', extra: { unavailable: answer.unavailable } };
      const presale = presaleOf(row!);
      const { balanceStartsAt, balanceEndsAt } = presale.frozen;
      const quote = await deps.offers.present(answer.priced);
      return {
        kind: 'quoted',
        quote: { depositFen: depositFenOf(presale), quote, balanceStartsAt, balanceEndsAt },
      };
    },
    agreeBalance: (input) => inTurn(`balance:${input.purchaseId}`, () => agreeBalance(deps, input)),
    async end({ shopperId, ...input }) {
      const row = (await readPurchases(deps.db, [input.purchaseId])).get(input.purchaseId);
      if (row === undefined || (shopperId !== undefined && row.shopperId !== shopperId))
        return { kind: 'refused', code: 'notFound', extra: {} };
      return endPresalePurchase(deps, input);
    },
    notices,
    async readNotices(shopperId, at) {
      await markNoticesRead(deps.db, shopperId, at);
      return notices(shopperId);
    },
  };
}
