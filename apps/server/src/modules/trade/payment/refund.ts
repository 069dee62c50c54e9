import type { PaymentDeps } from './index.ts';
import * as store from './store.ts';

export type RefundWork = {
  readonly refundId: string;
  readonly paymentId: string;
  readonly amountFen: number;
};

/** Carries refunds out at the provider, after the books say so. Keyed by refund id on both sides: never twice. */
export async function carryOutRefunds(
  deps: PaymentDeps,
  input: { at: number; refunds: readonly RefundWork[] },
): Promise<void> {
  for (const refund of input.refunds) {
    await deps.provider.refund({ ...refund, at: input.at });
    await store.noteRefundConfirmed(deps.db, { ...refund, at: input.at });
  }
}
