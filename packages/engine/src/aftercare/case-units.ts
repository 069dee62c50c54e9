/**
 * Units of a line on their way between shopper and seller. A paid unit is in one place: not shipped, under way, in the
 * shopper's hands, in an open case, or returned. An exchange ends with the unit in the shopper's hands again: its price
 * stands on the line that was paid, and can still be asked for there.
 */
export type UnitPlaces = {
  readonly quantity: number;
  readonly shipped: number;
  readonly delivered: number;
  /** Refunded, in whatever way. */
  readonly returned: number;
  readonly cased: CasedUnits;
};

/** What cases did with a line. */
export type CasedUnits = {
  /** Delivered units that are in an open case or were refunded by one. */
  readonly arrived: number;
  /** The same of units that never came. */
  readonly lost: number;
  /** Units refunded by a case, of both. */
  readonly refunded: number;
  /** Of these, the ones that never came; left out while there are none. */
  readonly refundedLost?: number;
};
export const NOT_CASED: CasedUnits = { arrived: 0, lost: 0, refunded: 0 };

/**
 * Where the units are that nobody has asked for: those not shipped go back at once, those under way or delivered through
 * a case. A parcel that arrives after its units were refunded brings nothing that could be asked for again, and one that
 * was called back leaves nothing to refund twice.
 */
export function unitsLeft(places: UnitPlaces): { unshipped: number; underway: number; delivered: number } {
  const { quantity, shipped, delivered, returned, cased } = places;
  const traveling = shipped - delivered;
  const rest = quantity - returned - (cased.arrived + cased.lost - cased.refunded);
  if (Math.min(rest, traveling, returned - cased.refunded) < 0)
    throw new RangeError(`units in two places: ${JSON.stringify(places)}`);
  const within = (most: number, count: number) => Math.max(0, Math.min(most, count));
  const unshipped = within(rest, quantity - shipped - (returned - cased.refunded));
  const underway = within(rest - unshipped, traveling - cased.lost);
  const lateArrivals = Math.max(0, cased.lost - traveling);
  const inHand = within(rest - unshipped - underway, delivered - cased.arrived - lateArrivals);
  return { unshipped, underway, delivered: inHand };
}

/**
 * Of units under way that will not reach their buyer after all, those that a case is about, as far as what goes on
 * travelling does not account for it: refunded ones are owed to nobody, and about open ones it has to be decided first.
 */
export function calledBack(
  { shipped, delivered, cased }: Pick<UnitPlaces, 'shipped' | 'delivered' | 'cased'>,
  quantity: number,
): { readonly open: number; readonly refunded: number } {
  const traveling = shipped - delivered;
  const about = Math.max(0, Math.min(cased.lost, traveling) - (traveling - quantity));
  const refunded = Math.min(about, cased.refundedLost ?? 0);
  return { open: about - refunded, refunded };
}

/** What an inspection found of one line: accepted units go on sale again or are written off, the rest goes to the buyer. */
export type Found = {
  readonly lineId: string;
  readonly sellable: number;
  readonly unsellable: number;
  readonly turnedDown: number;
  /** Kept of the refund, for the reason in `note`. */
  readonly deductFen: number;
  readonly note: string;
};

export type InspectionFault = 'unitsDoNotAdd' | 'reasonMissing' | 'nothingDeducted' | 'sellersFault';

/**
 * Is this a finding about exactly those units? Whatever is deducted or turned down has a reason in words; nothing is
 * deducted where the seller is at fault, or of units that were turned down.
 */
export function inspectionFault(
  asked: readonly { readonly lineId: string; readonly quantity: number }[],
  found: readonly Found[],
  { sellersFault }: { readonly sellersFault: boolean },
): InspectionFault | null {
  if (found.length !== asked.length) return 'unitsDoNotAdd';
  for (const { lineId, quantity } of asked) {
    const line = found.find((one) => one.lineId === lineId);
    if (line === undefined) return 'unitsDoNotAdd';
    const counts = [line.sellable, line.unsellable, line.turnedDown];
    if (counts.some((count) => !Number.isSafeInteger(count) || count < 0)) return 'unitsDoNotAdd';
    if (line.sellable + line.unsellable + line.turnedDown !== quantity) return 'unitsDoNotAdd';
    const unusual = line.deductFen > 0 || line.turnedDown > 0;
    if (unusual && line.note.trim() === '') return 'reasonMissing';
    if (line.deductFen > 0 && line.sellable + line.unsellable === 0) return 'nothingDeducted';
    if (line.deductFen > 0 && sellersFault) return 'sellersFault';
  }
  return null;
}

/** Everything as it was sent, as a clock that ran out takes it. */
export function foundWhole(
  asked: readonly { readonly lineId: string; readonly quantity: number }[],
): Found[] {
  return asked.map(({ lineId, quantity }) => ({
    ...{ lineId, sellable: quantity, unsellable: 0, turnedDown: 0, deductFen: 0, note: '' },
  }));
}
