import type { BalanceRequest } from '@dacu/contract/api';
import type { CapShort } from '../../../../platform/lane/caps.ts';
import type { LaneHandler } from '../../../../platform/lane/types.ts';
import { refreezeQuote } from '../freeze-purchase.ts';
import { extraNeeds, giftIsTaken, takeExtras, takeGift } from '../hold.ts';
import { bodyHashOf } from '../idempotency.ts';
import type { OrdersDeps } from '../index.ts';
import { type Refused, refusedBy } from '../place-purchase.ts';
import { linesOf, type PurchaseRow } from '../purchase.ts';
import { readPurchases } from '../store.ts';
import { priceBalance } from './price-balance.ts';
import { depositFenOf, paysInTwo, presaleOf, quotedBodyOf, withQuote } from './purchase-presale.ts';
import { releaseBalance } from './release-balance.ts';
import { countEarlierDeposits } from './store.ts';

export const BALANCE_EXPIRE_KIND = 'presale.balanceExpire';
export type BalanceAnswer = { readonly kind: 'agreed'; readonly row: PurchaseRow } | Refused;
export type BalanceInput = {
  readonly at: number;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly request: BalanceRequest;
};
const REFUSED = (code: Refused['code'], extra: Refused['extra'] = {}): Refused => ({
  ...{ kind: 'refused', code, extra },
});

/** Why the balance of a purchase cannot be agreed or paid at an instant; null where it can. */
export function balanceRefusal(row: PurchaseRow | undefined, shopperId: string, at: number): Refused | null {
  if (row === undefined || row.shopperId !== shopperId || !paysInTwo(row)) return REFUSED('notFound');
  if (row.state === 'held') return REFUSED('depositNotPaid');
  if (row.state === 'paid') return REFUSED('alreadyPaid');
  if (row.state !== 'depositPaid') return REFUSED('presaleEnded');
  const { balanceStartsAt, balanceEndsAt } = presaleOf(row).frozen;
  if (at < balanceStartsAt) return REFUSED('balanceNotOpen', { opensAt: balanceStartsAt });
  return at >= balanceEndsAt ? REFUSED('presaleEnded') : null;
}

/**
 * Agrees the balance: its quote becomes the order, and coupons, points and budgets of it are held until it is paid, for as
 * long as a deposit may wait and never beyond the window. The same choice at the same amount answers the same; another
 * choice gives back what the one before held, after its charge was closed. Refuses as ordering does.
 */
export async function agreeBalance(deps: OrdersDeps, input: BalanceInput): Promise<BalanceAnswer> {
  const { at, shopperId, purchaseId, request } = input;
  const choiceHash = bodyHashOf(request);
  const read = async () => (await readPurchases(deps.db, [purchaseId])).get(purchaseId);
  let row = await read();
  const refusal = balanceRefusal(row, shopperId, at);
  if (refusal !== null) return refusal;
  const { balance } = presaleOf(row!);
  if (balance !== null) {
    if (balance.choiceHash === choiceHash && at < balance.holdUntil) return { kind: 'agreed', row: row! };
    await deps.payment.closeCharges([purchaseId], at);
    await releaseBalance(deps, { at, row: row!, by: 'shopper' });
    row = await read();
    const paid = balanceRefusal(row, shopperId, at);
    if (paid !== null) return paid;
  }
  const { priced, unavailable, couponFault } = await priceBalance(deps, row!, { at, ...request });
  if (couponFault !== undefined) return refusedBy(couponFault);
  if (priced === null) return REFUSED('notOnSale', { unavailable });
  if (priced.quote.payFen !== request.expectedPayFen)
    return REFUSED('priceChanged', { quote: await deps.offers.present(priced) });

  const agreed = await withBalance(deps, row!, { at, choiceHash, priced });
  const { nodeId } = deps.caps;
  const answer = await deps.caps.within(() =>
    deps.lane.submit<BalanceAnswer | CapShort>({
      kind: 'agreeBalance',
      at,
      needs: [
        { table: 'purchase', keys: [purchaseId] },
        { table: 'limitUse', keys: agreed.body.newcomerKeys },
        ...extraNeeds(agreed, 'placed', nodeId),
      ],
      payload: { row: agreed, nodeId } satisfies AgreePayload,
    }),
  );
  if (answer.kind === 'capShort') {
    deps.offers.budgets.forget();
    return REFUSED('priceChanged');
  }
  return answer;
}

