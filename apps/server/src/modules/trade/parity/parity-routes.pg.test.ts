import type { OpsDifferences } from '@dacu/contract/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { EVERY_DAY } from '../trade-test-sale.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  bench.sale.publish({
    ...{ activityStock: 10, perPersonMax: 2 },
    parity: [
      {
        ...{
          promotionId: 'same-price',
          title: { zh: '同价', en: 'Same price' },
          scope: {},
          windows: EVERY_DAY,
        },
        ...{ toleranceBp: 0, funders: [{ funder: 'seller', bp: 10_000 }] },
      },
    ],
  });
  await bench.db.query(`insert into store values ('st-bj', '三里屯店', 'Sanlitun')`);
  await bench.db.query(
    `insert into store_price values ('st-bj', 'sku-earbuds', '2024-06-17', 28000), ('st-bj', 'sku-cream', '2024-06-17', 19900)`,
  );
});
afterAll(() => bench.close());

async function operator(role: 'commander' | 'analyst' | null) {
  const cookies: Record<string, string> = {};
  async function call<Body>(method: 'GET' | 'POST', url: string, body?: object) {
    const response = await bench.app.inject({
      ...{ method, url, cookies },
      headers: { host: 'localhost', origin: 'http://localhost' },
      ...(body === undefined ? {} : { payload: body }),
    });
    for (const cookie of response.cookies) cookies[cookie.name] = cookie.value;
    const parsed = response.json() as Body & { code?: string };
    return { status: response.statusCode, code: parsed.code, body: parsed };
  }
  if (role !== null) {
    const { oneTimePassword } = await bench.node.members.operators.create({ name: role, role });
    await call('POST', '/api/ops/session', { name: role, password: oneTimePassword });
    await call('POST', '/api/ops/password', { password: 'a longer password' });
  }
  return { call };
}

const LIST = '/api/ops/price-differences';

test('200 lists, compares, takes on and solves; 400, 401, 403, 404 and 409 on it', async () => {
  const [commander, analyst, nobody] = [
    await operator('commander'),
    await operator('analyst'),
    await operator(null),
  ];
  expect((await analyst.call<OpsDifferences>('GET', LIST)).body).toEqual({
    ...{ promised: true, shelves: 2, more: false, differences: [] },
  });
  expect(await nobody.call('GET', LIST)).toMatchObject({ status: 401, code: 'notSignedIn' });
  expect(await analyst.call('GET', `${LIST}?open=perhaps`)).toMatchObject({ status: 400 });
  expect(await analyst.call('POST', `${LIST}/compare`, {})).toMatchObject({ status: 403, code: 'forbidden' });
  expect(await commander.call('POST', `${LIST}/compare`, {})).toMatchObject({
    ...{ status: 200, body: { shelves: 2, found: 1, gone: 0 } },
  });

  const { differences } = (await analyst.call<OpsDifferences>('GET', `${LIST}?open=true`)).body;
  expect(differences).toMatchObject([
    {
      ...{ skuId: 'sku-earbuds', productId: 'pr-earbuds', storeName: { zh: '三里屯店', en: 'Sanlitun' } },
      ...{ onlineFen: 29_900, storeFen: 28_000, seenOn: '2024-06-17', state: 'new', movedBy: null },
      ...{ shopName: { zh: '星辰数码' }, funders: [{ funder: 'seller', bp: 10_000 }] },
    },
  ]);
  const one = `${LIST}/${differences[0]!.differenceId}`;
  expect(await analyst.call('POST', one, { state: 'acknowledged' })).toMatchObject({ status: 403 });
  expect(await commander.call('POST', one, { state: 'new' })).toMatchObject({ status: 400 });
  expect(await commander.call('POST', `${LIST}/pd_none`, { state: 'solved' })).toMatchObject({
    ...{ status: 404, code: 'notFound' },
  });
  expect(await commander.call('POST', one, { state: 'acknowledged', note: '门店在改价签' })).toMatchObject({
    status: 200,
    body: { differences: [{ state: 'acknowledged', movedBy: 'commander', note: '门店在改价签' }] },
  });
  expect(await commander.call('POST', one, { state: 'solved' })).toMatchObject({ status: 200 });
  expect(await commander.call('POST', one, { state: 'acknowledged' })).toMatchObject({
    ...{ status: 409, code: 'differenceSolved' },
  });
  expect((await analyst.call<OpsDifferences>('GET', `${LIST}?open=true`)).body.differences).toEqual([]);
});
