import { assertFen, splitFen, sumFen } from '../money/index.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import type { Allocation, CartLine, FunderFen, FunderShare, PricingProfile } from './types.ts';

/**
 * The cart while it is being priced. These are the only values that change during pricing, they live for one call,
 * and `take` is the only way to lower a line: so what is left plus what was taken is always the list price.
 */
export type PricingLine = {
  readonly subject: CartLine;
  readonly listFen: number;
  /** Price of one unit as the item layers leave it. */
  unitFen: number;
  /** After the item layers: what parallel thresholds are tested on. */
  itemFen: number;
  /** What is left after everything taken so far. */
  runningFen: number;
  /** What is left where freight thresholds look (`FREIGHT_BASIS_AFTER`). */
  afterDiscountFen: number;
  /** Bought at a flash price, which keeps most other promotions away. */
  flash: boolean;
  readonly allocations: Allocation[];
};

export type PricingCart = {
  readonly profile: PricingProfile;
  /** Sorted by `lineId`, so that the order of a request cannot move a fen. */
  readonly lines: readonly PricingLine[];
};

/** Throws on input that no caller may send: a repeated `lineId`, a price that is not whole fen, an empty quantity. */
export function openCart(lines: readonly CartLine[], profile: PricingProfile): PricingCart {
  const sorted = [...lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1));
  return {
    profile,
    lines: sorted.map((subject, i) => {
      const { lineId, unitListFen, quantity } = subject;
      if (i > 0 && sorted[i - 1]!.lineId === lineId) throw new RangeError(`line ${lineId} occurs twice`);
      if (!Number.isSafeInteger(quantity) || quantity < 1)
        throw new RangeError(`quantity of ${lineId}: ${quantity}`);
      assertFen(unitListFen, `unitListFen of ${lineId}`);
      const listFen = unitListFen * quantity;
      assertFen(listFen, `list price of ${lineId}`);
      return {
        subject,
        listFen,
        unitFen: unitListFen,
        itemFen: listFen,
        runningFen: listFen,
        afterDiscountFen: listFen,
        flash: false,
        allocations: [],
      };
    }),
  };
}

/** Takes `fen` off a line and books who pays for it. */
export function take(
  line: PricingLine,
  { promotion }: CompiledPromotion,
  fen: number,
  couponId?: string,
): void {
  if (fen > line.runningFen) throw new RangeError(`${promotion.id} takes ${fen} of ${line.runningFen}`);
  line.runningFen -= fen;
  line.allocations.push({
    promotionId: promotion.id,
    layer: promotion.layer,
    ...(couponId !== undefined && { couponId }),
    fen,
    funderFen: shareAmongFunders(fen, promotion.funders),
  });
}

/** Each line's discount is split on its own, so that a refund of one line gives every funder its exact part back. */
export function shareAmongFunders(fen: number, funders: readonly FunderShare[]): FunderFen[] {
  const shares = splitFen(
    fen,
    funders.map(({ bp }) => bp),
  );
  return funders.map(({ funder }, i) => ({ funder, fen: shares[i]! }));
}

/**
 * How much may still be taken before the cart would cost less than `minPayableFen` (domain §1.3). At a minimum of 0
 * there is no bound to compute: no discount exceeds what is left of its own lines.
 */
export function roomFen({ lines, profile }: PricingCart): number {
  if (profile.minPayableFen === 0) return Number.MAX_SAFE_INTEGER;
  return Math.max(0, sumFen(lines.map(({ runningFen }) => runningFen)) - profile.minPayableFen);
}
