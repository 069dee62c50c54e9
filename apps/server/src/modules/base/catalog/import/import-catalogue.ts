import type { Db, Tx } from '../../../../platform/db/types.ts';
import { writeOutbox } from '../../../../platform/outbox/write-outbox.ts';
import { imageCodes } from '../images.ts';
import { dayOf } from '../local-day.ts';
import { indexProducts } from '../search/index-products.ts';
import type { Finding, Place, StockRow } from '../types.ts';
import { checkPlaceStock, checkPlaces } from './check-places.ts';
import { checkPrices, type PriceSpan } from './check-prices.ts';
import { checkProducts, type ProductDraft, type SkuDraft } from './check-products.ts';
import { checkShops } from './check-shops.ts';
import { checkStorePrices, type Store, type StorePrice } from './check-store-prices.ts';
import { finding } from './finding.ts';
import { type ImportPreview, previewImport, refusedRows } from './preview-import.ts';
import { readTables, type Table, type UploadedFile } from './read-tables.ts';
import * as store from './store.ts';

export type ImportInput = {
  readonly files: readonly UploadedFile[];
  /** Campaign time of the import; a changed list price counts from its local day. */
  readonly at: number;
  readonly dryRun: boolean;
  /** Takes the opening stock of new skus in, and that of stores, in the same transaction; no rows when only places came. */
  readonly receiveStock: (tx: Tx, rows: readonly StockRow[]) => Promise<void>;
  /** Writes down who imported, in the same transaction. */
  readonly note?: (tx: Tx, counts: { products: number; skus: number }) => Promise<void>;
};
export type ImportOutcome = {
  readonly imported: boolean;
  readonly rows: number;
  readonly products: number;
  readonly skus: number;
  /** Everything that is wrong, each with its place. Anything here means that nothing was imported. */
  readonly errors: readonly Finding[];
  /** What a dry run would add and change; null for a real import. */
  readonly preview: ImportPreview | null;
};

const FINDINGS_MAX = 1_000;
const IMPORT_MS = 120_000;

/**
 * Imports shops, products, prices, places and what stands and costs in stores from CSV or XLSX: all or none, in one transaction. What exists is updated,
 * what a file does not name is left alone, stock is taken in for new skus only. Emits `catalogue.imported`.
 */
export async function importCatalogue(db: Db, input: ImportInput): Promise<ImportOutcome> {
  const { tables, findings } = await readTables(input.files);
  return db.transaction(
    async (tx) => {
      await store.lockCatalogue(tx);
      const decided = decide(tables, await store.readFacts(tx), findings);
      if (!input.dryRun && decided.outcome.errors.length === 0) {
        await apply(tx, decided, input);
        return { ...decided.outcome, imported: true };
      }
      if (!input.dryRun) return decided.outcome;
      const refused = refusedRows(tables, decided.findings);
      return { ...decided.outcome, preview: await previewImport(tx, decided, refused) };
    },
    { deadlineMs: IMPORT_MS },
  );
}

type Decided = {
  readonly outcome: ImportOutcome;
  /** All of them, where `outcome.errors` stops at a thousand. */
  readonly findings: readonly Finding[];
  readonly facts: store.Facts;
  readonly shops: ReturnType<typeof checkShops>;
  readonly products: readonly ProductDraft[];
  readonly skus: readonly SkuDraft[];
  readonly prices: readonly PriceSpan[];
  readonly stores: readonly Store[];
  readonly storePrices: readonly StorePrice[];
  readonly places: readonly Place[];
  readonly placeStock: readonly StockRow[];
};

