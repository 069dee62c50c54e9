import type { Tx } from '../../../../platform/db/types.ts';
import type { Finding, Place, Shop } from '../types.ts';
import type { PriceSpan } from './check-prices.ts';
import type { ProductDraft, SkuDraft } from './check-products.ts';
import type { StorePrice } from './check-store-prices.ts';
import type { TableKind } from './columns.ts';
import * as stored from './stored-store.ts';

export type Tally = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that were refused; see the findings. */
  readonly refused: number;
};
export type PreviewChange = {
  readonly kind: 'shop' | 'product' | 'sku';
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly state: 'added' | 'changed';
  /** Empty for what is new. Amounts are whole fen, in fields whose name ends in `Fen`. */
  readonly fields: readonly {
    readonly field: string;
    readonly before: string | number | null;
    readonly after: string | number | null;
  }[];
};
export type ImportPreview = {
  readonly shops: Tally;
  readonly products: Tally;
  readonly skus: Tally;
  /** Days of price history. */
  readonly priceDays: Tally;
  /** Prices seen in stores. */
  readonly storePrices: Tally;
  readonly places: Tally;
  readonly changes: readonly PreviewChange[];
  /** Changes beyond those listed. */
  readonly more: number;
};

/** What a screen can show and a person can read; counts go on above it. */
const CHANGES_MAX = 1_000;

type Drafts = {
  readonly shops: readonly Shop[];
  readonly products: readonly ProductDraft[];
  readonly skus: readonly SkuDraft[];
  readonly prices: readonly PriceSpan[];
  readonly storePrices: readonly StorePrice[];
  readonly places: readonly Place[];
};

/** What an import would add and change, against what stands in the catalogue now. Reads only. */
export async function previewImport(
  tx: Tx,
  drafts: Drafts,
  refusedRows: Readonly<Record<TableKind, number>>,
): Promise<ImportPreview> {
  const shops = compare(
    'shop',
    drafts.shops.map((shop) => ({ id: shop.shopId, title: shop.name, fields: shopFields(shop) })),
    await stored.shopFields(
      tx,
      drafts.shops.map(({ shopId }) => shopId),
    ),
  );
  const products = compare(
    'product',
    drafts.products.map((draft) => ({
      id: draft.productId,
      title: { zh: draft.titleZh, en: draft.titleEn },
      fields: productFields(draft),
    })),
    await stored.productFields(
      tx,
      drafts.products.map(({ productId }) => productId),
    ),
  );
  const titles = new Map(drafts.products.map((draft) => [draft.productId, draft]));
  const skus = compare(
    'sku',
    drafts.skus.map((draft) => {
      const product = titles.get(draft.productId);
      return {
        id: draft.skuId,
        title: {
          zh: [product?.titleZh, draft.titleZh].filter(Boolean).join(' · '),
          en: [product?.titleEn, draft.titleEn].filter(Boolean).join(' · '),
        },
        fields: skuFields(draft),
      };
    }),
    await stored.skuFields(
      tx,
      drafts.skus.map(({ skuId }) => skuId),
    ),
  );
  const changes = [...shops.changes, ...products.changes, ...skus.changes];
  // What alters something that is sold already is what somebody has to look at.
  changes.sort((one, other) => Number(one.state === 'added') - Number(other.state === 'added'));
  return {
    shops: { ...shops.tally, refused: refusedRows.shops },
    products: products.tally,
    skus: { ...skus.tally, refused: refusedRows.products },
    priceDays: { ...(await stored.comparePriceDays(tx, drafts.prices)), refused: refusedRows.prices },
    storePrices: {
      ...(await stored.compareStorePrices(tx, drafts.storePrices)),
      refused: refusedRows.storePrices,
    },
    places: { ...(await stored.comparePlaces(tx, drafts.places)), refused: refusedRows.places },
    changes: changes.slice(0, CHANGES_MAX),
    more: Math.max(0, changes.length - CHANGES_MAX),
  };
}

/** Rows with a finding, by table; a file as a whole counts for none. */
export function refusedRows(
  tables: readonly { readonly file: string; readonly kind: TableKind }[],
  findings: readonly Finding[],
): Record<TableKind, number> {
  const rows: Record<TableKind, Set<number>> = {
    ...{ shops: new Set(), products: new Set(), prices: new Set(), storePrices: new Set() },
    ...{ places: new Set(), placeStock: new Set() },
  };
  for (const { file, line } of findings) {
    const kind = tables.find((table) => table.file === file)?.kind;
    if (kind !== undefined && line > 1) rows[kind].add(line);
  }
  const { shops, products, prices, storePrices, places, placeStock } = rows;
  return {
    ...{ shops: shops.size, products: products.size, prices: prices.size },
    ...{ storePrices: storePrices.size, places: places.size, placeStock: placeStock.size },
  };
}

export type Fields = Readonly<Record<string, string | number | null>>;
type Draft = { readonly id: string; readonly title: PreviewChange['title']; readonly fields: Fields };

function compare(
  kind: PreviewChange['kind'],
  drafts: readonly Draft[],
  before: ReadonlyMap<string, Fields>,
): { tally: Tally; changes: PreviewChange[] } {
  const changes: PreviewChange[] = [];
  for (const { id, title, fields } of drafts) {
    const was = before.get(id);
    if (was === undefined) {
      changes.push({ kind, id, title, state: 'added', fields: [] });
      continue;
    }
    const differing = Object.entries(fields)
      .filter(([field, after]) => (was[field] ?? null) !== after)
      .map(([field, after]) => ({ field, before: was[field] ?? null, after }));
    if (differing.length > 0) changes.push({ kind, id, title, state: 'changed', fields: differing });
  }
  const added = changes.filter(({ state }) => state === 'added').length;
  const changed = changes.length - added;
  return { tally: { added, changed, unchanged: drafts.length - changes.length, refused: 0 }, changes };
}

const list = (values: readonly string[]) => [...values].sort().join(' · ');

function shopFields({ name, intro, freight }: Shop): Fields {
  return {
    nameZh: name.zh,
    nameEn: name.en,
    introZh: intro.zh,
    introEn: intro.en,
    freight: freight === null ? null : stored.freightText(freight),
  };
}

function productFields(draft: ProductDraft): Fields {
  const { productId: _, brandZh: _zh, brandEn: _en, tags, images, attributes, enrolments, ...same } = draft;
  return {
    ...same,
    tags: list(tags),
    images: images.join(' · '),
    attributes: attributes.map(({ name, value }) => `${name.zh}=${value.zh}`).join(' · '),
    enrolments: list(enrolments.map(({ campaignId }) => campaignId)),
  };
}

/** Stock and allotment are taken in for new skus only, so they are no change of one that exists. */
function skuFields({ productId: _, skuId: _sku, stock: _stock, allotment: _a, ...same }: SkuDraft): Fields {
  return same;
}
