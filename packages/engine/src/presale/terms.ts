import { FULL_BP, mulDiv } from '../money/index.ts';

/** One unit of a pre-sale: of price P a deposit d counts e = d·m, so s = e − d comes off for paying early. */
export type PresaleUnit = {
  /** P, as it stood when the deposit was agreed. */
  readonly priceFen: number;
  readonly depositFen: number;
  readonly expansionFen: number;
  readonly extraCutFen: number;
  /** P − s: deposit and balance together, before what comes off at the balance. */
  readonly contractFen: number;
};

/** What was agreed with a deposit; nothing of it changes afterwards. */
export type FrozenPresale = {
  readonly promotionId: string;
  readonly quantity: number;
  readonly unit: PresaleUnit;
  readonly depositEndsAt: number;
  readonly balanceStartsAt: number;
  readonly balanceEndsAt: number;
  /** Until then the buyer may withdraw and gets all of it back; null: never. */
  readonly refundableUntil: number | null;
};

export function presaleUnit(terms: {
  readonly priceFen: number;
  readonly depositFen: number;
  readonly inflationBp: number;
}): PresaleUnit {
  const { priceFen, depositFen } = terms;
  const expansionFen = mulDiv(depositFen, terms.inflationBp, FULL_BP);
  const extraCutFen = expansionFen - depositFen;
  return { priceFen, depositFen, expansionFen, extraCutFen, contractFen: priceFen - extraCutFen };
}

/** A fifth of the contract price at most has the effect of a deposit; the rest is money paid early (article 586). */
export function legalDepositFen({ unit, quantity }: Pick<FrozenPresale, 'unit' | 'quantity'>): number {
  const capFen = Math.floor((unit.contractFen * quantity) / 5);
  return Math.min(unit.depositFen * quantity, capFen);
}

export type PresaleStage = 'upcoming' | 'depositOpen' | 'between' | 'balanceOpen' | 'over';

/** Where a pre-sale stands; both windows are half-open. */
export function presaleStage(
  windows: {
    readonly depositStartsAt: number;
    readonly depositEndsAt: number;
    readonly balanceStartsAt: number;
    readonly balanceEndsAt: number;
  },
  at: number,
): PresaleStage {
  if (at < windows.depositStartsAt) return 'upcoming';
  if (at < windows.depositEndsAt) return 'depositOpen';
  if (at < windows.balanceStartsAt) return 'between';
  return at < windows.balanceEndsAt ? 'balanceOpen' : 'over';
}

/**
 * Units of the warehouse that only deposits may take: what is left of the pre-sale's own stock until balances are paid.
 * From then on nothing is set aside, so what did not find a buyer is spot stock without anything having to be moved.
 */
export function setAsideUnits(
  pool: { readonly stockTotal: number; readonly held: number; readonly sold: number },
  window: { readonly depositStartsAt: number; readonly balanceStartsAt: number },
  at: number,
): number {
  if (at < window.depositStartsAt || at >= window.balanceStartsAt) return 0;
  return Math.max(0, pool.stockTotal - pool.held - pool.sold);
}
