import { mulDiv } from '../money/index.ts';
import { type FrozenPresale, legalDepositFen } from './terms.ts';

/** How a pre-sale ends otherwise than by delivery. */
export type EndingEvent =
  /** The balance window closed without a balance. */
  | { readonly kind: 'balanceUnpaid' }
  /** `agreed`: the seller lets the buyer go. */
  | { readonly kind: 'buyerCancels'; readonly at: number; readonly agreed: boolean }
  /** Goods came back within seven days: by then the deposit has become price (article 587). */
  | { readonly kind: 'noReasonReturn' }
  /** `undelivered`: so many units, the others having been delivered; absent: all of them (articles 587, 588 and 68). */
  | { readonly kind: 'sellerDefault'; readonly undelivered?: number }
  | { readonly kind: 'forceMajeure' }
  | { readonly kind: 'bothInBreach' };

/** What becomes of the money: the refunds and what is kept add up to what was paid for the units that end. */
export type Ending = {
  readonly refundDepositFen: number;
  readonly refundBalanceFen: number;
  /** Of the deposit, kept by the seller. */
  readonly forfeitedFen: number;
  /** From the seller on top: the second half of the double return. */
  readonly extraFen: number;
};

/**
 * The table of domain §2. `balanceFen`: what was paid as balance, 0 before. A default that is not the buyer's never
 * keeps anything; one that is not the seller's never doubles anything.
 */
export function endPresale(
  frozen: FrozenPresale,
  { balanceFen }: { readonly balanceFen: number },
  event: EndingEvent,
): Ending {
  const depositFen = frozen.unit.depositFen * frozen.quantity;
  const legalFen = legalDepositFen(frozen);
  const all: Ending = {
    refundDepositFen: depositFen,
    refundBalanceFen: balanceFen,
    forfeitedFen: 0,
    extraFen: 0,
  };
  switch (event.kind) {
    case 'balanceUnpaid':
      mustBeUnpaid(balanceFen, event);
      return { ...all, refundDepositFen: depositFen - legalFen, forfeitedFen: legalFen };
    case 'buyerCancels': {
      mustBeUnpaid(balanceFen, event);
      const { refundableUntil } = frozen;
      if (event.agreed || (refundableUntil !== null && event.at < refundableUntil)) return all;
      return { ...all, refundDepositFen: depositFen - legalFen, forfeitedFen: legalFen };
    }
    case 'sellerDefault': {
      const { undelivered = frozen.quantity } = event;
      if (!Number.isSafeInteger(undelivered) || undelivered < 1 || undelivered > frozen.quantity)
        throw new RangeError(`${undelivered} of ${frozen.quantity} units are not delivered`);
      return {
        refundDepositFen: frozen.unit.depositFen * undelivered,
        // The units that were not delivered are the last ones: what was delivered keeps the share of the first.
        refundBalanceFen: balanceFen - mulDiv(balanceFen, frozen.quantity - undelivered, frozen.quantity),
        forfeitedFen: 0,
        extraFen: mulDiv(legalFen, undelivered, frozen.quantity),
      };
    }
    case 'noReasonReturn':
    case 'forceMajeure':
    case 'bothInBreach':
      return all;
  }
}

/** Whoever has paid the balance owes nothing: there is no deposit left to lose. */
function mustBeUnpaid(balanceFen: number, event: EndingEvent): void {
  if (balanceFen !== 0) throw new RangeError(`${event.kind} after a balance of ${balanceFen} fen`);
}
