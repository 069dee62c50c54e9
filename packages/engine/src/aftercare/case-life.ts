import type { Life, Step } from '../order-life/index.ts';

/** What a shopper asks for: money without goods back, money for goods, other goods of the same kind for goods. */
export const CASE_KINDS = ['refundOnly', 'returnAndRefund', 'exchange'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

export const CASE_STATES = [
  'requested',
  'approved',
  'refused',
  'sentBack',
  'received',
  'inspected',
  'refunded',
  'replaced',
  'closed',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CASE_EVENTS = [
  'approve',
  'refuse',
  'withdraw',
  'lapse',
  'sendBack',
  'receive',
  'inspect',
  'refund',
  'replace',
  'turnDown',
] as const;
export type CaseEvent = (typeof CASE_EVENTS)[number];

export type CaseLife = Life<CaseState, CaseEvent>;
type CaseStep = Step<CaseState, CaseEvent>;

const ASKED: readonly CaseStep[] = [
  { from: 'requested', on: 'approve', to: 'approved', by: ['operator', 'clock'] },
  { from: 'requested', on: 'refuse', to: 'refused', by: ['operator'] },
  { from: 'requested', on: 'withdraw', to: 'closed', by: ['shopper'] },
];

/** Goods travel back before anything is paid or sent; what fails the inspection goes to the buyer again. */
const GOODS: readonly CaseStep[] = [
  { from: 'approved', on: 'sendBack', to: 'sentBack', by: ['shopper'] },
  { from: 'approved', on: 'withdraw', to: 'closed', by: ['shopper'] },
  { from: 'approved', on: 'lapse', to: 'closed', by: ['clock'] },
  { from: 'sentBack', on: 'receive', to: 'received', by: ['operator', 'clerk', 'clock'] },
  { from: 'received', on: 'inspect', to: 'inspected', by: ['operator', 'clerk', 'clock'] },
  { from: 'inspected', on: 'turnDown', to: 'closed', by: ['system'] },
];

const REFUND = (from: CaseState): CaseStep => ({
  ...{ from, on: 'refund', to: 'refunded' },
  by: ['operator', 'clock', 'system'],
});

const LAST = ['refused', 'refunded', 'replaced', 'closed'] as const;

const LIVES: Readonly<Record<CaseKind, CaseLife>> = {
  refundOnly: {
    ...{ name: 'refund without return', first: ['requested'], last: LAST },
    steps: [...ASKED, REFUND('approved')],
  },
  returnAndRefund: {
    ...{ name: 'return and refund', first: ['requested'], last: LAST },
    steps: [...ASKED, ...GOODS, REFUND('inspected')],
  },
  exchange: {
    ...{ name: 'exchange', first: ['requested'], last: LAST },
    steps: [...ASKED, ...GOODS, { from: 'inspected', on: 'replace', to: 'replaced', by: ['system'] }],
  },
};

/** The life of a case by what is asked for. */
export const caseLife = (kind: CaseKind): CaseLife => LIVES[kind];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A seller who says nothing has agreed. */
export const SELLER_SILENCE_MS = 48 * HOUR_MS;
/** A buyer who sends nothing back has given up; the units can be asked for again while their time lasts. */
export const BUYER_SILENCE_MS = 7 * DAY_MS;
/** A parcel that nobody books in for so long counts as arrived whole: the buyer cannot make a warehouse open it. */
export const WAREHOUSE_SILENCE_MS = 10 * DAY_MS;
/** Money goes back within seven days of the goods' arrival (Consumer Protection Law article 25). */
export const REFUND_WITHIN_MS = 7 * DAY_MS;

export type Deadline = { readonly at: number; readonly on: CaseEvent };

/**
 * What happens by itself, and when, to a case that nobody touches. `since` is when its state began, `receivedAt` when the
 * goods came in. Null for a case that has ended.
 */
export function caseDeadline(input: {
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly since: number;
  readonly receivedAt: number | null;
}): Deadline | null {
  const { kind, state, since, receivedAt } = input;
  switch (state) {
    case 'requested':
      return { at: since + SELLER_SILENCE_MS, on: 'approve' };
    case 'approved':
      return kind === 'refundOnly'
        ? { at: since + REFUND_WITHIN_MS, on: 'refund' }
        : { at: since + BUYER_SILENCE_MS, on: 'lapse' };
    case 'sentBack':
      return { at: since + WAREHOUSE_SILENCE_MS, on: 'receive' };
    case 'received':
      return { at: since + REFUND_WITHIN_MS, on: 'inspect' };
    case 'inspected':
      return { at: (receivedAt ?? since) + REFUND_WITHIN_MS, on: 'refund' };
    default:
      return null;
  }
}
