import type { PlaceKind } from '@dacu/engine/ledger';
import type { FreightTemplate, Text } from '@dacu/engine/pricing';

export type Sku = {
  readonly skuId: string;
  readonly productId: string;
  readonly shopId: string;
  /** The leaf and its ancestors. */
  readonly categories: readonly string[];
  readonly brandId: string;
  readonly tags: readonly string[];
  /** Title of the product. */
  readonly title: Text;
  /** What tells this sku from its siblings: colour, size, weight. */
  readonly skuTitle: Text;
  readonly imageUrl: string;
  readonly listFen: number;
  readonly costFen: number;
  readonly floorFen: number;
  /** Not taken down by its shop, and its day of sale has come on the campaign clock. */
  readonly onSale: boolean;
  readonly onSaleAt: number;
  readonly enrolledCampaignIds: readonly string[];
};

export type Shop = {
  readonly shopId: string;
  readonly name: Text;
  readonly intro: Text;
  readonly freight: FreightTemplate | null;
};
export type Brand = { readonly brandId: string; readonly name: Text };
export type Category = {
  readonly categoryId: string;
  readonly parentId: string | null;
  readonly title: Text;
  readonly imageUrl: string;
};
export type Attribute = { readonly name: Text; readonly value: Text };

export type Product = {
  readonly productId: string;
  readonly shopId: string;
  readonly categoryId: string;
  readonly brandId: string;
  readonly title: Text;
  readonly subtitle: Text;
  readonly description: Text;
  readonly tags: readonly string[];
  readonly imageUrls: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly onSale: boolean;
  readonly onSaleAt: number;
  /** Sold before this catalogue kept count, all skus together. */
  readonly soldBefore: number;
  /** In the order of the shop; the first is the one on the card. Never empty. */
  readonly skus: readonly Sku[];
};

/** Opening stock that an import found for skus that are new; who counts stock takes it in, in the same transaction. */
export type StockRow = {
  readonly skuId: string;
  readonly quantity: number;
  readonly allotment: number;
  /** The store whose own stock it is; left out for the network's. */
  readonly placeId?: string;
  /** The number it comes in under, once; left out where the import's own will do. */
  readonly receiptId?: string;
};

/** A warehouse or a store: where goods stand. */
export type Place = {
  readonly placeId: string;
  readonly kind: PlaceKind;
  readonly name: Text;
  readonly address: Text;
  /** Province codes of GB/T 2260. */
  readonly province: string;
  /** The provinces that it serves before other places do. */
  readonly serves: readonly string[];
  /** A warehouse's part of a delivery for which nobody names a place, in proportion to the others'. */
  readonly share: number;
  readonly hours: Text | null;
};

/** What an item costs in a store, as it was last seen there. */
export type ShelfPrice = {
  readonly storeId: string;
  readonly storeName: { readonly zh: string; readonly en: string };
  readonly skuId: string;
  readonly priceFen: number;
  /** The local day on which it was seen. */
  readonly seenOn: string;
};

/** What is wrong with a file, with its place. `line` 1 is the header, 0 the file as a whole. */
export type Finding = {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly found: string;
  readonly allowed: string;
  readonly message: Text;
};
