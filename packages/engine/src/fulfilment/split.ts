/** Where goods stand. `order` decides where two are equal otherwise. */
export type Place = { readonly placeId: string; readonly province: string; readonly order: number };

/** Units of an order line that are to be sent. */
export type Wanted = { readonly lineId: string; readonly skuId: string; readonly quantity: number };
export type Placed = { readonly placeId: string; readonly units: readonly Wanted[] };
export type Split = {
  /** By place, nearest first; none is empty. */
  readonly parcels: readonly Placed[];
  /** What no place has. */
  readonly missing: readonly Wanted[];
};

/** Every set of so many places is tried; a network of more is asked nearest first. */
const PLACES_MAX = 12;

/**
 * From where an order is sent: fewest parcels, then the least days on the way in all, then the places' own order. Every unit
 * is in exactly one parcel or missing, and no place gives more than it has. Exact up to `PLACES_MAX` places, which it
 * tries set by set from the smallest; beyond, the nearest `PLACES_MAX` that have anything of it.
 */
export function splitOrder(
  wanted: readonly Wanted[],
  have: (placeId: string, skuId: string) => number,
  places: readonly Place[],
  daysTo: (province: string) => number,
): Split {
  const need = sumBySku(wanted);
  const near = [...places]
    .map((place) => ({ place, days: daysTo(place.province) }))
    .filter(({ place }) => [...need.keys()].some((skuId) => have(place.placeId, skuId) > 0))
    .sort((a, b) => a.days - b.days || a.place.order - b.place.order || compare(a.place, b.place))
    .slice(0, PLACES_MAX);
  // What nobody has cannot decide between sets: only what all of them together have is asked for.
  for (const [skuId, quantity] of need) {
    const all = near.reduce((sum, { place }) => sum + have(place.placeId, skuId), 0);
    need.set(skuId, Math.min(quantity, all));
  }
  const chosen = fewest(near, (places) =>
    [...need].every(
      ([skuId, quantity]) =>
        places.reduce((sum, { place }) => sum + have(place.placeId, skuId), 0) >= quantity,
    ),
  );
  return take(wanted, have, chosen);
}

type Near = { readonly place: Place; readonly days: number };

/** The smallest set that has everything; of those the one with the least days, then the first in order. */
function fewest(near: readonly Near[], covers: (places: readonly Near[]) => boolean): readonly Near[] {
  for (let size = 0; size <= near.length; size += 1) {
    let best: readonly Near[] | null = null;
    let bestDays = Number.POSITIVE_INFINITY;
    for (const places of combinations(near, size)) {
      const days = places.reduce((sum, place) => sum + place.days, 0);
      // Sets come in the order of their places, so of two equals the first one stays.
      if (days < bestDays && covers(places)) {
        best = places;
        bestDays = days;
      }
    }
    if (best !== null) return best;
  }
  throw new Error('all places together have what all places together have');
}

function* combinations<T>(items: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= items.length - size; index += 1) {
    for (const rest of combinations(items, size - 1, index + 1)) yield [items[index]!, ...rest];
  }
}

/** The nearest place gives as much as it has, then the next. */
function take(
  wanted: readonly Wanted[],
  have: (placeId: string, skuId: string) => number,
  chosen: readonly Near[],
): Split {
  const given = new Map<string, number>();
  const parcels = chosen.map(({ place: { placeId } }) => ({ placeId, units: [] as Wanted[] }));
  const missing: Wanted[] = [];
  for (const { lineId, skuId, quantity } of wanted) {
    let left = quantity;
    for (const parcel of parcels) {
      const key = `${parcel.placeId}/${skuId}`;
      const units = Math.min(left, have(parcel.placeId, skuId) - (given.get(key) ?? 0));
      if (units <= 0) continue;
      parcel.units.push({ lineId, skuId, quantity: units });
      given.set(key, (given.get(key) ?? 0) + units);
      left -= units;
    }
    if (left > 0) missing.push({ lineId, skuId, quantity: left });
  }
  return { parcels: parcels.filter(({ units }) => units.length > 0), missing };
}

function sumBySku(wanted: readonly Wanted[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { skuId, quantity } of wanted) sums.set(skuId, (sums.get(skuId) ?? 0) + quantity);
  return sums;
}

function compare(a: Place, b: Place): number {
  return a.placeId < b.placeId ? -1 : a.placeId > b.placeId ? 1 : 0;
}
