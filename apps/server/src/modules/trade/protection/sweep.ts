import type { QuotedLine } from '@dacu/engine/pricing';
import { type ProtectionTerms, publicFen, sweepAfter } from '@dacu/engine/protection';
import type { Tx } from '../../../platform/db/types.ts';
import { addDue } from '../../../platform/due/add-due.ts';
import type { DueDraft } from '../../../platform/lane/types.ts';
import { NO_EDITION } from '../offers/index.ts';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import { assess, type PriceCarts } from './assess.ts';
import type { ProtectionDeps } from './index.ts';
import { payProtection } from './pay-protection.ts';
import { readLiveEditions, readPaidPurchases } from './store.ts';

const SWEEP_KIND = 'protection.sweep';
const PAGE = 200;

type SweepWork = { readonly campaignId: string };
type Plans = ProtectionDeps['plan'];

/**
 * Promises that are kept without asking: at each of their instants every paid purchase of the campaign is compared at the
 * prices of that instant, also when the work is done later. The next instant is added before the handler ends, for as
 * long as something is bought that a promise may still cover.
 */
export function protectionDue(deps: ProtectionDeps) {
  return [
    {
      kind: SWEEP_KIND,
      async run(items: readonly { readonly at: number; readonly payload: unknown }[]): Promise<void> {
        for (const { at, payload } of items) await sweep(deps, (payload as SweepWork).campaignId, at);
      },
    },
  ];
}

/** The first order under a promise that is kept without asking brings its first comparison. */
export function protectionConsumer({ plan }: { readonly plan: Plans }) {
  return {
    name: 'protection',
    handles: (type: string) => type === 'purchase.placed',
    async apply(tx: Tx, events: readonly { readonly at: number; readonly data: unknown }[]): Promise<void> {
      const drafts = new Map<string, DueDraft>();
      for (const { at, data } of events) {
        const { editionId } = data as { editionId: string };
        const edition = editionId === NO_EDITION ? null : await plan.edition(editionId);
        const draft = edition && sweepDraft(edition.campaignId, edition.compiled.protections ?? [], at);
        if (draft) drafts.set(draft.key, draft);
      }
      await addDue(tx, [...drafts.values()]);
    },
  };
}

function sweepDraft(
  campaignId: string,
  promises: readonly ProtectionTerms[],
  after: number,
): DueDraft | null {
  const at = sweepAfter(after, promises);
  if (at === null) return null;
  return { kind: SWEEP_KIND, key: `${campaignId}:${at}`, at, payload: { campaignId } satisfies SweepWork };
}

async function sweep(deps: ProtectionDeps, campaignId: string, at: number): Promise<void> {
  const carts = rememberCarts();
  for (let after = ''; ; ) {
    const page = await readPaidPurchases(deps.db, { campaignId, after, limit: PAGE });
    await Promise.all(page.map((purchase) => payAutomatic(deps, purchase, at, carts)));
    if (page.length < PAGE) break;
    after = page.at(-1)!.purchaseId;
  }
  const editions = await Promise.all(
    (await readLiveEditions(deps.db, campaignId)).map((editionId) => deps.plan.edition(editionId)),
  );
  const promises = editions.flatMap((edition) => edition?.compiled.protections ?? []);
  const next = sweepDraft(campaignId, promises, at);
  if (next) await deps.db.transaction((tx) => addDue(tx, [next]));
}

async function payAutomatic(
  deps: ProtectionDeps,
  purchase: PurchaseRow,
  at: number,
  carts: PriceCarts,
): Promise<void> {
  // The work is done late, and this was bought meanwhile.
  if (purchase.paidAt === null || purchase.paidAt > at) return;
  const lines = new Map(linesOf(purchase.body).map((line) => [line.lineId, line]));
  // Nothing is what most purchases are owed; they are left alone before anything is locked.
  const assessed = (await assess(deps, purchase, at, carts)).filter(
    ({ lineId, promise, verdict }) =>
      promise?.terms.process === 'automatic' &&
      verdict.kind === 'open' &&
      verdict.nowFen < publicFen(lines.get(lineId)!),
  );
  if (assessed.length === 0) return;
  const claimKey = `sweep:${at}:${purchase.purchaseId}`;
  await payProtection(deps, purchase, { at, source: 'automatic', claimKey, assessed });
}

/** Carts of the same items cost everybody the same at one instant: each is priced once in a sweep. */
function rememberCarts(): PriceCarts {
  const known = new Map<string, Promise<ReadonlyMap<string, QuotedLine>>>();
  return (key, ask) => {
    let prices = known.get(key);
    if (prices === undefined) {
      prices = ask();
      known.set(key, prices);
    }
    return prices;
  };
}
