import type { Tx } from '../../../platform/db/types.ts';
import { addDue } from '../../../platform/due/add-due.ts';
import type { DueDraft } from '../../../platform/lane/types.ts';
import { comparePrices } from './compare-prices.ts';
import type { ParityDeps } from './index.ts';

const COMPARE_KIND = 'parity.compare';
const HOUR_MS = 3_600_000;
/** What can move a price between two hours. */
const MOVES = new Set(['catalogue.imported', 'edition.published', 'switch.thrown']);

/** Compares at the full hour, as long as a plan promises the same price and somebody has looked at stores. */
export function parityDue(deps: ParityDeps) {
  return [
    {
      kind: COMPARE_KIND,
      async run(items: readonly { readonly at: number }[]): Promise<void> {
        // Of several that are late the last one says what is true now.
        const at = items.at(-1)!.at;
        const compared = await comparePrices(deps, at);
        if (compared === null || compared.shelves === 0) return;
        await deps.db.transaction((tx) => addDue(tx, [draftAt((Math.floor(at / HOUR_MS) + 1) * HOUR_MS)]));
      },
    },
  ];
}

/** An import, an edition or a switch may have moved a price; an edition for later is looked at when its campaign opens. */
export function parityConsumer({ plan }: Pick<ParityDeps, 'plan'>) {
  return {
    name: 'parity',
    handles: (type: string) => MOVES.has(type),
    async apply(
      tx: Tx,
      events: readonly { readonly type: string; readonly at: number; readonly data: unknown }[],
    ): Promise<void> {
      const drafts = new Map<string, DueDraft>();
      for (const { type, at, data } of events) {
        let when = at;
        if (type === 'edition.published') {
          const { compiled } = (await plan.edition((data as { editionId: string }).editionId)) ?? {};
          if (!compiled?.parity) continue;
          when = Math.max(at, compiled.startsAt);
        }
        const draft = draftAt(when);
        drafts.set(draft.key, draft);
      }
      await addDue(tx, [...drafts.values()]);
    },
  };
}

const draftAt = (at: number): DueDraft => ({ kind: COMPARE_KIND, key: String(at), at, payload: {} });
