/** What an item sold for on a stretch of time, half-open, and what its list price was; whole fen. */
export type PriceStretch = {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly listFen: number;
  /** The lowest deal; null when nothing was sold. */
  readonly dealFen: number | null;
};

export type ReferenceVerdict = {
  /** The most that a discount whose base is not stated may be counted from; null without any deal before. */
  readonly maxFen: number | null;
  readonly basis: 'min7d' | 'lastDeal' | 'none';
};

/**
 * The lowest deal in `[fromAt, startsAt)`, which is the local midnight seven days before; else the last deal before it
 * (明码标价规定 art 16, V57–V59).
 */
export function compareWithDeals(
  stretches: readonly PriceStretch[],
  fromAt: number,
  startsAt: number,
): ReferenceVerdict {
  const sold = stretches.filter(({ dealFen, startsAt: since }) => dealFen !== null && since < startsAt);
  const recent = sold.filter(({ endsAt }) => endsAt > fromAt).map(({ dealFen }) => dealFen!);
  if (recent.length > 0) return { maxFen: Math.min(...recent), basis: 'min7d' };
  const last = sold.reduce<PriceStretch | null>(
    (latest, one) => (latest === null || one.endsAt > latest.endsAt ? one : latest),
    null,
  );
  return last === null ? { maxFen: null, basis: 'none' } : { maxFen: last.dealFen, basis: 'lastDeal' };
}

/** How much the list price rose within `[fromAt, startsAt)` up to its end, in basis points of the lower one. */
export function riseBp(stretches: readonly PriceStretch[], fromAt: number, startsAt: number): number {
  const known = stretches
    .filter((one) => one.endsAt > fromAt && one.startsAt < startsAt)
    .sort((a, b) => a.startsAt - b.startsAt);
  const last = known.at(-1);
  if (last === undefined) return 0;
  const lowest = Math.min(...known.map(({ listFen }) => listFen));
  return Math.floor(((last.listFen - lowest) * 10_000) / lowest);
}

/**
 * Prior price of an announced reduction (98/6/EC art 6a): the lowest of at least 30 days before it is applied. With the
 * option for progressive reductions, the lowest before the first of an unbroken row of them (V60, V61).
 */
export function euPriorFen(
  stretches: readonly PriceStretch[],
  window: { readonly fromAt: number; readonly startsAt: number },
  progressive: { readonly firstAt: number; readonly fromAt: number } | null = null,
): number | null {
  const { fromAt, startsAt } =
    progressive === null ? window : { fromAt: progressive.fromAt, startsAt: progressive.firstAt };
  const deals = stretches
    .filter((one) => one.dealFen !== null && one.endsAt > fromAt && one.startsAt < startsAt)
    .map(({ dealFen }) => dealFen!);
  return deals.length === 0 ? null : Math.min(...deals);
}

/** The reduction that may be announced, in basis points of the prior price; never below 0. */
export function announcedBp(priorFen: number, offerFen: number): number {
  return Math.max(0, Math.floor(((priorFen - offerFen) * 10_000) / priorFen));
}
