import type { Clocks } from '../../../platform/clocks.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { addDue } from '../../../platform/due/add-due.ts';
import type { PlanSource } from '../offers/index.ts';
import type { Coupons } from './index.ts';
import { programmesOf } from './programmes.ts';

const WIN_BACK_KIND = 'coupons.winBack';
const DAY_MS = 86_400_000;

type PaidEvent = { readonly at: number; readonly data: unknown };

/**
 * Each payment sets an instant on which its buyer will have been away for as long as a win-back programme says. That
 * instant looks at the person again: who has bought since is not away, and gets nothing.
 */
export function couponsConsumer({ plan }: { readonly plan: PlanSource }) {
  return {
    name: 'coupons',
    handles: (type: string) => type === 'purchase.paid',
    async apply(tx: Tx, events: readonly PaidEvent[]): Promise<void> {
      const drafts = await Promise.all(
        events.map(async ({ at, data }) => {
          const { shopperId } = data as { shopperId: string };
          return [...(await spansAt(plan, at))].map((idleDays) => ({
            kind: WIN_BACK_KIND,
            key: `${shopperId} ${at} ${idleDays}`,
            at: at + idleDays * DAY_MS,
            payload: { shopperId },
          }));
        }),
      );
      await addDue(tx, drafts.flat());
    },
  };
}

/** After how many days without an order the sale writes to people. */
async function spansAt(plan: PlanSource, at: number): Promise<ReadonlySet<number>> {
  const edition = await plan.editionAt(at);
  const programmes = edition === null ? [] : programmesOf(edition);
  return new Set(
    programmes.flatMap(({ issue, idleDays }) => (issue === 'winBack' && idleDays !== null ? [idleDays] : [])),
  );
}

/** Issues win-back coupons on the day that they fall due. Whoever has one already, or is held out, is left as they are. */
export function couponsDue({ clocks, coupons }: { readonly clocks: Clocks; readonly coupons: Coupons }) {
  return [
    {
      kind: WIN_BACK_KIND,
      async run(items: readonly { readonly payload: unknown }[]): Promise<void> {
        const at = clocks.campaign.now();
        for (const { payload } of items)
          await coupons.welcomeBack({ at, shopperId: (payload as { shopperId: string }).shopperId });
      },
    },
  ];
}
