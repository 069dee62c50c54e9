import type { FlashProgramme } from '@dacu/contract/plan';
import { compileScope, scopeExcepts, scopeNames, type Window } from '@dacu/engine/pricing';
import type { Edition, Sku } from './sources.ts';

/** One item of one slot: what `/api/flash/:activityId/orders` sells. Computed from the edition; the counts are rows. */
export type ActivityTerms = {
  readonly activityId: string;
  readonly campaignId: string;
  readonly editionId: string;
  readonly promotionId: string;
  readonly skuId: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly stockTotal: number;
  readonly perPersonMax: number;
  readonly holdMs: number;
};

/** A row of `activity`: the terms and what is counted; held + sold ≤ stockTotal. */
export type ActivityCounts = ActivityTerms & { readonly held: number; readonly sold: number };

export function activityIdOf(promotionId: string, startsAt: number, skuId: string): string {
  return `${promotionId}:${startsAt}:${skuId}`;
}

/** Null when it is not shaped like an activity id. */
export function parseActivityId(
  activityId: string,
): { promotionId: string; startsAt: number; skuId: string } | null {
  const match = /^([^:]{1,80}):(\d{1,15}):([^:]{1,80})$/.exec(activityId);
  return match && { promotionId: match[1]!, startsAt: Number(match[2]), skuId: match[3]! };
}

/**
 * The pool of a programme in a fixed order: what its scope names, whose shop consented, one sku a product. Slot k takes
 * `itemsPerSlot` of them, rotating; the order is by sku, so a slot holds the same items whenever it is asked.
 */
export function poolOf(programme: FlashProgramme, edition: Edition, skus: readonly Sku[]): Sku[] {
  const products = new Set<string>();
  const scope = compileScope(programme.pool);
  return [...skus]
    .filter((sku) => sku.enrolledCampaignIds.includes(edition.campaignId))
    .filter((sku) => scopeNames(scope, sku) && !scopeExcepts(scope, sku))
    .sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
    .filter((sku) => {
      if (products.has(sku.productId)) return false;
      products.add(sku.productId);
      return true;
    });
}

/** The items of slot k. A pool no larger than a slot is offered whole in each. */
export function itemsOfSlot(programme: FlashProgramme, pool: readonly Sku[], slotIndex: number): Sku[] {
  const count = Math.min(programme.itemsPerSlot, pool.length);
  const first = slotIndex * programme.itemsPerSlot;
  return Array.from({ length: count }, (_, offset) => pool[(first + offset) % pool.length]!);
}

export function termsOf(programme: FlashProgramme, edition: Edition, slot: Window, sku: Sku): ActivityTerms {
  return {
    activityId: activityIdOf(programme.promotionId, slot.startsAt, sku.skuId),
    campaignId: edition.campaignId,
    editionId: edition.editionId,
    promotionId: programme.promotionId,
    skuId: sku.skuId,
    startsAt: slot.startsAt,
    endsAt: slot.endsAt,
    stockTotal: programme.activityStock,
    perPersonMax: programme.perPersonMax,
    holdMs: programme.holdMs,
  };
}
