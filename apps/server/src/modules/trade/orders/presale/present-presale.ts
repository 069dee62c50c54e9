import type { PurchasePresale as View } from '@dacu/contract/api';
import { legalDepositFen } from '@dacu/engine/presale';
import { presentUnit } from '../../offers/index.ts';
import { CLOSE_BEFORE_HOLD_MS } from '../../payment/index.ts';
import type { PurchaseRow } from '../purchase.ts';
import { bookedFenOf, depositFenOf, type PurchasePresale } from './purchase-presale.ts';

/** Deposit and balance as their shopper sees them; null for one with one payment. Field by field, as the rest of the view. */
export function presentPurchasePresale({ body, state }: PurchaseRow): View | null {
  const { presale } = body;
  if (presale === undefined || presale.paysInFull) return null;
  const { frozen, balance, ending } = presale;
  const depositFen = depositFenOf(presale);
  return {
    promotionId: frozen.promotionId,
    quantity: frozen.quantity,
    unit: presentUnit(frozen.unit),
    depositFen,
    balanceFen: balance?.payFen ?? bookedFenOf(presale) - depositFen,
    legalFen: legalDepositFen(frozen),
    depositPaidAt: presale.deposit?.paidAt ?? null,
    balanceStartsAt: frozen.balanceStartsAt,
    balanceEndsAt: frozen.balanceEndsAt,
    freeFreight: presale.freeFreight,
    refundableUntil: frozen.refundableUntil,
    shipOn: presale.shipOn ?? null,
    gift: giftOf(presale, state),
    balance: balance && {
      payFen: balance.payFen,
      holdUntil: balance.holdUntil,
      payUntil: balance.holdUntil - CLOSE_BEFORE_HOLD_MS,
    },
    ending: ending && {
      kind: ending.kind,
      at: ending.at,
      reason: ending.reason,
      refundFen: ending.refundFen,
      forfeitedFen: ending.forfeitedFen,
      extraFen: ending.extraFen,
    },
  };
}

function giftOf({ gift, balance }: PurchasePresale, state: PurchaseRow['state']): View['gift'] {
  if (gift === null) return null;
  const vests = balance?.giftVests ?? (gift.firstN === null ? true : null);
  const lost = state === 'forfeited' || state === 'refunded' || state === 'closed';
  return {
    title: { zh: gift.title.zh, en: gift.title.en },
    valueFen: gift.valueFen,
    quantity: gift.quantity,
    firstN: gift.firstN,
    vests: lost ? 'no' : vests === null ? 'undecided' : vests ? 'yes' : 'no',
  };
}
