import { shortageOf, similarItem } from '@dacu/engine/presale';
import type { Text } from '@dacu/engine/pricing';
import { type Presales, redActsOf } from './presales.ts';
import type { PriceTags } from './price-tags.ts';
import type { Edition, Sku, Sources } from './sources.ts';

/** An item to buy instead, at what a stranger pays for it now. */
export type SimilarItem = {
  readonly skuId: string;
  readonly productId: string;
  readonly title: Text;
  readonly imageUrl: string;
  readonly priceFen: number;
};

/** What the plan does about an item that is red or sold out. */
export type ItemShortage = {
  readonly grade: 'red' | 'black';
  readonly since: number;
  /** How new bookings of its pre-sale are paid; null where none takes bookings. */
  readonly presale: {
    readonly promotionId: string;
    readonly title: Text;
    readonly pays: 'deposit' | 'full';
  } | null;
  /** `beside` it, or `instead` of it once nothing is left; null where the plan offers none, or there is none. */
  readonly similar: { readonly place: 'beside' | 'instead'; readonly item: SimilarItem } | null;
};

export type Shortages = {
  /** Of those that are red or sold out; the others have no entry. Read when it is asked, so nothing has to be called off. */
  shortagesOf(skuIds: readonly string[], at: number): Promise<ReadonlyMap<string, ItemShortage>>;
};

/** Which items are offered and how a pre-sale is paid is the engine's to say (`@dacu/engine/presale`); here its facts are gathered. */
export function createShortages(
  { catalog, plan, stock }: Sources,
  presales: Pick<Presales, 'bookable'>,
  tags: Pick<PriceTags, 'priceOf'>,
): Shortages {
  /** Items of these categories that can be bought as they are, with their price and grade. */
  async function shelfOf(leaves: ReadonlySet<string>, edition: Edition | null, at: number) {
    const boxed = new Set((edition?.compiled.boxes ?? []).map(({ skuId }) => skuId));
    const skus = (await catalog.allSkus()).filter(
      ({ skuId, onSale, categories: [leaf] }) => onSale && !boxed.has(skuId) && leaves.has(leaf ?? ''),
    );
    const skuIds = skus.map(({ skuId }) => skuId);
    const [grades, prices] = await Promise.all([stock.gradesOf(skuIds), tags.priceOf(skuIds, at)]);
    return skus.flatMap((sku) => {
      const [graded, tag] = [grades.get(sku.skuId), prices.get(sku.skuId)];
      return graded && tag ? [{ ...sku, priceFen: tag.itemFen, grade: graded.grade }] : [];
    });
  }

  return {
    async shortagesOf(skuIds, at) {
      const found = new Map<string, ItemShortage>();
      const grades = await stock.gradesOf(skuIds);
      const short = [...grades].flatMap(([skuId, { grade, since }]) =>
        grade === 'red' || grade === 'black' ? [{ skuId, grade, since }] : [],
      );
      if (short.length === 0) return found;
      const ids = short.map(({ skuId }) => skuId);
      const [edition, skus, bookable, prices] = await Promise.all([
        plan.editionAt(at),
        catalog.getSkus(ids),
        presales.bookable(ids, at),
        tags.priceOf(ids, at),
      ]);
      const acts = edition === null ? [] : redActsOf(edition);
      const leaves = new Set([...skus.values()].flatMap(({ categories: [leaf] }) => leaf ?? []));
      const shelf = short.some(({ grade }) => shortageOf(acts, grade).similar !== 'no')
        ? await shelfOf(leaves, edition, at)
        : [];
      for (const { skuId, grade, since } of short) {
        const sku = skus.get(skuId);
        if (sku === undefined) continue;
        const booked = bookable.get(skuId);
        const { pays, similar } = shortageOf(acts, grade);
        const priceFen = booked?.unit.contractFen ?? prices.get(skuId)!.itemFen;
        const item = similar === 'no' ? null : similarItem({ ...sku, priceFen }, shelf);
        found.set(skuId, {
          ...{ grade, since },
          presale: booked
            ? { promotionId: booked.programme.promotionId, title: booked.programme.title, pays }
            : null,
          similar: similar === 'no' || item === null ? null : { place: similar, item: presentItem(item) },
        });
      }
      return found;
    },
  };
}

function presentItem(sku: Sku & { readonly priceFen: number }): SimilarItem {
  const { skuId, productId, title, imageUrl, priceFen } = sku;
  return { skuId, productId, title: { zh: title.zh, en: title.en }, imageUrl, priceFen };
}