/** Pure: every table against the facts and against the tables before it. */
function decide(tables: readonly Table[], facts: store.Facts, read: readonly Finding[]): Decided {
  const findings = [...read];
  if (tables.length === 0 && findings.length === 0) findings.push(finding.unknownTable('', []));
  const of = (kind: Table['kind']) => tables.filter((table) => table.kind === kind);
  const shops = of('shops').flatMap((table) => checkShops(table, findings));
  const shopIds = new Set([...facts.shopIds, ...of('shops').flatMap(idsOf('shop'))]);
  const images = imageCodes();
  const checked = of('products').map((table) =>
    checkProducts(
      table,
      {
        isShop: (shopId) => shopIds.has(shopId),
        categoryId: (word) => facts.categoryIdByWord.get(word.toLowerCase()) ?? null,
        isImage: (code) => images.has(code),
        brandZh: (brandId) => facts.brandZhById.get(brandId) ?? null,
        productOf: (skuId) => facts.skuById.get(skuId)?.productId ?? null,
      },
      findings,
    ),
  );
  const products = checked.flatMap((one) => one.products);
  const skus = checked.flatMap((one) => one.skus);
  const skuIds = new Set([...facts.skuById.keys(), ...of('products').flatMap(idsOf('sku'))]);
  const prices = of('prices').flatMap((table) => checkPrices(table, (skuId) => skuIds.has(skuId), findings));
  const seen = of('storePrices').map((table) =>
    checkStorePrices(table, (skuId) => skuIds.has(skuId), findings),
  );
  const places = of('places').flatMap((table) =>
    checkPlaces(table, (placeId) => facts.placeKindById.get(placeId) ?? null, findings),
  );
  const kinds = new Map([
    ...facts.placeKindById,
    ...places.map(({ placeId, kind }) => [placeId, kind] as const),
  ]);
  const standing = { kindOf: (id: string) => kinds.get(id) ?? null, isSku: (id: string) => skuIds.has(id) };
  const placeStock = of('placeStock').flatMap((table) => checkPlaceStock(table, standing, findings));
  return {
    places,
    placeStock,
    findings,
    facts,
    shops,
    products,
    skus,
    prices,
    stores: seen.flatMap((one) => one.stores),
    storePrices: seen.flatMap((one) => one.prices),
    outcome: {
      imported: false,
      rows: tables.reduce((total, table) => total + table.rows.length, 0),
      products: products.length,
      skus: skus.length,
      errors: shortened(findings),
      preview: null,
    },
  };
}

/** Ids as written, so that one bad cell of a row does not make every row that names it look wrong too. */
function idsOf(field: string) {
  return (table: Table): string[] => table.rows.map((row) => row.cells[field] ?? '');
}

function shortened(findings: readonly Finding[]): Finding[] {
  if (findings.length <= FINDINGS_MAX) return [...findings];
  return [...findings.slice(0, FINDINGS_MAX), finding.more(findings.length - FINDINGS_MAX)];
}

async function apply(tx: Tx, decided: Decided, { at, receiveStock, note }: ImportInput): Promise<void> {
  const { facts, shops, products, skus, prices, stores, storePrices, places, placeStock } = decided;
  const today = dayOf(at);
  await store.putShops(tx, shops);
  await store.putBrands(tx, products);
  await store.putProducts(tx, products);
  await store.putSkus(tx, skus);
  await store.putEnrolments(tx, products);
  await store.putPriceSpans(tx, prices);
  await store.putStorePrices(tx, stores, storePrices);
  if (places.length > 0) await store.putPlaces(tx, places);
  const repriced = skus.filter((sku) => facts.skuById.get(sku.skuId)?.listFen !== sku.listFen);
  await store.putListPrices(tx, today, repriced);
  await indexProducts(
    tx,
    products.map((product) => product.productId),
  );
  const opening = skus
    .filter((sku) => !facts.skuById.has(sku.skuId))
    .map(({ skuId, stock, allotment }) => ({ skuId, quantity: stock, allotment }));
  if (opening.length + placeStock.length + places.length > 0)
    await receiveStock(tx, [...opening, ...placeStock]);
  await store.raiseVersion(tx);
  await note?.(tx, { products: products.length, skus: skus.length });
  await writeOutbox(tx, [
    {
      type: 'catalogue.imported',
      aggregate: 'catalogue',
      at,
      data: { products: products.length, skus: skus.length },
    },
  ]);
}
