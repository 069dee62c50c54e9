import type { Actor } from '@dacu/engine/order-life';
import type { FrozenPresale } from '@dacu/engine/presale';
import type { Promotion, Text } from '@dacu/engine/pricing';
import type { PurchaseBody, PurchaseRow } from '../purchase.ts';

/** What a pre-sale purchase keeps of its two payments. The terms are frozen with the deposit; what happens is added. */
export type PurchasePresale = {
  readonly frozen: FrozenPresale;
  /** The rule as it was agreed, by which the balance is priced. */
  readonly promotion: Promotion;
  readonly unitListFen: number;
  readonly freeFreight: boolean;
  /** When its goods leave at the latest, as it was stated with the booking; it stands on each line. */
  readonly shipOn?: number;
  readonly gift: PresaleGift | null;
  /** How long an agreed balance holds its coupons and points. */
  readonly holdMs: number;
  /** The keyed hash of the phone, for what is limited by phone at the balance. */
  readonly phoneKey: string;
  /** How often a balance was agreed: names its entries of points and its due work apart. */
  readonly balanceNo: number;
  readonly deposit: { readonly paymentId: string; readonly paidAt: number } | null;
  readonly balance: AgreedBalance | null;
  readonly ending: PresaleEnding | null;
  /** Booked while the item was short: one payment for all of it, no deposit and no balance. */
  readonly paysInFull?: true;
};

/** Does it have a deposit and a balance? Every other purchase, and a pre-sale booked in full, has one payment. */
export function paysInTwo({ body }: Pick<PurchaseRow, 'body'>): boolean {
  return body.presale !== undefined && body.presale.paysInFull !== true;
}

/** The first `firstN` deposits get it, once they have paid in full; null: everybody. */
export type PresaleGift = {
  readonly title: Text;
  readonly valueFen: number;
  readonly quantity: number;
  readonly firstN: number | null;
};

/** While a balance is agreed, the body of the purchase is the quote of deposit and balance together. */
export type AgreedBalance = {
  readonly payFen: number;
  readonly choiceHash: string;
  readonly holdUntil: number;
  readonly giftVests: boolean;
  /** What the body was before, to go back to. */
  readonly before: QuotedBody;
};

/** The part of a body that a quote decides. */
export type QuotedBody = Pick<
  PurchaseBody,
  | 'listFen'
  | 'goodsFen'
  | 'freightFen'
  | 'orders'
  | 'newcomerKeys'
  | 'coupons'
  | 'couponUses'
  | 'giftUses'
  | 'points'
  | 'gifts'
  | 'budgets'
>;

export type EndingKind = 'balanceUnpaid' | 'buyerCancels' | 'sellerDefault' | 'forceMajeure';
export type PresaleEnding = {
  readonly kind: EndingKind;
  readonly at: number;
  readonly by: Actor;
  readonly reason: string | null;
  readonly refundFen: number;
  readonly forfeitedFen: number;
  readonly extraFen: number;
};

/** A row of `presale_deposit`, written with the deposit's payment. */
export type DepositRow = {
  readonly purchaseId: string;
  readonly promotionId: string;
  readonly shopperId: string;
  readonly skuId: string;
  readonly quantity: number;
  readonly paymentId: string;
  readonly paidAt: number;
  readonly depositFen: number;
  readonly bookedFen: number;
  readonly balanceEndsAt: number;
};

/** A row of `presale_payout`. */
export type PayoutRow = {
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly fen: number;
  readonly owedAt: number;
  readonly reason: string;
};

/** A purchase of this kind always has it; if not, the books are broken. */
export function presaleOf({ purchaseId, body }: PurchaseRow): PurchasePresale {
  if (body.presale === undefined) throw new Error(`${purchaseId} is no pre-sale`);
  return body.presale;
}

export function depositFenOf({ frozen }: PurchasePresale): number {
  return frozen.unit.depositFen * frozen.quantity;
}

/** P − s times the quantity: deposit and balance before anything comes off. */
export function bookedFenOf({ frozen }: PurchasePresale): number {
  return frozen.unit.contractFen * frozen.quantity;
}

export function quotedBodyOf(body: PurchaseBody): QuotedBody {
  const { listFen, goodsFen, freightFen, orders, newcomerKeys } = body;
  const { coupons, couponUses, giftUses, points, gifts, budgets } = body;
  return {
    ...{ listFen, goodsFen, freightFen, orders, newcomerKeys },
    ...(coupons && { coupons }),
    ...(couponUses && { couponUses }),
    ...(giftUses && { giftUses }),
    ...(points && { points }),
    ...(gifts && { gifts }),
    ...(budgets && { budgets }),
  };
}

/** The body with another quote in it: what the one before had and this one has not is gone. */
export function withQuote(body: PurchaseBody, quoted: QuotedBody, presale: PurchasePresale): PurchaseBody {
  const { coupons: _c, couponUses: _u, giftUses: _g, points: _p, gifts: _i, budgets: _b, ...rest } = body;
  return { ...rest, ...quoted, orders: withShipOn(quoted.orders, presale), presale };
}

/** The date that was stated with the booking, on every line: a later edition states another one to others. */
function withShipOn(orders: QuotedBody['orders'], { shipOn }: PurchasePresale): QuotedBody['orders'] {
  if (shipOn === undefined) return orders;
  return orders.map((order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, shipOn })) }));
}

/** As it was before its balance was agreed. */
export function withoutBalance(row: PurchaseRow): PurchaseRow {
  const presale = presaleOf(row);
  if (presale.balance === null) return row;
  const body = withQuote(row.body, presale.balance.before, { ...presale, balance: null });
  return { ...row, payFen: bookedFenOf(presale), body };
}

/** As it was answered when it was placed. */
export function presaleAsPlaced(row: PurchaseRow): PurchaseRow {
  if (!paysInTwo(row)) return row;
  const bare = withoutBalance(row);
  const presale = { ...presaleOf(bare), balanceNo: 0, deposit: null, ending: null };
  return { ...bare, payFen: bookedFenOf(presale), body: { ...bare.body, presale } };
}
