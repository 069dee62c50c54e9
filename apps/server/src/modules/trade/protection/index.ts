/**
 * Price protection: what was bought and became cheaper within the time its plan promised is paid back, when the shopper
 * asks or without asking (domain §6). The plan in which the order was placed binds, whatever a later edition says.
 *
 * Invariants
 * - One fall in price is paid once for each unit: what was paid stands in a row of the order line, read and written in
 *   the lane under the lock of its purchase. A further fall pays only the further part.
 * - Protection and refunds of a line never exceed what was paid for it. The allocation frozen on the order stays as it is;
 *   a return reads the row and takes the share of the returned units off their refund.
 * - Compared are prices at the layers that everybody gets (L1–L3), today's for a cart of the same lines that belongs to
 *   nobody: no coupon, no newcomer's price, no member rate.
 * - One Idempotency-Key of one shopper pays at most once and gets the same answer every time; one sweep pays a purchase
 *   at most once.
 *
 * When it fails: money the provider has not confirmed waits in `due` and is tried again under the same id. A sweep that
 * broke off is run again whole; what it had paid is found by its keys.
 */
import type { ProtectionView } from '@dacu/contract/api';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import type { CatalogSource, Edition, Offers } from '../offers/index.ts';
import type { Orders } from '../orders/index.ts';
import {
  type ClaimAnswer,
  type ClaimInput,
  claimProtection,
  payProtectionHandler,
} from './pay-protection.ts';
import { presentProtection } from './present-protection.ts';
import { listPayments, type PaymentsPage } from './store.ts';

export { type ClaimAnswer, protectionKey, withdrawFrom } from './pay-protection.ts';
export { protectionRoutes } from './routes.ts';
export { protectionClaimTable, protectionTable } from './store.ts';
export { protectionConsumer, protectionDue } from './sweep.ts';

export const protectionHandlers = [payProtectionHandler] as const;

export type ProtectionDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly ids: Ids;
  readonly catalog: CatalogSource;
  readonly plan: { edition(editionId: string): Promise<Edition | null> };
  readonly offers: Offers;
  readonly orders: Orders;
};

export type Protection = {
  /** Pays what is owed on the lines at `at`. */
  claim(input: ClaimInput): Promise<ClaimAnswer>;
  /** How each line stands, and what was paid; null for a purchase that is not the shopper's. */
  of(input: { at: number; purchaseId: string; shopperId: string }): Promise<ProtectionView | null>;
  /** For operators: what was paid of a campaign, newest first, with its count and sum. */
  payments(input: { campaignId: string; cursor: string | null; limit: number }): Promise<PaymentsPage>;
};

export function createProtection(deps: ProtectionDeps): Protection {
  return {
    claim: (input) => claimProtection(deps, input),
    async of({ at, purchaseId, shopperId }) {
      const purchase = await deps.orders.purchase(purchaseId, shopperId);
      return purchase === null ? null : presentProtection(deps, purchase, at);
    },
    payments: (input) => listPayments(deps.db, input),
  };
}
