/**
 * Replays: the paid orders of a campaign as a file, and that file priced again under a draft plan.
 *
 * Invariants
 * - A file of past orders holds what prices depended on, and nothing about who bought.
 * - A replay writes nothing to the books, and reads them only to write the file.
 * - Under its own plan, with the coupons that were used and what was stopped then, every order costs what was paid.
 */
/** Beside the review of a rehearsal. */
export const ORDERS_FILE = 'orders.jsonl.gz';

export { copyLines, writeLines } from './orders-file.ts';
export { countPastOrders, type PastOrdersSource, pastOrders } from './past-orders.ts';
export { replayFile } from './replay-file.ts';
