import type { CouponCentre } from '@dacu/contract/api';
import { ERRORS } from '@dacu/contract/errors';
import { claimableAt, type Grab } from '@dacu/engine/coupons';
import { type FailedCondition, forWhom, type Shopper } from '@dacu/engine/pricing';
import { limitKeyOf } from '../offers/index.ts';
import { faceOf } from './face.ts';
import type { CouponsDeps } from './index.ts';
import {
  capsOf,
  isListed,
  limitSubjectOf,
  needsCode,
  type Programme,
  programmesOf,
  unmetCondition,
  ZONE_OFFSET_MS,
} from './programmes.ts';
import * as store from './store.ts';

type Entry = CouponCentre['programmes'][number];
type State = Entry['state'];

const WORDS = {
  open: { zh: '现在可以领取。', en: 'Can be claimed now.' },
  notOpen: ERRORS.couponNotOpen.shopper,
  ended: ERRORS.couponEnded.shopper,
  gone: ERRORS.couponGone.shopper,
  limit: ERRORS.couponLimit.shopper,
  codeNeeded: { zh: '扫码或输入券码领取。', en: 'Scan its code, or type it, to claim one.' },
} as const satisfies Record<Exclude<State, 'notForYou'>, Entry['words']>;

/**
 * What is given out, to whom, when, and why not to this shopper now: the same questions as a claim, answered beforehand.
 * Nothing is held: the last one may be gone by the time it is claimed.
 */
export async function centreOf(
  deps: CouponsDeps,
  { at, shopper }: { at: number; shopper: { shopperId: string; channel: string } | null },
): Promise<CouponCentre> {
  const edition = await deps.plan.editionAt(at);
  const listed = edition === null ? [] : programmesOf(edition).filter(isListed);
  if (listed.length === 0) return { programmes: [] };
  const [stopped, profile] = await Promise.all([
    deps.offers.stoppedPromotionIds(at),
    deps.members.profiles.of(shopper?.shopperId ?? null, at),
  ]);
  const looked = listed.map((programme) => ({
    programme,
    claimable: claimableAt(programme, at, ZONE_OFFSET_MS),
  }));
  const open = looked.flatMap(({ programme, claimable }) =>
    claimable.kind === 'open' ? [{ programme, grabStartsAt: claimable.grab.startsAt }] : [],
  );
  const [left, taken] = await Promise.all([readLeft(deps, open), readTaken(deps, open, shopper)]);
  const stranger: Shopper = { ...profile, channel: shopper?.channel ?? 'direct' };
  return {
    programmes: looked.map(({ programme, claimable }): Entry => {
      const { promotionId, promotion, perPersonMax } = programme;
      const pieces = left.get(promotionId) ?? null;
      const unmet = unmetCondition(programme, stranger);
      const state = stateOf(programme, {
        claimable,
        stopped: stopped.includes(promotionId),
        unmet,
        left: pieces?.left ?? null,
        taken: taken.get(promotionId) ?? 0,
      });
      return {
        promotionId,
        title: programme.title,
        terms: programme.summary,
        face: faceOf(promotion.rule),
        layer: promotion.layer,
        issue: programme.issue,
        state,
        words: state === 'notForYou' ? forWhom(unmet) : WORDS[state],
        opensAt: claimable.kind === 'open' ? nextLot(programme, claimable.grab) : claimable.opensAt,
        closesAt: claimable.kind === 'open' ? claimable.grab.endsAt : null,
        total: pieces?.total ?? null,
        left: pieces?.left ?? null,
        perPersonMax,
        validForMs: programme.validForMs,
      };
    }),
  };
}

/** When the lot after the open one begins; without lots the window is open until it ends. */
function nextLot(programme: Programme, { endsAt }: Grab): number | null {
  if (programme.grabAt.length === 0) return null;
  const then = claimableAt(programme, endsAt, ZONE_OFFSET_MS);
  return then.kind === 'open' ? then.grab.startsAt : then.opensAt;
}

/** In the order in which a claim would refuse. */
function stateOf(
  programme: Programme,
  now: {
    claimable: ReturnType<typeof claimableAt>;
    stopped: boolean;
    unmet: FailedCondition | null;
    left: number | null;
    taken: number;
  },
): State {
  if (now.stopped) return 'ended';
  if (now.claimable.kind === 'refused' && now.claimable.reason === 'couponEnded') return 'ended';
  if (now.unmet !== null) return 'notForYou';
  if (now.claimable.kind === 'refused') return 'notOpen';
  if (programme.perPersonMax !== null && now.taken >= programme.perPersonMax) return 'limit';
  if (now.left === 0) return 'gone';
  return needsCode(programme) ? 'codeNeeded' : 'open';
}

type OpenLot = { readonly programme: Programme; readonly grabStartsAt: number };

/** Pieces of each open lot: the scarcest of its caps. */
async function readLeft(
  deps: CouponsDeps,
  open: readonly OpenLot[],
): Promise<Map<string, { total: number; left: number }>> {
  const caps = open.map(({ programme, grabStartsAt }) => ({
    promotionId: programme.promotionId,
    terms: capsOf(programme, grabStartsAt),
  }));
  const unspent = await deps.caps.escrow.unspent(
    caps.flatMap(({ terms }) => terms.map(({ capId }) => capId)),
  );
  return new Map(
    caps.flatMap(({ promotionId, terms }) => {
      // A cap that nobody has taken from yet may not be made.
      const lots = terms.map(({ capId, total }) => ({ total, left: unspent.get(capId) ?? total }));
      const [scarcest] = lots.sort((a, b) => a.left - b.left);
      return scarcest === undefined ? [] : [[promotionId, scarcest] as const];
    }),
  );
}

async function readTaken(
  deps: CouponsDeps,
  open: readonly OpenLot[],
  shopper: { shopperId: string } | null,
): Promise<Map<string, number>> {
  if (shopper === null) return new Map();
  const keys = open.map(({ programme, grabStartsAt }) => ({
    promotionId: programme.promotionId,
    key: limitKeyOf(limitSubjectOf(programme, grabStartsAt), 'account', shopper.shopperId),
  }));
  const uses = await store.readUses(
    deps.db,
    keys.map(({ key }) => key),
  );
  return new Map(keys.map(({ promotionId, key }) => [promotionId, uses.get(key) ?? 0]));
}
