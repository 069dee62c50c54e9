import { startOfDay } from '../local-day.ts';
import type { Attribute, Finding } from '../types.ts';
import { whole } from './check-shops.ts';
import { type Enrolment, readAttributes, readEnrolments, readImages, readTags } from './read-lists.ts';
import { type RowReader, readRow } from './read-row.ts';
import type { Table } from './read-tables.ts';

export type ProductDraft = {
  readonly productId: string;
  readonly shopId: string;
  readonly categoryId: string;
  readonly brandId: string;
  readonly brandZh: string;
  readonly brandEn: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly subtitleZh: string;
  readonly subtitleEn: string;
  readonly descriptionZh: string;
  readonly descriptionEn: string;
  readonly tags: readonly string[];
  readonly images: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly onSaleAt: number;
  readonly status: 'on' | 'off';
  readonly enrolments: readonly Enrolment[];
};
export type SkuDraft = {
  readonly skuId: string;
  readonly productId: string;
  readonly place: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly listFen: number;
  readonly costFen: number;
  readonly floorFen: number;
  readonly soldBefore: number;
  readonly stock: number;
  readonly allotment: number;
};
/** What the rows are checked against: the database and the other tables of the same import. */
export type Known = {
  isShop(shopId: string): boolean;
  /** By id or by name in either language. */
  categoryId(word: string): string | null;
  isImage(code: string): boolean;
  /** Chinese name of a brand that exists, by id. */
  brandZh(brandId: string): string | null;
  /** The product a sku that exists belongs to. */
  productOf(skuId: string): string | null;
};

/** Columns that belong to the product: filled on its first row, empty or the same on the rows of further skus. */
// biome-ignore format: one column a line would be a page
const OF_PRODUCT = [
  'titleZh', 'titleEn', 'subtitleZh', 'subtitleEn', 'descriptionZh', 'descriptionEn', 'category', 'brandZh',
  'brandEn', 'shop', 'tags', 'attributes', 'images', 'enrolledIn', 'enrolledBy', 'onSaleFrom', 'status',
] as const;
const SKUS_MAX = 50;

type Seen = {
  readonly first: Map<string, Readonly<Record<string, string>>>;
  readonly skus: Set<string>;
  readonly titles: Map<string, string>;
  readonly brands: Map<string, string>;
  readonly skuCounts: Map<string, number>;
};

/** Checks one row for each sku; the rows of a product need not be neighbours. */
export function checkProducts(
  table: Table,
  known: Known,
  findings: Finding[],
): { products: ProductDraft[]; skus: SkuDraft[] } {
  const seen: Seen = {
    first: new Map(),
    skus: new Set(),
    titles: new Map(),
    brands: new Map(),
    skuCounts: new Map(),
  };
  const products: ProductDraft[] = [];
  const skus: SkuDraft[] = [];
  for (const row of table.rows) {
    const read = readRow(table.file, row, findings);
    const productId = read.id('product');
    const first = productId === null ? undefined : seen.first.get(productId);
    if (productId !== null && first === undefined) {
      seen.first.set(productId, row.cells);
      const product = readProduct(read, productId, known, seen);
      if (product !== null) products.push(product);
    }
    if (first !== undefined) compareWithFirst(read, first);
    const sku = readSku(read, productId, known, seen);
    if (sku !== null) skus.push(sku);
  }
  return { products, skus };
}

function compareWithFirst(read: RowReader, first: Readonly<Record<string, string>>): void {
  for (const field of OF_PRODUCT) {
    const value = read.cell(field);
    if (value !== '' && value !== (first[field] ?? ''))
      read.report(
        field,
        first[field] ?? '',
        '与同一商品首行的内容不一致。',
        'This differs from the first row of the same product.',
      );
  }
}

