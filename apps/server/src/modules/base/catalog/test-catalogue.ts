import { readFile } from 'node:fs/promises';
import type { Db } from '../../../platform/db/types.ts';
import {
  type Catalog,
  createCatalog,
  type ImportOutcome,
  type StockRow,
  type UploadedFile,
} from './index.ts';

/** Five minutes before the flash sale of 18 June. */
export const NOW_AT = 1_718_639_700_000;

const FOLDER = new URL('../../../../../../campaigns/catalogue/', import.meta.url);

export async function catalogueFiles(): Promise<UploadedFile[]> {
  return Promise.all(
    ['shops.csv', 'products.csv', 'prices.csv', 'places.csv', 'place-stock.csv'].map(async (name) => ({
      name,
      bytes: await readFile(new URL(name, FOLDER)),
    })),
  );
}

export function clocksAt(at: () => number) {
  return {
    wall: { now: at },
    campaign: { now: at, running: () => true, shifted: () => true },
  };
}

/** A catalogue whose clocks a test moves, and what it handed to the stock. */
export function testCatalog(db: Db) {
  let now = NOW_AT;
  const received: StockRow[] = [];
  const catalog: Catalog = createCatalog({ db, clocks: clocksAt(() => now) });
  return {
    catalog,
    received,
    clocks: clocksAt(() => now),
    moveTo(at: number) {
      now = at;
    },
    importFiles(files: readonly UploadedFile[], options: { dryRun?: boolean } = {}): Promise<ImportOutcome> {
      return catalog.importCatalogue({
        files,
        at: now,
        dryRun: options.dryRun ?? false,
        receiveStock: async (_tx, rows) => {
          received.push(...rows);
        },
      });
    },
  };
}

export function csv(name: string, rows: readonly (readonly string[])[]): UploadedFile {
  const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const text = rows.map((row) => row.map(quote).join(',')).join('\n');
  return { name, bytes: new TextEncoder().encode(`${text}\n`) };
}

const SHOP = {
  shop: 'corner',
  nameZh: '街角小店',
  nameEn: 'Corner Shop',
  introZh: '什么都卖一点。',
  introEn: 'A little of everything.',
  freightBase: '10.00',
  freeFrom: '99.00',
  freightBasis: 'afterDiscount',
  surcharges: '650000=15.00',
};
const PRODUCT = {
  sku: 'sk-tea-1',
  product: 'pr-tea',
  titleZh: '高山红茶礼盒',
  titleEn: 'Mountain Black Tea Box',
  subtitleZh: '一盒两罐',
  subtitleEn: 'Two tins in a box',
  descriptionZh: '产自高山。',
  descriptionEn: 'Grown high up.',
  category: 'gifts',
  brandZh: '云上',
  brandEn: 'Above Clouds',
  shop: 'corner',
  tags: 'hit',
  variantZh: '200克',
  variantEn: '200 g',
  listPrice: '100.00',
  cost: '40.00',
  floor: '60.00',
  stock: '50',
  allotment: '20',
  sold: '7',
  attributes: '产地|Origin=福建|Fujian',
  images: '1f375',
  enrolledIn: 'sale-2024@2023-11-20',
  enrolledBy: '李四',
  onSaleFrom: '2024-01-01',
  status: 'on',
};
const PRICE = {
  sku: 'sk-tea-1',
  from: '2024-06-01',
  until: '2024-06-17',
  listPrice: '100.00',
  dealPrice: '90.00',
};

type Cells = Readonly<Record<string, string>>;

/** One good row of each table, with cells replaced. */
export const good = {
  shop: (cells: Cells = {}): Cells => ({ ...SHOP, ...cells }),
  product: (cells: Cells = {}): Cells => ({ ...PRODUCT, ...cells }),
  price: (cells: Cells = {}): Cells => ({ ...PRICE, ...cells }),
};

export function grid(rows: readonly Cells[]): string[][] {
  const header = Object.keys(rows[0] ?? {});
  return [header, ...rows.map((row) => header.map((field) => row[field] ?? ''))];
}

export function files(tables: {
  readonly shops?: readonly Cells[];
  readonly products?: readonly Cells[];
  readonly prices?: readonly Cells[];
}): UploadedFile[] {
  return Object.entries(tables).map(([kind, rows]) => csv(`${kind}.csv`, grid(rows)));
}
