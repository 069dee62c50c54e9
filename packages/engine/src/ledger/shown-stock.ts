/** At or under this many a screen says how many are left. */
export const LOW_LEFT_MAX = 10;

/** What a screen may say of a count: how many are left is told only when they are few (“仅剩N件”). */
export type ShownStock = { readonly state: 'plenty' | 'low' | 'out'; readonly left: number | null };

export function shownStock(units: number): ShownStock {
  if (units <= 0) return { state: 'out', left: null };
  return units <= LOW_LEFT_MAX ? { state: 'low', left: units } : { state: 'plenty', left: null };
}
