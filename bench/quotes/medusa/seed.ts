/**
 * For `medusa exec`: one region, one warehouse, one way of shipping that is free, Medusa's own manual payment, the items of
 * the sale with stock enough, a collection for each shop, the tiers and the coupon as promotions. What a shopper's page
 * would have been built with is left in SEED_FILE.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Item, moreFenOf, type Tier } from '../plain-sale.ts';
import { COUPON } from '../shopper.ts';

export type MedusaSeed = {
  readonly key: string;
  readonly regionId: string;
  /** By sku. */
  readonly variantIds: Readonly<Record<string, string>>;
};

type Named = { readonly id: string };
type Container = { resolve(name: string): unknown };
type Flow = (container: Container) => { run(options: { input: unknown }): Promise<{ result: unknown }> };
type Services = {
  readonly fulfillment: { createFulfillmentSets(input: object): Promise<Named & { service_zones: Named[] }> };
  readonly link: { create(pair: object): Promise<unknown> };
  readonly query: { graph(input: object): Promise<{ data: unknown[] }> };
};

const CURRENCY = 'cny';
const COUNTRY = 'cn';
const STOCKED = 10_000_000;
const { SALE_FILE, SEED_FILE } = process.env as Record<string, string>;
const load = createRequire(new URL('../../peers/medusa/package.json', import.meta.url));
const flows = load('@medusajs/medusa/core-flows') as Record<string, Flow>;

export default async function seed({ container }: { container: Container }): Promise<void> {
  const { items, tiers } = JSON.parse(readFileSync(SALE_FILE!, 'utf8')) as { items: Item[]; tiers: Tier[] };
  const services: Services = {
    fulfillment: container.resolve('fulfillment') as Services['fulfillment'],
    link: container.resolve('link') as Services['link'],
    query: container.resolve('query') as Services['query'],
  };
  const run = async <T>(flow: string, input: unknown): Promise<T> =>
    (await flows[flow]!(container).run({ input })).result as T;

  const [channel] = await run<Named[]>('createSalesChannelsWorkflow', {
    salesChannelsData: [{ name: 'bench' }],
  });
  const [region] = await run<Named[]>('createRegionsWorkflow', {
    regions: [
      {
        name: 'China',
        currency_code: CURRENCY,
        countries: [COUNTRY],
        payment_providers: ['pp_system_default'],
      },
    ],
  });
  await run('createTaxRegionsWorkflow', [{ country_code: COUNTRY, provider_id: 'tp_system' }]);
  const profileId = await openWarehouse(run, services, channel!.id);
  const [key] = await run<{ id: string; token: string }[]>('createApiKeysWorkflow', {
    api_keys: [{ title: 'bench', type: 'publishable', created_by: 'bench' }],
  });
  await run('linkSalesChannelsToApiKeyWorkflow', { id: key!.id, add: [channel!.id] });
  const variantIds = await addItems(run, items, channel!.id, profileId);
  await stockAll(run, services);
  await run('createPromotionsWorkflow', { promotionsData: promotionsOf(tiers) });
  const left: MedusaSeed = { key: key!.token, regionId: region!.id, variantIds };
  writeFileSync(SEED_FILE!, JSON.stringify(left));
}

type Run = <T>(flow: string, input: unknown) => Promise<T>;

async function openWarehouse(run: Run, { fulfillment, link }: Services, channelId: string): Promise<string> {
  const [place] = await run<Named[]>('createStockLocationsWorkflow', {
    locations: [
      { name: 'bench', address: { address_1: 'Century Avenue', city: 'Shanghai', country_code: COUNTRY } },
    ],
  });
  const stock_location = { stock_location_id: place!.id };
  await link.create({ stock_location, fulfillment: { fulfillment_provider_id: 'manual_manual' } });
  const [profile] = await run<Named[]>('createShippingProfilesWorkflow', {
    data: [{ name: 'bench', type: 'default' }],
  });
  const zones = await fulfillment.createFulfillmentSets({
    ...{ name: 'bench', type: 'shipping' },
    service_zones: [{ name: 'China', geo_zones: [{ country_code: COUNTRY, type: 'country' }] }],
  });
  await link.create({ stock_location, fulfillment: { fulfillment_set_id: zones.id } });
  await run('createShippingOptionsWorkflow', [
    {
      ...{ name: 'Standard', price_type: 'flat', provider_id: 'manual_manual' },
      ...{ service_zone_id: zones.service_zones[0]!.id, shipping_profile_id: profile!.id },
      type: { label: 'Standard', description: 'Standard', code: 'standard' },
      prices: [{ currency_code: CURRENCY, amount: 0 }],
      rules: [
        { attribute: 'enabled_in_store', value: 'true', operator: 'eq' },
        { attribute: 'is_return', value: 'false', operator: 'eq' },
      ],
    },
  ]);
  await run('linkSalesChannelsToStockLocationWorkflow', { id: place!.id, add: [channelId] });
  return profile!.id;
}

async function addItems(
  run: Run,
  items: readonly Item[],
  channelId: string,
  profileId: string,
): Promise<Record<string, string>> {
  const collections = await run<{ id: string; title: string }[]>('createCollectionsWorkflow', {
    collections: [...new Set(items.map(({ shopId }) => shopId))].map((title) => ({ title })),
  });
  const products = await run<{ variants: { id: string; sku: string }[] }[]>('createProductsWorkflow', {
    products: items.map(({ skuId, shopId, listFen }) => ({
      ...{ title: skuId, handle: skuId, status: 'published', shipping_profile_id: profileId },
      collection_id: collections.find(({ title }) => title === shopId)!.id,
      options: [{ title: 'Kind', values: ['one'] }],
      variants: [
        {
          ...{ title: 'one', sku: skuId, manage_inventory: true, options: { Kind: 'one' } },
          prices: [{ currency_code: CURRENCY, amount: listFen / 100 }],
        },
      ],
      sales_channels: [{ id: channelId }],
    })),
  });
  return Object.fromEntries(products.flatMap(({ variants }) => variants.map(({ id, sku }) => [sku, id])));
}

async function stockAll(run: Run, { query }: Services): Promise<void> {
  const [places, goods] = await Promise.all(
    ['stock_location', 'inventory_item'].map((entity) => query.graph({ entity, fields: ['id'] })),
  );
  const [place] = places!.data as Named[];
  await run('createInventoryLevelsWorkflow', {
    inventory_levels: (goods!.data as Named[]).map(({ id }) => ({
      ...{ location_id: place!.id, inventory_item_id: id, stocked_quantity: STOCKED },
    })),
  });
}

/** Every tier takes off what it gives more than the one below, since what holds is added up. */
function promotionsOf(tiers: readonly Tier[]): object[] {
  const fixed = (
    code: string,
    offFen: number,
    attribute: string,
    fromFen: number,
    is_automatic: boolean,
  ) => ({
    ...{ code, type: 'standard', status: 'active', is_automatic },
    rules: [{ attribute, operator: 'gte', values: [String(fromFen / 100)] }],
    application_method: {
      ...{ type: 'fixed', target_type: 'order', allocation: 'across' },
      ...{ value: offFen / 100, currency_code: CURRENCY },
    },
  });
  return [
    ...tiers.map((tier) =>
      fixed(
        `${tier.shopId}-${tier.fromFen}`,
        moreFenOf(tier, tiers),
        `spent.${tier.shopId}`,
        tier.fromFen,
        true,
      ),
    ),
    fixed(COUPON.code, COUPON.offFen, 'original_item_total', COUPON.fromFen, false),
  ];
}
