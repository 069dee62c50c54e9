/** The columns of the six tables, in either language; the order in a file is free, unknown columns are refused. */
export type TableKind = 'shops' | 'products' | 'prices' | 'storePrices' | 'places' | 'placeStock';

type Column = { readonly zh: string; readonly required?: true };

export const COLUMNS = {
  shops: {
    shop: { zh: '店铺编号', required: true },
    nameZh: { zh: '店铺名称', required: true },
    nameEn: { zh: '店铺英文名', required: true },
    introZh: { zh: '店铺介绍', required: true },
    introEn: { zh: '店铺英文介绍', required: true },
    freightBase: { zh: '基础运费' },
    freeFrom: { zh: '包邮门槛' },
    freightBasis: { zh: '包邮口径' },
    surcharges: { zh: '偏远加价' },
  },
  products: {
    sku: { zh: 'SKU编号', required: true },
    product: { zh: '商品编号', required: true },
    titleZh: { zh: '标题', required: true },
    titleEn: { zh: '英文标题', required: true },
    subtitleZh: { zh: '副标题', required: true },
    subtitleEn: { zh: '英文副标题', required: true },
    descriptionZh: { zh: '详情', required: true },
    descriptionEn: { zh: '英文详情', required: true },
    category: { zh: '类目', required: true },
    brandZh: { zh: '品牌', required: true },
    brandEn: { zh: '英文品牌', required: true },
    shop: { zh: '店铺编号', required: true },
    tags: { zh: '标签' },
    variantZh: { zh: '规格', required: true },
    variantEn: { zh: '英文规格', required: true },
    listPrice: { zh: '标价', required: true },
    cost: { zh: '成本', required: true },
    floor: { zh: '底价', required: true },
    stock: { zh: '库存', required: true },
    allotment: { zh: '活动配额', required: true },
    sold: { zh: '累计销量' },
    attributes: { zh: '属性' },
    images: { zh: '图片', required: true },
    enrolledIn: { zh: '报名活动' },
    enrolledBy: { zh: '报名人' },
    onSaleFrom: { zh: '上架日期', required: true },
    status: { zh: '状态' },
  },
  prices: {
    sku: { zh: 'SKU编号', required: true },
    from: { zh: '开始日期', required: true },
    until: { zh: '结束日期', required: true },
    listPrice: { zh: '标价', required: true },
    dealPrice: { zh: '成交价' },
  },
  storePrices: {
    store: { zh: '门店编号', required: true },
    storeZh: { zh: '门店名称', required: true },
    storeEn: { zh: '门店英文名', required: true },
    sku: { zh: 'SKU编号', required: true },
    storePrice: { zh: '门店价', required: true },
    seenOn: { zh: '采价日期', required: true },
  },
  places: {
    place: { zh: '地点编号', required: true },
    kind: { zh: '地点类型', required: true },
    nameZh: { zh: '地点名称', required: true },
    nameEn: { zh: '地点英文名', required: true },
    addressZh: { zh: '地址', required: true },
    addressEn: { zh: '英文地址', required: true },
    province: { zh: '所在省份', required: true },
    serves: { zh: '优先省份' },
    share: { zh: '入库占比' },
    hoursZh: { zh: '营业时间' },
    hoursEn: { zh: '英文营业时间' },
  },
  placeStock: {
    place: { zh: '地点编号', required: true },
    sku: { zh: 'SKU编号', required: true },
    units: { zh: '件数', required: true },
  },
} as const satisfies Record<TableKind, Record<string, Column>>;

/** What only this kind of table has: tells the kind from the header. */
const TELLTALE: Record<TableKind, readonly string[]> = {
  storePrices: ['storePrice', 'seenOn', 'storeZh'],
  places: ['addressZh', 'serves', 'share'],
  placeStock: ['units'],
  shops: ['introZh', 'introEn', 'freightBase', 'nameZh'],
  prices: ['from', 'until', 'dealPrice'],
  products: ['titleZh', 'product', 'variantZh', 'category'],
};

export function kindOf(header: readonly string[]): TableKind | null {
  for (const kind of ['products', 'storePrices', 'places', 'placeStock', 'shops', 'prices'] as const) {
    const fields = header.map((name) => fieldOf(kind, name));
    if (TELLTALE[kind].some((field) => fields.includes(field))) return kind;
  }
  return null;
}

/** The field a header names, in English (any case, spaces ignored) or Chinese. */
export function fieldOf(kind: TableKind, name: string): string | null {
  const wanted = name.replaceAll(/[\s_-]/g, '').toLowerCase();
  for (const [field, column] of Object.entries(COLUMNS[kind])) {
    if (field.toLowerCase() === wanted || column.zh.toLowerCase() === wanted) return field;
  }
  return null;
}

export function requiredFields(kind: TableKind): string[] {
  return Object.entries<Column>(COLUMNS[kind])
    .filter(([, column]) => column.required)
    .map(([field]) => field);
}
