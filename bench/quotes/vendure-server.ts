/**
 * A Vendure on the PostgreSQL of the bench with the same items and the same tiers, answering on PORT. Every tier is a
 * promotion of its own: a condition of ours that adds up what the order spends in a shop (which shop an item is of, it
 * looks up in memory), and Vendure's own fixed discount. Vendure adds what holds, so a tier takes off what it gives more than the one below.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Item, moreFenOf, type Tier } from './plain-sale.ts';
import { COUPON } from './shopper.ts';

const load = createRequire(new URL('../peers/vendure/package.json', import.meta.url));
type OrderLine = { productVariant: { sku: string }; linePriceWithTax: number };
type Condition = {
  code: string;
  description: object[];
  args: object;
  check(ctx: unknown, order: { lines: OrderLine[] }, args: { shop: string; from: number }): boolean;
};
type Vendure = {
  bootstrap(config: object): Promise<{ close(): Promise<void> }>;
  DefaultLogger: new (options: object) => object;
  LogLevel: { Error: number };
  PromotionCondition: new (condition: Condition) => object;
  orderFixedDiscount: object;
  minimumOrderAmount: object;
  dummyPaymentHandler: object;
};
const { PORT, SALE_FILE, PG_HOST, PG_PASSWORD, PG_DATABASE, SCRATCH } = process.env as Record<string, string>;
// It leaves a folder of its own where it runs.
process.chdir(SCRATCH!);
const vendure = load('@vendure/core') as Vendure;
const { bootstrap, DefaultLogger, LogLevel, PromotionCondition } = vendure;
const { orderFixedDiscount, minimumOrderAmount, dummyPaymentHandler } = vendure;
const { populate } = load('@vendure/core/cli') as {
  populate(start: () => Promise<unknown>, initial: object, csv: string): Promise<unknown>;
};

const { items, tiers } = JSON.parse(readFileSync(SALE_FILE!, 'utf8')) as { items: Item[]; tiers: Tier[] };
const shopOf = new Map(items.map(({ skuId, shopId }) => [skuId, shopId]));
const SUPERADMIN = { identifier: 'superadmin', password: 'superadmin' };

const spentInShop = new PromotionCondition({
  code: 'spent_in_shop',
  description: [{ languageCode: 'en', value: 'Spends in a shop at least' }],
  args: { shop: { type: 'string' }, from: { type: 'int' } },
  check(_, order, args) {
    let spent = 0;
    for (const { productVariant, linePriceWithTax } of order.lines)
      if (shopOf.get(productVariant.sku) === args.shop) spent += linePriceWithTax;
    return spent >= args.from;
  },
});

const config = {
  apiOptions: {
    port: Number(PORT),
    hostname: '127.0.0.1',
    adminApiPath: 'admin-api',
    shopApiPath: 'shop-api',
    shopListQueryLimit: 1_000,
  },
  authOptions: { tokenMethod: ['bearer'], superadminCredentials: SUPERADMIN, requireVerification: false },
  dbConnectionOptions: {
    type: 'postgres',
    synchronize: true,
    logging: false,
    host: PG_HOST,
    username: 'postgres',
    password: PG_PASSWORD,
    database: PG_DATABASE,
  },
  orderOptions: { orderItemsLimit: 10_000, orderLineItemsLimit: 1_000 },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  promotionOptions: {
    promotionConditions: [spentInShop, minimumOrderAmount],
    promotionActions: [orderFixedDiscount],
  },
  importExportOptions: { importAssetsDir: SCRATCH },
  logger: new DefaultLogger({ level: LogLevel.Error }),
  plugins: [],
};

const csv = join(SCRATCH!, 'products.csv');
writeFileSync(
  csv,
  [
    'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets',
    ...items.map(
      ({ skuId, shopId, listFen }) =>
        `${skuId},${skuId},,,shop:${shopId},,,${skuId},${(listFen / 100).toFixed(2)},standard,10000000,true,,`,
    ),
  ].join('\n'),
);
await populate(
  () => bootstrap(config),
  {
    defaultLanguage: 'en',
    defaultZone: 'Asia',
    countries: [{ name: 'China', code: 'CN', zone: 'Asia' }],
    taxRates: [{ name: 'Standard', percentage: 0 }],
    shippingMethods: [{ name: 'Standard', price: 0 }],
    paymentMethods: [
      {
        name: 'dummy',
        handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
      },
    ],
    collections: [],
    roles: [],
  },
  csv,
);
await addPromotions();
process.send?.('ready');

async function addPromotions(): Promise<void> {
  const url = `http://127.0.0.1:${PORT}/admin-api`;
  const post = async (query: string, variables: object, token?: string) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: unknown; errors?: unknown };
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return response;
  };
  const signedIn = await post(
    'mutation ($name: String!, $password: String!) { login(username: $name, password: $password) { __typename } }',
    { name: SUPERADMIN.identifier, password: SUPERADMIN.password },
  );
  const token = signedIn.headers.get('vendure-auth-token')!;
  type Named = { readonly name: string; readonly value: string };
  const add = (
    name: string,
    when: { code: string; arguments: Named[] },
    offFen: number,
    couponCode?: string,
  ) =>
    post(
      'mutation ($input: CreatePromotionInput!) { createPromotion(input: $input) { __typename ... on Promotion { id } ... on ErrorResult { message } } }',
      {
        input: {
          ...{ enabled: true, translations: [{ languageCode: 'en', name }], conditions: [when] },
          actions: [
            { code: 'order_fixed_discount', arguments: [{ name: 'discount', value: String(offFen) }] },
          ],
          ...(couponCode && { couponCode }),
        },
      },
      token,
    );
  for (const tier of tiers) {
    const { shopId, fromFen } = tier;
    const spent = [
      { name: 'shop', value: shopId },
      { name: 'from', value: String(fromFen) },
    ];
    await add(
      `${shopId} from ${fromFen}`,
      { code: 'spent_in_shop', arguments: spent },
      moreFenOf(tier, tiers),
    );
  }
  const enough = [
    { name: 'amount', value: String(COUPON.fromFen) },
    { name: 'taxInclusive', value: 'true' },
  ];
  await add(COUPON.id, { code: 'minimum_order_amount', arguments: enough }, COUPON.offFen, COUPON.code);
}
