import { splitFen, sumFen } from '../money/index.ts';
import type { PricingLine } from './cart.ts';
import type { Bid } from './contest.ts';
import type { LinesOffer, Offer } from './kinds/kind.ts';
import type { Entrant } from './places.ts';

/** What an entrant offers at the moment at which its place is settled. */
export type Contender = Bid & {
  readonly entrant: Entrant;
  readonly offer: Offer | LinesOffer;
  /** What the threshold was tested on. */
  readonly baseFen: number;
  /** For a kind that takes from single lines: what it takes of each, in the order of the entrant's lines. */
  readonly lineOffFen: readonly number[] | undefined;
};

/**
 * Asks an entrant. `baseFen` is fixed where the layer tests thresholds on the item price or on what earlier layers
 * left; null where it tests on what is left at this very moment. No offer exceeds what is left of its lines, nor what
 * may still be taken of the cart.
 */
export function askOffer(entrant: Entrant, fixedBaseFen: number | null, roomInCartFen: number): Contender {
  const { promotion, lines, closesAt, claimedAt } = entrant;
  const { terms } = promotion;
  let [runningFen, quantity] = [0, 0];
  for (const line of lines) {
    runningFen += line.runningFen;
    quantity += line.subject.quantity;
  }
  const baseFen = fixedBaseFen ?? runningFen;
  const bid = { promotion, entrant, baseFen, closesAt, claimedAt };
  if (terms.on === 'cart') {
    const offer = terms.offer({ baseFen, runningFen, quantity });
    const faceFen = offer.kind === 'met' ? offer.offFen : 0;
    const thresholdFen = offer.kind === 'met' ? offer.thresholdFen : 0;
    const savingFen = Math.min(faceFen, runningFen, roomInCartFen);
    return { ...bid, offer, savingFen, faceFen, thresholdFen, lineOffFen: undefined };
  }
  if (terms.on !== 'lines') throw new TypeError(`${promotion.promotion.id} has no offer for a cart`);
  const offer = terms.offer(lines);
  const askedFen = offer.kind === 'met' ? offer.lineOffFen : [];
  const lineOffFen = capLines(
    askedFen,
    lines.map((line) => line.runningFen),
    roomInCartFen,
  );
  return {
    ...bid,
    offer,
    savingFen: sumFen(lineOffFen),
    faceFen: sumFen(askedFen),
    thresholdFen: 0,
    lineOffFen,
  };
}

/** Each line's part is capped by what is left of it; if all of it is more than the cart may lose, it shrinks in proportion. */
export function capLines(
  offFen: readonly number[],
  runningFen: readonly number[],
  roomInCartFen: number,
): number[] {
  const capped = offFen.map((fen, i) => Math.min(fen, runningFen[i]!));
  return sumFen(capped) <= roomInCartFen ? capped : splitFen(roomInCartFen, capped);
}

/** How a winner's saving is spread over its lines: by what is left of them, or as its kind says. */
export function sharesOf({
  savingFen,
  lineOffFen,
  entrant,
}: Pick<Contender, 'savingFen' | 'lineOffFen' | 'entrant'>): readonly number[] {
  return (
    lineOffFen ??
    splitFen(
      savingFen,
      entrant.lines.map(({ runningFen }: PricingLine) => runningFen),
    )
  );
}