function readSku(read: RowReader, productId: string | null, known: Known, seen: Seen): SkuDraft | null {
  const skuId = read.id('sku');
  if (skuId !== null && seen.skus.has(skuId))
    read.report('sku', '', '同一 SKU 出现了两次。', 'The same sku stands twice.');
  if (skuId !== null) seen.skus.add(skuId);
  const belongsTo = skuId === null ? null : known.productOf(skuId);
  if (belongsTo !== null && productId !== null && belongsTo !== productId)
    read.report('product', belongsTo, '这个 SKU 已属于另一个商品。', 'This sku belongs to another product.');
  const title = { zh: read.text('variantZh', 40), en: read.text('variantEn', 60) };
  const listFen = read.fen('listPrice');
  const costFen = read.fen('cost');
  const floorFen = read.fen('floor');
  if (listFen === 0)
    read.report('listPrice', '> 0', '标价必须大于零。', 'The list price must be above zero.');
  if (costFen !== null && floorFen !== null && costFen > floorFen)
    read.report('floor', `≥ ${read.cell('cost')}`, '底价低于成本。', 'The floor is below the cost.');
  if (floorFen !== null && listFen !== null && floorFen > listFen)
    read.report(
      'floor',
      `≤ ${read.cell('listPrice')}`,
      '底价高于标价。',
      'The floor is above the list price.',
    );
  const stock = read.count('stock');
  const allotment = read.count('allotment');
  if (stock !== null && allotment !== null && allotment > stock)
    read.report('allotment', `≤ ${stock}`, '活动配额超过库存。', 'The allotment is above the stock.');
  const soldBefore = read.cell('sold') === '' ? 0 : read.count('sold');
  const place = productId === null ? 0 : (seen.skuCounts.get(productId) ?? 0);
  if (productId !== null) seen.skuCounts.set(productId, place + 1);
  if (place >= SKUS_MAX)
    read.report('sku', `≤ ${SKUS_MAX}`, '一个商品的 SKU 过多。', 'The product has too many skus.');
  if (skuId === null || productId === null || !whole(title)) return null;
  if (listFen === null || costFen === null || floorFen === null) return null;
  if (stock === null || allotment === null || soldBefore === null) return null;
  const { zh: titleZh, en: titleEn } = title;
  return {
    skuId,
    productId,
    place,
    titleZh,
    titleEn,
    listFen,
    costFen,
    floorFen,
    soldBefore,
    stock,
    allotment,
  };
}

function readProduct(read: RowReader, productId: string, known: Known, seen: Seen): ProductDraft | null {
  const title = { zh: read.text('titleZh', 60), en: read.text('titleEn', 100) };
  for (const [field, value] of [
    ['titleZh', title.zh],
    ['titleEn', title.en],
  ] as const) {
    if (value === null) continue;
    const other = seen.titles.get(value);
    if (other !== undefined)
      read.report(field, '', `与商品 ${other} 的标题相同。`, `The title is that of product ${other}.`);
    seen.titles.set(value, productId);
  }
  const subtitle = { zh: read.text('subtitleZh', 40), en: read.text('subtitleEn', 80) };
  const description = { zh: read.text('descriptionZh', 600), en: read.text('descriptionEn', 1200) };
  const categoryId = known.categoryId(read.cell('category'));
  if (categoryId === null)
    read.report('category', 'GET /api/categories', '没有这个类目。', 'There is no such category.');
  const brand = readBrand(read, known, seen);
  const shopId = read.cell('shop');
  if (!known.isShop(shopId)) read.report('shop', '', '没有这个店铺。', 'There is no such shop.');
  const onSaleFrom = read.day('onSaleFrom');
  const status = read.cell('status') || 'on';
  if (status !== 'on' && status !== 'off')
    read.report('status', 'on | off', '状态应为 on 或 off。', 'The status is on or off.');
  const parts = {
    tags: readTags(read),
    images: readImages(read, known.isImage),
    attributes: readAttributes(read),
    enrolments: readEnrolments(read),
  };
  if (!whole(title) || !whole(subtitle) || !whole(description) || categoryId === null || brand === null)
    return null;
  if (onSaleFrom === null) return null;
  return {
    productId,
    shopId,
    categoryId,
    ...brand,
    titleZh: title.zh,
    titleEn: title.en,
    subtitleZh: subtitle.zh,
    subtitleEn: subtitle.en,
    descriptionZh: description.zh,
    descriptionEn: description.en,
    ...parts,
    onSaleAt: startOfDay(onSaleFrom),
    status: status === 'off' ? 'off' : 'on',
  };
}

/** A brand is known by its English name, written small with hyphens. */
export function brandIdOf(nameEn: string): string {
  return nameEn
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function readBrand(read: RowReader, known: Known, seen: Seen) {
  const brandZh = read.text('brandZh', 30);
  const brandEn = read.text('brandEn', 40);
  if (brandZh === null || brandEn === null) return null;
  const brandId = brandIdOf(brandEn);
  if (brandId === '')
    return read.report(
      'brandEn',
      'a-z 0-9',
      '英文品牌应含字母或数字。',
      'The English brand needs letters or digits.',
    );
  const other = seen.brands.get(brandId) ?? known.brandZh(brandId);
  if (other !== null && other !== brandZh)
    return read.report(
      'brandZh',
      other,
      '同一英文品牌有两个中文名。',
      'One English brand has two Chinese names.',
    );
  seen.brands.set(brandId, brandZh);
  return { brandId, brandZh, brandEn };
}
