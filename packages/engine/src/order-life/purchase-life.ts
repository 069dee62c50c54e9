import type { Life } from './life.ts';

/** What is paid, and how that goes. Kinds differ in how the first payment leads on. */
export const PURCHASE_KINDS = ['ordinary', 'flash', 'presale', 'group', 'gift'] as const;
export type PurchaseKind = (typeof PURCHASE_KINDS)[number];

/** `expired` and `cancelled` are the two ways of being closed: only the first can still be paid. */
export const PURCHASE_STATES = [
  'held',
  'depositPaid',
  'paid',
  'expired',
  'cancelled',
  'forfeited',
  'refunded',
] as const;
export type PurchaseState = (typeof PURCHASE_STATES)[number];

/** As they are stored and shown: a purchase is closed, and apart from that says how. */
export const STORED_STATES = ['held', 'depositPaid', 'paid', 'closed', 'forfeited', 'refunded'] as const;
export type StoredState = (typeof STORED_STATES)[number];

export const PURCHASE_EVENTS = [
  'pay',
  'payDeposit',
  'payBalance',
  'payInFull',
  'expire',
  'cancel',
  'forfeit',
  'withdraw',
  'sellerDefault',
  'forceMajeure',
  'refundAll',
] as const;
export type PurchaseEvent = (typeof PURCHASE_EVENTS)[number];

export type PurchaseLife = Life<PurchaseState, PurchaseEvent>;

const ENDS_OF_A_HOLD: PurchaseLife['steps'] = [
  { from: 'held', on: 'expire', to: 'expired', by: ['clock'] },
  { from: 'held', on: 'cancel', to: 'cancelled', by: ['shopper', 'operator'] },
];

const REFUNDED: PurchaseLife['steps'] = [
  { from: 'paid', on: 'refundAll', to: 'refunded', by: ['shopper', 'operator', 'clock', 'system'] },
];

/** One payment takes all of it. A payment that comes after the hold has ended takes everything once more, or goes back. */
const PAID_AT_ONCE: PurchaseLife['steps'] = [
  { from: 'held', on: 'pay', to: 'paid', by: ['provider'] },
  { from: 'expired', on: 'pay', to: 'paid', by: ['provider'] },
  ...ENDS_OF_A_HOLD,
  ...REFUNDED,
];

/**
 * Deposit, then balance (Civil Code articles 586 to 588): the buyer who does not pay the balance loses the deposit up to
 * its legal part, the seller who cannot deliver returns it twice, and what neither is answerable for returns it once. One that
 * was booked at full payment, because the item is short, has one payment and no deposit.
 */
const PAID_IN_TWO: PurchaseLife['steps'] = [
  { from: 'held', on: 'payDeposit', to: 'depositPaid', by: ['provider'] },
  { from: 'expired', on: 'payDeposit', to: 'depositPaid', by: ['provider'] },
  { from: 'depositPaid', on: 'payBalance', to: 'paid', by: ['provider'] },
  { from: 'held', on: 'payInFull', to: 'paid', by: ['provider'] },
  { from: 'expired', on: 'payInFull', to: 'paid', by: ['provider'] },
  { from: 'depositPaid', on: 'forfeit', to: 'forfeited', by: ['clock', 'shopper'] },
  { from: 'depositPaid', on: 'withdraw', to: 'refunded', by: ['shopper', 'operator'] },
  { from: 'depositPaid', on: 'sellerDefault', to: 'refunded', by: ['operator', 'system'] },
  { from: 'depositPaid', on: 'forceMajeure', to: 'refunded', by: ['operator'] },
  { from: 'paid', on: 'sellerDefault', to: 'refunded', by: ['operator', 'system'] },
  ...ENDS_OF_A_HOLD,
  ...REFUNDED,
];

const LAST = ['cancelled', 'forfeited', 'refunded'] as const;

/** The life of a purchase of each kind. A gift (a prize, a replacement) costs nothing and is paid when it is placed. */
export const PURCHASE_LIVES: Readonly<Record<PurchaseKind, PurchaseLife>> = {
  ordinary: { name: 'ordinary purchase', first: ['held'], last: LAST, steps: PAID_AT_ONCE },
  flash: { name: 'flash purchase', first: ['held'], last: LAST, steps: PAID_AT_ONCE },
  group: { name: 'group purchase', first: ['held'], last: LAST, steps: PAID_AT_ONCE },
  presale: { name: 'pre-sale purchase', first: ['held'], last: LAST, steps: PAID_IN_TWO },
  gift: { name: 'gift purchase', first: ['paid'], last: ['refunded'], steps: REFUNDED },
};
