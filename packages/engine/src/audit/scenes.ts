import { failedCondition } from '../pricing/gate.ts';
import { type HeldCoupon, openWindowAt, type Promotion, type Shopper } from '../pricing/index.ts';
import type { AuditSubject, Scene } from './types.ts';

/** One instant of each stretch of the campaign that has a set of open promotions of its own. */
export type Moment = { readonly at: number; readonly open: readonly Promotion[] };

/**
 * The finitely many kinds of instants: between two edges of any window nothing opens or closes, so one instant stands
 * for the stretch, and stretches in which the same promotions are open for each other.
 */
export function momentsOf({ index, campaign }: AuditSubject): Moment[] {
  const promotions = index.promotions.map(({ promotion }) => promotion);
  const edges = new Set([campaign.startsAt]);
  for (const { windows } of promotions)
    for (const { startsAt, endsAt } of windows) edges.add(startsAt).add(endsAt);
  const moments = new Map<string, Moment>();
  for (const at of [...edges].sort((a, b) => a - b)) {
    if (at < campaign.startsAt || at >= campaign.endsAt) continue;
    const open = promotions.filter(({ windows }) => openWindowAt(windows, at) !== undefined);
    const key = open.map(({ id }) => id).join('\n');
    if (!moments.has(key)) moments.set(key, { at, open });
  }
  return [...moments.values()];
}

/** A shopper, and where the goods go. */
export type Person = { readonly shopper: Shopper; readonly region: string | undefined };

/**
 * The finitely many kinds of shoppers: every combination of what these audiences ask for, and of not having it. Somebody
 * who never bought has not been away for any number of days.
 */
export function shoppersOf(promotions: readonly Promotion[]): Person[] {
  const audiences = promotions.map(({ audience }) => audience);
  const tiers = [undefined, ...new Set(audiences.flatMap(({ memberTiers = [] }) => memberTiers))];
  const channels = [undefined, ...new Set(audiences.flatMap(({ channels: named = [] }) => named))];
  const entitled = [undefined, ...new Set(audiences.flatMap(({ qualifications = [] }) => qualifications))];
  const regions = [undefined, ...new Set(audiences.flatMap(({ regions: named = [] }) => named))];
  const idle = audiences.flatMap(({ idleDaysMin }) => (idleDaysMin === undefined ? [] : [idleDaysMin]));
  const histories: Shopper[] = [
    { newcomer: true },
    { newcomer: false },
    ...[...new Set(idle)].map((idleDays) => ({ newcomer: false, idleDays })),
  ];
  const people: Person[] = [];
  for (const memberTier of tiers)
    for (const channel of channels)
      for (const qualification of entitled)
        for (const region of regions)
          for (const history of histories) {
            const shopper = {
              ...history,
              ...(memberTier !== undefined && { memberTier }),
              ...(channel !== undefined && { channel }),
              ...(qualification !== undefined && { qualifications: [qualification] }),
            };
            people.push({ shopper, region });
          }
  return people;
}

/** Every kind of instant with every kind of shopper who meets something different there, all coupons in hand. */
export function scenesOf(subject: AuditSubject): Scene[] {
  const scenes = new Map<string, Scene>();
  for (const { at, open } of momentsOf(subject)) {
    for (const person of shoppersOf(open)) {
      const own = open.filter(
        ({ id, audience }) =>
          failedCondition(audience, person) === null &&
          !(person.shopper.newcomer === true && subject.pastBuyersOnly?.has(id)),
      );
      const promotionIds = own.map(({ id }) => id).sort();
      const key = promotionIds.join('\n');
      if (!scenes.has(key))
        scenes.set(key, {
          at,
          shopper: person.shopper,
          ...(person.region !== undefined && { region: person.region }),
          promotionIds,
          coupons: own.flatMap(couponsOf(subject, at)),
        });
    }
  }
  return [...scenes.values()];
}

function couponsOf({ couponsEach }: AuditSubject, at: number) {
  return ({ id, needsCoupon }: Promotion): HeldCoupon[] =>
    needsCoupon
      ? Array.from({ length: couponsEach.get(id) ?? 1 }, (_, copy) => ({
          couponId: `${id}-${copy + 1}`,
          promotionId: id,
          claimedAt: at,
          expiresAt: at + 1,
        }))
      : [];
}

/** Prices that hold only for a line that was bought that way. */
export const ASKED_FOR: ReadonlySet<string> = new Set(['flashPrice', 'presale', 'livePrice', 'groupPrice']);

/**
 * Of scenes with the same item prices only those that nobody outdoes: whoever has more promotions on the cart can get
 * all that the other could. Flash, live and group prices count as such: a line takes part in one only if it says so.
 */
export function widestScenes(scenes: readonly Scene[], { index }: AuditSubject): Scene[] {
  const priced = new Map<string, { scene: Scene; extras: ReadonlySet<string> }[]>();
  for (const scene of scenes) {
    const fixed: string[] = [];
    const extras = new Set<string>();
    for (const id of scene.promotionIds) {
      const { terms, promotion } = index.byId.get(id)!;
      const isFixed = (terms.on === 'price' && !ASKED_FOR.has(promotion.rule.kind)) || terms.on === 'cut';
      // Goods that are held back from some are not on sale to all.
      if (isFixed || promotion.layer === 'access') fixed.push(id);
      else extras.add(id);
    }
    const key = fixed.join('\n');
    const row = priced.get(key);
    if (row) row.push({ scene, extras });
    else priced.set(key, [{ scene, extras }]);
  }
  return [...priced.values()].flatMap((row) =>
    row
      .filter(
        (one) =>
          !row.some((other) => other.extras.size > one.extras.size && contains(other.extras, one.extras)),
      )
      .map(({ scene }) => scene),
  );
}

const contains = (all: ReadonlySet<string>, some: ReadonlySet<string>) =>
  [...some].every((id) => all.has(id));
