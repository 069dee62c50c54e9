import type { OrdersDeps } from '../index.ts';
import { linesOf } from '../purchase.ts';
import { readPurchases } from '../store.ts';
import { BALANCE_EXPIRE_KIND } from './agree-balance.ts';
import { endPresalePurchase } from './end-presale.ts';
import { PRESALE_PAYOUT_KIND, payOutExtras } from './pay-out.ts';
import { FORFEIT_KIND, REMIND_KIND, type RemindWork } from './pay-presale.ts';
import { presaleOf } from './purchase-presale.ts';
import { expireBalances } from './release-balance.ts';
import { insertNotices } from './store.ts';

type Items = readonly { readonly payload: unknown }[];

/** Deadlines of a pre-sale. A failed run is tried again; what is over already is left alone. */
export function presaleDue(deps: OrdersDeps) {
  const now = () => deps.clocks.campaign.now();
  return [
    {
      kind: BALANCE_EXPIRE_KIND,
      async run(items: Items): Promise<void> {
        const open = items.map(({ payload }) => payload as { purchaseId: string; balanceNo: number });
        await expireBalances(deps, { at: now(), items: open });
      },
    },
    {
      kind: FORFEIT_KIND,
      async run(items: Items): Promise<void> {
        const purchaseIds = items.map(({ payload }) => (payload as { purchaseId: string }).purchaseId);
        const rows = await readPurchases(deps.db, purchaseIds);
        const unpaid = purchaseIds.filter((id) => rows.get(id)?.state === 'depositPaid');
        // One that was paid in its last moment, and told of late, is settled by this and not forfeited.
        if (unpaid.length > 0) await deps.payment.closeCharges(unpaid, now());
        await Promise.all(
          unpaid.map((purchaseId) => {
            const { balanceEndsAt } = presaleOf(rows.get(purchaseId)!).frozen;
            const at = Math.max(now(), balanceEndsAt);
            return endPresalePurchase(deps, { at, purchaseId, ending: 'balanceUnpaid', by: 'clock' });
          }),
        );
      },
    },
    {
      kind: PRESALE_PAYOUT_KIND,
      async run(items: Items): Promise<void> {
        const purchaseIds = items.map(({ payload }) => (payload as { purchaseId: string }).purchaseId);
        await payOutExtras(deps, { at: now(), purchaseIds });
      },
    },
    {
      kind: REMIND_KIND,
      async run(items: Items): Promise<void> {
        const work = items.map(({ payload }) => payload as RemindWork);
        const rows = await readPurchases(
          deps.db,
          work.map(({ purchaseId }) => purchaseId),
        );
        await insertNotices(
          deps.db,
          work.flatMap(({ purchaseId, kind }) => {
            const row = rows.get(purchaseId);
            // Paid or ended meanwhile: there is nothing to be reminded of.
            if (row?.state !== 'depositPaid') return [];
            const { balanceEndsAt } = presaleOf(row).frozen;
            const title = linesOf(row.body)[0]!.title;
            return [
              {
                ...{ noticeId: `${purchaseId}:${kind}`, purchaseId, kind, title, balanceEndsAt },
                ...{ shopperId: row.shopperId, at: now() },
              },
            ];
          }),
        );
      },
    },
  ];
}
