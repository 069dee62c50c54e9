import { expirePurchases } from './expire-purchase.ts';
import type { OrdersDeps } from './index.ts';
import { EXPIRE_KIND } from './place-purchase.ts';
import { presaleDue } from './presale/due.ts';

/** Ends holds at their deadline. A failed run is tried again; closing what is closed does nothing. */
export function ordersDue(deps: OrdersDeps) {
  return [
    {
      kind: EXPIRE_KIND,
      async run(items: readonly { readonly payload: unknown }[]): Promise<void> {
        const purchaseIds = items.map((item) => (item.payload as { purchaseId: string }).purchaseId);
        await expirePurchases(deps, { at: deps.clocks.campaign.now(), purchaseIds });
      },
    },
    ...presaleDue(deps),
  ];
}
