import type { StockGrade } from '../ledger/index.ts';

/** Ids by which a plan says what happens to an item that turns red (`assortment.inventory.alerts`). */
export const RED_ACTS = { payInFull: 'presale-to-full', offerSimilar: 'similar-items' } as const;

/** What a shortage does to the pre-sale of an item. */
export type Shortage = {
  /** How a new booking is paid; what is booked already stays as it was agreed. */
  readonly pays: 'deposit' | 'full';
  /** A similar item beside it while it can still be booked, in its place once nothing is left. */
  readonly similar: 'no' | 'beside' | 'instead';
};

/**
 * Of the grade that is remembered for the item, so that it is called off where the grade gets better, five points above its
 * line, and does not flicker: red turns, and black (nothing left) turns no less.
 */
export function shortageOf(redActs: readonly string[], grade: StockGrade): Shortage {
  if (grade !== 'red' && grade !== 'black') return { pays: 'deposit', similar: 'no' };
  const offers = redActs.includes(RED_ACTS.offerSimilar);
  return {
    pays: redActs.includes(RED_ACTS.payInFull) ? 'full' : 'deposit',
    similar: offers ? (grade === 'black' ? 'instead' : 'beside') : 'no',
  };
}

/** An item as far as likeness goes; the price is what a stranger pays for one now. */
export type Likeness = {
  readonly skuId: string;
  readonly productId: string;
  /** The leaf and its ancestors. */
  readonly categories: readonly string[];
  readonly priceFen: number;
};

/**
 * The item to offer for another one: of the same leaf category but another product, not short itself, the nearest in price;
 * of two as near the cheaper, then the first by id. Null where there is none: an item of another kind is no help.
 */
export function similarItem<Item extends Likeness>(
  wanted: Likeness,
  others: readonly (Item & { readonly grade: StockGrade })[],
): Item | null {
  const [leaf] = wanted.categories;
  const apart = ({ priceFen }: Likeness) => Math.abs(priceFen - wanted.priceFen);
  const [nearest] = others
    .filter(
      ({ productId, categories, grade }) =>
        productId !== wanted.productId &&
        leaf !== undefined &&
        categories[0] === leaf &&
        (grade === 'blue' || grade === 'yellow'),
    )
    .sort((a, b) => apart(a) - apart(b) || a.priceFen - b.priceFen || (a.skuId < b.skuId ? -1 : 1));
  return nearest ?? null;
}
