/** Invoices: numbers that can be true, and what of a refund is whose. */
export { type OrderMoney, spreadRefund } from './spread-refund.ts';
export { isTaxNumber } from './tax-number.ts';
