import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCluster } from '../lane/cluster.ts';
import { type Subject, start } from '../lane/subjects.ts';
import type { Item, Tier } from './plain-sale.ts';
import { COUPON, type Shopper, sendJson } from './shopper.ts';

export async function startVendure(
  cluster: BenchCluster,
  sale: { readonly items: readonly Item[]; readonly tiers: readonly Tier[] },
): Promise<Subject> {
  const scratch = join(cluster.dir, 'vendure');
  mkdirSync(scratch);
  const saleFile = join(scratch, 'sale.json');
  writeFileSync(saleFile, JSON.stringify(sale));
  await cluster.db.query('create database vendure');
  const { password, searchParams } = new URL(cluster.url);
  return start(
    join(import.meta.dirname, 'vendure-server.ts'),
    {
      SALE_FILE: saleFile,
      SCRATCH: scratch,
      PG_HOST: searchParams.get('host')!,
      PG_PASSWORD: password,
      PG_DATABASE: 'vendure',
    },
    'tells',
  );
}

const ORDER =
  '{ __typename ... on Order { subTotalWithTax lines { id quantity discountedLinePriceWithTax productVariant { sku } } discounts { amountWithTax } } ... on ErrorResult { message } }';

type Order = {
  readonly lines: { readonly id: string; readonly productVariant: { readonly sku: string } }[];
  readonly discounts: { readonly amountWithTax: number }[];
  readonly message?: string;
};

/** As one visitor's session goes: the token comes with the first answer. */
function createAsk(port: number): (query: string, variables: object) => Promise<Record<string, unknown>> {
  let token = '';
  return async (query, variables) => {
    const { headers, body } = await sendJson(
      `http://127.0.0.1:${port}/shop-api`,
      'POST',
      token === '' ? {} : { authorization: `Bearer ${token}` },
      { query, variables },
    );
    token = headers.get('vendure-auth-token') ?? token;
    const { data, errors } = body as { data: Record<string, unknown>; errors?: object[] };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
}

/** By sku; a shop's page would have been built with them, so nobody asks for them while it is measured. */
export async function readVariants(port: number): Promise<ReadonlyMap<string, string>> {
  const { products } = (await createAsk(port)(
    '{ products(options: { take: 1000 }) { items { variants { id sku } } } }',
    {},
  )) as {
    products: { items: { variants: { id: string; sku: string }[] }[] };
  };
  return new Map(products.items.flatMap(({ variants }) => variants.map(({ id, sku }) => [sku, id] as const)));
}

export function openVendureShopper(port: number, variants: ReadonlyMap<string, string>): Shopper {
  const ask = createAsk(port);
  const lines = new Map<string, string>();
  const done = (answer: Record<string, unknown>) => {
    const { message } = answer.result as { message?: string };
    if (message !== undefined) throw new Error(message);
    return answer.result as { state?: string; totalWithTax?: number };
  };
  const RESULT = '{ __typename ... on Order { state totalWithTax } ... on ErrorResult { message } }';
  return {
    async takeCoupons() {
      done(
        await ask(`mutation ($code: String!) { result: applyCouponCode(couponCode: $code) ${RESULT} }`, {
          code: COUPON.code,
        }),
      );
    },
    async checkOut(nth) {
      const who = { firstName: 'Wei', lastName: 'Zhang', emailAddress: `shopper${nth}@example.com` };
      const address = {
        fullName: 'Wei Zhang',
        streetLine1: `Century Avenue ${nth}`,
        city: 'Shanghai',
        countryCode: 'CN',
      };
      done(
        await ask(
          `mutation ($who: CreateCustomerInput!) { result: setCustomerForOrder(input: $who) ${RESULT} }`,
          { who },
        ),
      );
      done(
        await ask(
          `mutation ($address: CreateAddressInput!) { result: setOrderShippingAddress(input: $address) ${RESULT} }`,
          { address },
        ),
      );
      const { methods } = (await ask('{ methods: eligibleShippingMethods { id } }', {})) as {
        methods: { id: string }[];
      };
      done(
        await ask(
          `mutation ($ids: [ID!]!) { result: setOrderShippingMethod(shippingMethodId: $ids) ${RESULT} }`,
          { ids: [methods[0]!.id] },
        ),
      );
      done(await ask(`mutation { result: transitionOrderToState(state: "ArrangingPayment") ${RESULT} }`, {}));
      const paid = done(
        await ask(
          `mutation { result: addPaymentToOrder(input: { method: "dummy", metadata: {} }) ${RESULT} }`,
          {},
        ),
      );
      if (paid.state !== 'PaymentSettled') throw new Error(`the order is ${paid.state}`);
      lines.clear();
      return paid.totalWithTax!;
    },
    async put(skuId, quantity) {
      const line = lines.get(skuId);
      const { order } = (await (line === undefined
        ? ask(
            `mutation ($id: ID!, $n: Int!) { order: addItemToOrder(productVariantId: $id, quantity: $n) ${ORDER} }`,
            {
              id: variants.get(skuId),
              n: quantity,
            },
          )
        : ask(
            `mutation ($id: ID!, $n: Int!) { order: adjustOrderLine(orderLineId: $id, quantity: $n) ${ORDER} }`,
            {
              id: line,
              n: quantity,
            },
          ))) as { order: Order };
      if (order.message !== undefined) throw new Error(order.message);
      for (const { id, productVariant } of order.lines) lines.set(productVariant.sku, id);
      return -order.discounts.reduce((sum, { amountWithTax }) => sum + amountWithTax, 0);
    },
  };
}
