import { shareOfUnits, sumFen } from '../money/index.ts';
import type { Allocation, Layer } from '../pricing/index.ts';

/** A paid line as its order froze it, what came back of it so far, and what protection its kept units already had. */
export type ProtectedLine = {
  readonly quantity: number;
  readonly returnedQuantity: number;
  readonly listFen: number;
  readonly netFen: number;
  readonly allocations: readonly Pick<Allocation, 'layer' | 'fen'>[];
  /** Paid on the units that are still kept; what left with returned units is no part of it. */
  readonly heldFen: number;
};

/** `paidFen` and `nowFen` are of the kept units, at comparable layers; `fen` is to be paid now. */
export type Difference = {
  readonly kind: 'due';
  readonly fen: number;
  readonly paidFen: number;
  readonly nowFen: number;
};
export type NoDifference = {
  readonly kind: 'none';
  /** `alreadyPaid`: all of today's difference; `nothingLeft`: no money of the buyer's is left in these units. */
  readonly reason: 'allReturned' | 'notLower' | 'alreadyPaid' | 'nothingLeft';
  readonly paidFen: number;
  readonly nowFen: number;
};

/** L1–L3: what everybody's price is made of. Member rate, subsidy, red packets and points are the buyer's own. */
const PUBLIC_LAYERS: ReadonlySet<Layer> = new Set<Layer>([
  'itemPrice',
  'itemCut',
  'storeReduction',
  'storeCoupon',
  'crossStore',
  'platformCoupon',
]);

/**
 * What a line costs before anybody's own assets. On the paid side the coupons that were used are taken off as well: they
 * lowered what was paid. On today's side there are none, because nobody's cart is quoted.
 */
export function publicFen(line: Pick<ProtectedLine, 'listFen' | 'allocations'>): number {
  const off = line.allocations.filter(({ layer }) => PUBLIC_LAYERS.has(layer)).map(({ fen }) => fen);
  return line.listFen - sumFen(off);
}

/**
 * What is owed on the kept units of a line when all its units would cost `lineNowFen` today (same layers, domain §6):
 * `max(0, paid − now)` of the kept units, minus what they had before, and never more than the buyer's money that is still
 * in them (V36, V62). Units are sliced as refunds slice them, so nothing depends on the order of returns and claims.
 */
export function protectedDifference(line: ProtectedLine, lineNowFen: number): Difference | NoDifference {
  const { quantity, returnedQuantity, netFen, heldFen } = line;
  const kept = quantity - returnedQuantity;
  const keptOf = (fen: number) => shareOfUnits(fen, quantity, returnedQuantity, kept);
  const [paidFen, nowFen] = [keptOf(publicFen(line)), keptOf(lineNowFen)];
  const none = (reason: NoDifference['reason']): NoDifference => ({ kind: 'none', reason, paidFen, nowFen });
  if (kept === 0) return none('allReturned');
  if (nowFen >= paidFen) return none('notLower');
  const moreFen = paidFen - nowFen - heldFen;
  if (moreFen <= 0) return none('alreadyPaid');
  const leftFen = keptOf(netFen) - heldFen;
  if (leftFen <= 0) return none('nothingLeft');
  return { kind: 'due', fen: Math.min(moreFen, leftFen), paidFen, nowFen };
}

/**
 * What of the protection leaves with `quantity` more returned units: it is taken off their refund (domain §1.7.9, V36),
 * `takenFen ≤ refund`, and the rest stays covered by what the units kept still hold. With the last unit all of it leaves,
 * so protection and refunds of a line sum to exactly what was paid.
 */
export function withdrawProtection(
  { quantity: all, returnedQuantity, netFen, heldFen }: Omit<ProtectedLine, 'listFen' | 'allocations'>,
  quantity: number,
): { readonly takenFen: number; readonly heldFen: number } {
  const kept = all - returnedQuantity;
  const leftFen = shareOfUnits(netFen, all, returnedQuantity, kept);
  const refundFen = shareOfUnits(netFen, all, returnedQuantity, quantity);
  const shareFen = kept === 0 ? 0 : shareOfUnits(heldFen, kept, 0, quantity);
  const takenFen = Math.min(refundFen, Math.max(shareFen, heldFen - (leftFen - refundFen)));
  return { takenFen, heldFen: heldFen - takenFen };
}
