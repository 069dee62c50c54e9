import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYuan } from '@dacu/engine/money';
import type { CartLine, FreightTemplate } from '@dacu/engine/pricing';
import { readCsv } from './csv.ts';

/** What a cart line takes from the catalogue. */
export type CatalogueItem = Omit<CartLine, 'lineId' | 'quantity' | 'enrolled'> & {
  readonly campaignIds: readonly string[];
};
export type Catalogue = {
  readonly items: ReadonlyMap<string, CatalogueItem>;
  readonly freight: readonly FreightTemplate[];
};
/** What could not be read, with its place. */
export type CatalogueFault = { readonly place: string; readonly found: string };

/**
 * The columns of `products.csv` and `shops.csv` that a price depends on. A row that leaves the product's own columns
 * empty has those of the row before it with the same product. The server's import checks such files whole; here only
 * what is read is looked at.
 */
export function readCatalogue(folder: string): Catalogue | CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const items = new Map<string, CatalogueItem>();
  const firstOf = new Map<string, Readonly<Record<string, string>>>();
  for (const [i, row] of readCsv(readFileSync(join(folder, 'products.csv'), 'utf8')).entries()) {
    const productId = row.product ?? '';
    const product = firstOf.get(productId) ?? row;
    firstOf.set(productId, product);
    const unitListFen = parseYuan(row.listPrice ?? '');
    if (unitListFen === null)
      faults.push({ place: `products.csv:${i + 2} listPrice`, found: row.listPrice ?? '' });
    items.set(row.sku ?? '', {
      skuId: row.sku ?? '',
      shopId: product.shop ?? '',
      categories: [product.category ?? ''],
      brandId: brandIdOf(product.brandEn ?? ''),
      tags: listOf(product.tags),
      unitListFen: unitListFen ?? 0,
      campaignIds: listOf(product.enrolledIn).map((part) => part.split('@')[0]!),
    });
  }
  const shops = join(folder, 'shops.csv');
  const freight = existsSync(shops) ? freightOf(readFileSync(shops, 'utf8'), faults) : [];
  return faults.length > 0 ? faults : { items, freight };
}

function freightOf(text: string, faults: CatalogueFault[]): FreightTemplate[] {
  return readCsv(text).flatMap((row, i): FreightTemplate[] => {
    if (!row.freightBase) return [];
    const fen = (name: string, amount: string) => {
      const value = parseYuan(amount);
      if (value === null) faults.push({ place: `shops.csv:${i + 2} ${name}`, found: amount });
      return value ?? 0;
    };
    const surcharges = listOf(row.surcharges).map((part) => part.split('=').map((side) => side.trim()));
    return [
      {
        shopId: row.shop ?? '',
        baseFen: fen('freightBase', row.freightBase),
        ...(row.freeFrom && { freeFromFen: fen('freeFrom', row.freeFrom) }),
        basis: row.freightBasis === 'itemPrice' ? 'itemPrice' : 'afterDiscount',
        surchargeFenByRegion: Object.fromEntries(
          surcharges.map(([region = '', amount = '']) => [region, fen('surcharges', amount)]),
        ),
      },
    ];
  });
}

function listOf(cell = ''): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** As the import of the catalogue names brands. */
function brandIdOf(nameEn: string): string {
  return nameEn
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
