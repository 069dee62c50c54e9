import type { Path } from '@dacu/engine/plan';
import type { Window } from '@dacu/engine/pricing';
import type { PresaleProgramme } from './compiled.ts';
import type { Dates } from './resolve-dates.ts';
import { scopeOf } from './rules.ts';
import type { PlanPromotion } from './schema/promotions.ts';

/** Where the plan says nothing else, a deposit is paid within 15 minutes (domain §2). */
const HOLD_MS = 15 * 60_000;

/** Null while one of its windows cannot be placed; the check says so. Of several stretches the whole counts. */
export function presaleProgramme(
  written: Extract<PlanPromotion, { kind: 'presale' }>,
  path: Path,
  dates: Dates,
): PresaleProgramme | null {
  const deposit = spanOf(dates.windows(written.depositWindow, [...path, 'depositWindow']));
  const balance = spanOf(dates.windows(written.balanceWindow, [...path, 'balanceWindow']));
  if (deposit === null || balance === null) return null;
  const { gift } = written;
  const shipOn = written.shipOn && dates.instant(written.shipOn, [...path, 'shipOn']);
  return {
    promotionId: written.id,
    title: written.title,
    scope: scopeOf(written.scope),
    deposit,
    balance,
    freeFreight: written.balanceFreeFreight === true,
    gift: gift
      ? {
          title: gift.title,
          valueFen: gift.value ?? 0,
          quantity: gift.quantity ?? 1,
          stock: gift.stock ?? null,
        }
      : null,
    activityStock: written.stock ?? null,
    perPersonMax: written.perPersonMax ?? null,
    holdMs: written.hold ?? HOLD_MS,
    refundableUntil: written.refundableUntil
      ? dates.instant(written.refundableUntil, [...path, 'refundableUntil'])
      : null,
    ...(shipOn && { shipOn }),
  };
}

function spanOf(windows: readonly Window[]): Window | null {
  const [first] = windows;
  const last = windows.at(-1);
  return first && last ? { startsAt: first.startsAt, endsAt: last.endsAt } : null;
}
