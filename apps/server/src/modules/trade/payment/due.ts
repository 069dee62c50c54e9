import { BILL_KIND, compareDay } from './bills/compare-day.ts';
import type { PaymentDeps } from './index.ts';
import { REFUND_KIND } from './payment.ts';
import { reconcile } from './reconcile.ts';
import { carryOutRefunds, checkRefunds, REFUND_CHECK_KIND, type RefundWork } from './refund.ts';
import { CHECK_KIND } from './request-payment.ts';

type Item = { readonly payload: unknown };

/** Refunds that the books have and the provider has not or has not finished, and charges nobody has told us about. */
export function paymentDue(deps: PaymentDeps) {
  return [
    {
      kind: REFUND_KIND,
      async run(items: readonly Item[]): Promise<void> {
        const refunds = items.map((item) => item.payload as RefundWork);
        await carryOutRefunds(deps, { at: deps.clocks.campaign.now(), refunds });
      },
    },
    {
      kind: REFUND_CHECK_KIND,
      async run(items: readonly Item[]): Promise<void> {
        const refundIds = items.map((item) => (item.payload as { refundId: string }).refundId);
        await checkRefunds(deps, { at: deps.clocks.campaign.now(), refundIds });
      },
    },
    {
      kind: BILL_KIND,
      async run(items: readonly Item[]): Promise<void> {
        for (const item of items) {
          const { provider, day } = item.payload as { provider: string; day: string };
          await compareDay(deps, { at: deps.clocks.campaign.now(), provider, day });
        }
      },
    },
    {
      kind: CHECK_KIND,
      async run(items: readonly Item[]): Promise<void> {
        const paymentIds = items.map((item) => (item.payload as { paymentId: string }).paymentId);
        await reconcile(deps, { at: deps.clocks.campaign.now(), paymentIds });
      },
    },
  ];
}
