import { nextWindowAfter, openWindowAt, type Promotion } from '@dacu/engine/pricing';

/** What runs, the first to end first; then what comes, the first to begin first; then what is over, as the plan lists it. */
export function byWhen<One extends Pick<Promotion, 'windows'>>(
  promotions: readonly One[],
  at: number,
): One[] {
  const placed = promotions.map((promotion) => ({ promotion, place: placeOf(promotion, at) }));
  return placed
    .sort((a, b) => a.place.turn - b.place.turn || a.place.at - b.place.at)
    .map(({ promotion }) => promotion);
}

function placeOf({ windows }: Pick<Promotion, 'windows'>, at: number): { turn: number; at: number } {
  const open = openWindowAt(windows, at);
  if (open) return { turn: 0, at: open.endsAt };
  const next = nextWindowAfter(windows, at);
  return next ? { turn: 1, at: next.startsAt } : { turn: 2, at: 0 };
}
