import type { PurchaseRow } from './orders/index.ts';
import type { Bench } from './trade-test-bench.ts';

/** The provider says, after everything was given back, that the money came. */
export async function settleLate(bench: Bench, row: PurchaseRow, paymentId: string) {
  const { signDelivery } = await import('./payment/sandbox/keys.ts');
  const sentAtWall = bench.clocks.wall.now();
  const body = {
    ...{ notificationId: `no_${paymentId}`, paymentId, providerRef: 'late', outcome: 'succeeded' },
    ...{ amountFen: row.payFen, sentAtWall },
  };
  return bench.node.payment.receive({
    at: bench.clocks.campaign.now(),
    delivery: signDelivery(bench.node.sandbox.keys, JSON.stringify(body), sentAtWall),
  });
}