type AgreePayload = { readonly row: PurchaseRow; readonly nodeId: string };

/** The purchase with the quote of its balance in it. */
async function withBalance(
  deps: OrdersDeps,
  row: PurchaseRow,
  { at, choiceHash, priced }: { at: number; choiceHash: string; priced: Parameters<typeof refreezeQuote>[1] },
): Promise<PurchaseRow> {
  const presale = presaleOf(row);
  const { frozen, gift, deposit, holdMs, phoneKey } = presale;
  const earlier =
    gift?.firstN == null ? 0 : await countEarlierDeposits(deps.db, frozen.promotionId, deposit!);
  const giftVests = gift !== null && (gift.firstN === null || earlier < gift.firstN);
  const quoted = refreezeQuote(deps.ids, priced, row, phoneKey);
  const [line] = linesOf(row.body);
  const own = giftVests
    ? [
        {
          ...{ promotionId: frozen.promotionId, shopId: row.body.orders[0]!.shopId, title: gift.title },
          ...{ quantity: gift.quantity, valueFen: gift.valueFen, lineIds: [line!.lineId] },
        },
      ]
    : [];
  const gifts = [...(quoted.gifts ?? []), ...own];
  return {
    ...row,
    payFen: depositFenOf(presale) + priced.quote.payFen,
    body: withQuote(
      row.body,
      { ...quoted, ...(gifts.length > 0 && { gifts }) },
      {
        ...presale,
        balanceNo: presale.balanceNo + 1,
        balance: {
          payFen: priced.quote.payFen,
          ...{ choiceHash, giftVests, before: quotedBodyOf(row.body) },
          holdUntil: Math.min(at + holdMs, frozen.balanceEndsAt),
        },
      },
    ),
  };
}

export const agreeBalanceHandler: LaneHandler<AgreePayload, BalanceAnswer | CapShort> = {
  kind: 'agreeBalance',
  decide(view, { at, payload: { row, nodeId } }) {
    const now = view.row<PurchaseRow>('purchase', row.purchaseId)!;
    const refusal = balanceRefusal(now, row.shopperId, at);
    if (refusal !== null) return { answer: refusal };
    const [before, after] = [presaleOf(now), presaleOf(row)];
    const known = before.balance;
    // Two requests at once: the same choice is the same answer, of two choices the first stands.
    if (known !== null)
      return {
        answer:
          known.choiceHash === after.balance!.choiceHash
            ? { kind: 'agreed', row: now }
            : REFUSED('priceChanged'),
      };
    // Agreed and given back since it was gathered: its entries of points have another number.
    if (before.balanceNo + 1 !== after.balanceNo) return { answer: REFUSED('priceChanged') };
    if (giftIsTaken(view, row.body)) return { answer: REFUSED('priceChanged') };
    const extras = takeExtras(view, { ...row, placedAt: at }, nodeId);
    if (extras.kind === 'refused') return { answer: { ...extras, extra: {} } };
    if (extras.kind === 'capShort') return { answer: extras };
    const { payFen, holdUntil } = after.balance!;
    const { purchaseId } = row;
    return {
      answer: { kind: 'agreed', row },
      writes: [{ table: 'purchase', key: purchaseId, row }, ...takeGift(view, row.body), ...extras.writes],
      events: [
        {
          type: 'purchase.balanceAgreed',
          ...{ aggregate: purchaseId, at, data: { purchaseId, payFen, holdUntil, by: 'shopper' } },
        },
      ],
      due: [
        {
          kind: BALANCE_EXPIRE_KIND,
          key: `${purchaseId}:${after.balanceNo}`,
          at: holdUntil,
          payload: { purchaseId, balanceNo: after.balanceNo },
        },
      ],
    };
  },
};
