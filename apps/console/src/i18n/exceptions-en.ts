import type { exceptionsZh } from './exceptions-zh.ts';

export const exceptionsEn: Record<keyof typeof exceptionsZh, string> = {
  'rail.exceptions': 'Exceptions',
  'exceptions.words':
    'Everything that waits for a person: lists kept elsewhere, and work that the system tried twenty times without success.',
  'exceptions.list.priceDifferences': 'Prices that differ in stores',
  'exceptions.list.none': 'Nothing waits',
  'exceptions.list.oldest': 'Oldest since {{at}}',
  'exceptions.work': 'Work that was given up on',
  'exceptions.workWords':
    'Remove the cause, then let it try again; what it had done already is not done twice.',
  'exceptions.more': 'Only the oldest 100 are listed; the others follow as these are dealt with.',
  'exceptions.search': 'Work, order or cause',
  'exceptions.nothing': 'Nothing was given up on',
  'exceptions.nothingWords': 'All due work is done or still being tried.',
  'exceptions.order': 'See order',
  'exceptions.col.kind': 'Work',
  'exceptions.col.at': 'Due at',
  'exceptions.col.error': 'Why it failed last',
  'exceptions.col.key': 'Id',
  'exceptions.again': 'Try again',
  'exceptions.again.title': 'Let it try again?',
  'exceptions.again.words': 'It stands in line at once, for up to twenty more tries.',
  'exceptions.again.done': 'It stands in line again',
  'exceptions.kind.purchase.expire': 'Unpaid order was not closed',
  'exceptions.kind.payment.refund': 'Refund did not reach the payment provider',
  'exceptions.kind.payment.check': 'Provider was not asked about a payment',
  'exceptions.kind.pool.reveal': 'Blind-box seed was not revealed',
  'exceptions.kind.parity.compare': 'Prices of stores were not compared',
  'exceptions.kind.protection.sweep': 'Price protection was not paid by itself',
  'exceptions.kind.coupons.winBack': 'Win-back coupons were not given out',
  'exceptions.kind.sandbox.notify': 'A notification of the sandbox was not delivered',
};
