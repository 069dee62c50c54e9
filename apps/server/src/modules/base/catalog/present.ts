import type { FlashItem, ProductCard, ProductView } from '@dacu/contract/api';
import { storeLeftOf } from '@dacu/engine/fulfilment';
import type { Text } from '@dacu/engine/pricing';
import type { Catalog } from './index.ts';
import type { Product, Sku } from './types.ts';

/** What the trade floor knows of an item: its price now, before anything that depends on the cart. */
export type ItemPrice = {
  readonly itemFen: number;
  /** Name of the promotion that sets that price, if one does. */
  readonly label: Text | null;
  /** Cart-level promotions that can touch it, as short labels. */
  readonly promotionLabels: readonly Text[];
  /** All of them, by id. */
  readonly promotionIds: readonly string[];
};
/** A promotion that runs now: 每满300减50 under its name. */
export type Offer = { readonly promotionId: string; readonly title: Text; readonly terms: Text };
type Shown = { readonly state: 'plenty' | 'low' | 'out'; readonly left: number | null };
/**
 * Of an ordinary order; `either` counts what can be booked too, which a card leads to as well. `storeMost` is the most that one
 * store has to collect, beside what is sent.
 */
export type ItemStock = Shown & {
  readonly sold: number;
  readonly either: Shown;
  readonly storeMost: number;
};
/** Asked of the floor above, which this module does not know; the context joins them. */
export type CatalogPorts = {
  priceOf(skuIds: readonly string[], at: number): Promise<ReadonlyMap<string, ItemPrice>>;
  stockOf(skuIds: readonly string[], at: number): Promise<ReadonlyMap<string, ItemStock>>;
  /** Counts up whenever the stock of anything has changed by an instant; absent where other nodes may change it unseen. */
  readonly stockChanges?: ((at: number) => number) | null;
  /** The item of the running or next flash slot, if the sku is in one. */
  flashOf(skuId: string, at: number): Promise<FlashItem | null>;
  /** Null for a promotion that does not run at that instant. */
  offerOf(promotionId: string, at: number): Promise<Offer | null>;
};

type Facts = {
  readonly prices: ReadonlyMap<string, ItemPrice>;
  readonly stocks: ReadonlyMap<string, ItemStock>;
  readonly references: ReadonlyMap<string, number | null>;
};

/** Cards in the order given: gather for all of them at once, then put together. */
export async function presentCards(
  catalog: Catalog,
  ports: CatalogPorts,
  products: readonly Product[],
  at: number,
): Promise<ProductCard[]> {
  if (products.length === 0) return [];
  const shops = await catalog.shops();
  const facts = await gather(
    catalog,
    ports,
    products.flatMap((product) => product.skus),
    at,
  );
  return products.flatMap((product) => {
    const shop = shops.get(product.shopId);
    return shop === undefined ? [] : [cardOf(product, shop.name, facts)];
  });
}

export async function presentProduct(
  catalog: Catalog,
  ports: CatalogPorts,
  input: { readonly product: Product; readonly at: number; readonly favourite: boolean },
): Promise<ProductView> {
  const { product, at, favourite } = input;
  const [first] = product.skus;
  if (first === undefined) throw new Error(`${product.productId} has no sku`);
  const [shops, brands, facts, history, flash] = await Promise.all([
    catalog.shops(),
    catalog.brands(),
    gather(catalog, ports, product.skus, at),
    catalog.priceHistory(first.skuId, at),
    flashOf(ports, product, at),
  ]);
  const shop = shops.get(product.shopId);
  const brand = brands.get(product.brandId);
  if (shop === undefined || brand === undefined) throw new Error(`${product.productId} lacks shop or brand`);
  return {
    card: cardOf(product, shop.name, facts),
    description: product.description,
    images: [...product.imageUrls],
    brand,
    shop: { shopId: shop.shopId, name: shop.name, intro: shop.intro },
    skus: product.skus.map((sku) => ({
      skuId: sku.skuId,
      title: sku.skuTitle,
      price: priceOf(sku, facts),
      ...shownOf([sku], facts, (stock) => stock),
      storeLeft: storeLeftOf(facts.stocks.get(sku.skuId)?.storeMost ?? 0),
    })),
    attributes: [...product.attributes],
    priceHistory: [...history],
    flash,
    favourite,
  };
}

async function gather(
  catalog: Catalog,
  ports: CatalogPorts,
  skus: readonly Sku[],
  at: number,
): Promise<Facts> {
  const skuIds = skus.map((sku) => sku.skuId);
  const [prices, stocks, references] = await Promise.all([
    ports.priceOf(skuIds, at),
    ports.stockOf(skuIds, at),
    catalog.referenceFen(skuIds, at),
  ]);
  return { prices, stocks, references };
}

async function flashOf(ports: CatalogPorts, product: Product, at: number): Promise<FlashItem | null> {
  for (const sku of product.skus) {
    const item = await ports.flashOf(sku.skuId, at);
    if (item !== null) return item;
  }
  return null;
}

function cardOf(product: Product, shopName: Text, facts: Facts): ProductCard {
  const [first] = product.skus;
  if (first === undefined) throw new Error(`${product.productId} has no sku`);
  const sold = product.skus.reduce((sum, sku) => sum + (facts.stocks.get(sku.skuId)?.sold ?? 0), 0);
  return {
    productId: product.productId,
    skuId: first.skuId,
    title: product.title,
    subtitle: product.subtitle,
    imageUrl: first.imageUrl,
    shopId: product.shopId,
    shopName,
    categoryId: product.categoryId,
    tags: [...product.tags],
    price: priceOf(first, facts),
    promotionLabels: [...(facts.prices.get(first.skuId)?.promotionLabels ?? [])],
    soldCount: product.soldBefore + sold,
    ...shownOf(product.skus, facts, ({ either }) => either),
  };
}

function priceOf(sku: Sku, { prices, references }: Facts) {
  const price = prices.get(sku.skuId);
  return {
    listFen: sku.listFen,
    itemFen: price?.itemFen ?? sku.listFen,
    label: price?.label ?? null,
    referenceFen: references.get(sku.skuId) ?? null,
  };
}

/** A product has what any of its skus has; of few left, all together. */
function shownOf(skus: readonly Sku[], { stocks }: Facts, of: (stock: ItemStock) => Shown) {
  const known = skus.map(({ skuId }): Shown => {
    const stock = stocks.get(skuId);
    return stock === undefined ? { state: 'out', left: null } : of(stock);
  });
  const inStores = skus.some(({ skuId }) => (stocks.get(skuId)?.storeMost ?? 0) > 0);
  if (known.some((stock) => stock.state === 'plenty'))
    return { stockState: 'plenty' as const, stockLeft: null, inStores };
  const low = known.filter((stock) => stock.state === 'low');
  if (low.length === 0) return { stockState: 'out' as const, stockLeft: null, inStores };
  return {
    stockState: 'low' as const,
    stockLeft: low.reduce((sum, stock) => sum + (stock.left ?? 0), 0),
    inStores,
  };
}
