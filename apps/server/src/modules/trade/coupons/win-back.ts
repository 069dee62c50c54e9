import { createHash } from 'node:crypto';
import { openWindowAt } from '@dacu/engine/pricing';
import { issueCoupon } from './claim-coupon.ts';
import type { CouponsDeps } from './index.ts';
import { type Programme, programmesOf } from './programmes.ts';
import * as store from './store.ts';

/**
 * A shopper came back: whoever has not bought for as long as a win-back programme says gets its coupon, once for the whole
 * campaign, however often and wherever they come. A share of them, by a hash of the person and the programme, is left out
 * for good, and both groups are written down with the instant: what the coupon adds is the difference between them
 * (domain §9). Repeating it changes nothing.
 */
export async function welcomeBack(
  deps: CouponsDeps,
  { at, shopperId }: { at: number; shopperId: string },
): Promise<void> {
  const edition = await deps.plan.editionAt(at);
  if (edition === null) return;
  const running = programmesOf(edition).filter(
    (one) => one.issue === 'winBack' && openWindowAt(one.windows, at),
  );
  if (running.length === 0) return;
  const { idleDays } = await deps.members.profiles.of(shopperId, at);
  // Somebody who never paid is a newcomer and has nothing to come back to.
  if (idleDays === undefined) return;
  const entitled = running.filter((one) => one.idleDays !== null && idleDays >= one.idleDays);
  if (entitled.length === 0) return;
  const stopped = await deps.offers.stoppedPromotionIds(at);
  for (const programme of entitled)
    if (!stopped.includes(programme.promotionId)) await pick(deps, programme, { at, shopperId });
}

async function pick(
  deps: CouponsDeps,
  programme: Programme,
  { at, shopperId }: { at: number; shopperId: string },
): Promise<void> {
  const { campaignId, promotionId } = programme;
  if (await store.isPicked(deps.db, { campaignId, promotionId, shopperId })) return;
  const heldOut = isHeldOut(programme, shopperId);
  if (!heldOut) {
    // The coupon first, under a key that follows from the person: a node that dies in between issues no second one.
    const answer = await issueCoupon(deps, {
      ...{ at, shopperId, programme, grabStartsAt: 0, limits: [] },
      claim: { claimKey: `${shopperId}:win-back ${campaignId} ${promotionId}`, bodyHash: 'win-back' },
    });
    if (answer.kind === 'refused') return;
  }
  await store.putPick(deps.db, { campaignId, promotionId, shopperId, heldOut, at });
}

/** Ten thousand shares by a hash: the same person is in or out on every node and at every visit. */
export function isHeldOut({ campaignId, promotionId, holdoutBp }: Programme, shopperId: string): boolean {
  const digest = createHash('sha256').update(`hold-out ${campaignId} ${promotionId} ${shopperId}`).digest();
  return digest.readUInt32BE(0) % 10_000 < holdoutBp;
}
