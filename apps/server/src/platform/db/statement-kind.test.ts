import { describe, expect, test } from 'vitest';
import { statementKind } from './statement-kind.ts';

const KEYED = [
  { table: 'stock', key: 'sku_id' },
  { table: 'favourite', key: 'shopper_id' },
  { table: 'shopper', key: 'shopper_id' },
  { table: 'coupon', key: 'shopper_id' },
];
const kind = (text: string) => statementKind(text, KEYED);

describe('what a statement reads', () => {
  test.each([
    [
      'rows by key, each naming its own',
      `select sku_id as "skuId", on_hand - reserved as left from stock where sku_id = any($1)`,
      { kind: 'rows', table: 'stock', field: 'skuId' },
    ],
    [
      'rows by key that do not say whose they are',
      'select reserved from stock where sku_id = any($1)',
      { kind: 'keyed', table: 'stock', param: 0, bare: true },
    ],
    [
      'one key and more conditions',
      'select 1 from favourite where shopper_id = $1 and product_id = $2',
      { kind: 'keyed', table: 'favourite', param: 0, bare: true },
    ],
    [
      'an order, a limit: no longer single rows',
      'select sku_id from stock where sku_id = any($1) order by sku_id',
      { kind: 'keyed', table: 'stock', param: 0, bare: true },
    ],
    [
      'a sum, which answers also where there are no rows',
      'select count(*) as n from favourite where shopper_id = $1',
      { kind: 'keyed', table: 'favourite', param: 0, bare: false },
    ],
    [
      'another column than the key',
      'select sku_id from stock where allotment = $1',
      { kind: 'whole', tables: ['stock'] },
    ],
    [
      'a key or something else',
      'select sku_id from stock where sku_id = $1 or sold > 0',
      { kind: 'whole', tables: ['stock'] },
    ],
    [
      'a second look at the same table',
      'select (select count(*) from stock) from stock where sku_id = $1',
      { kind: 'whole', tables: ['stock'] },
    ],
    [
      'a table that is not keyed, and a join',
      'select * from stock s join sku using (sku_id) where s.sku_id = $1',
      { kind: 'whole', tables: ['stock', 'sku'] },
    ],
    ['a lock', 'select sku_id from stock where sku_id = any($1) for update', null],
    ['chance', 'select random() from stock', null],
  ])('%s', (_name, text, reads) => {
    expect(kind(text).reads).toEqual(reads);
  });
});

describe('what a statement writes', () => {
  const unnested =
    'from unnest($1::text[], $2::integer[]) as given (sku_id, on_hand) where kept.sku_id = given.sku_id';
  test.each([
    [
      'rows handed over as arrays',
      `update stock as kept set on_hand = given.on_hand ${unnested}`,
      'stock',
      0,
    ],
    [
      'the same inside another statement',
      `with done as (update stock as kept set on_hand = given.on_hand ${unnested} returning 1) select count(*) as n from done`,
      'stock',
      0,
    ],
    [
      'an insert of arrays',
      'insert into stock (on_hand, sku_id) select * from unnest($1::int[], $2::text[]) on conflict (sku_id) do update set on_hand = 1',
      'stock',
      1,
    ],
    ['an insert of values', 'insert into shopper (shopper_id, tier) values ($1, $2)', 'shopper', 0],
    ['an update of one', 'update shopper set tier = $2 where shopper_id = $1 and simulated', 'shopper', 0],
    [
      'an update from sums over unnested rows',
      'update shopper s set paid = p.at from (select shopper_id, max(at) as at from unnest($2::text[], $1::bigint[]) as r (shopper_id, at) group by shopper_id) p where s.shopper_id = p.shopper_id',
      'shopper',
      1,
    ],
    [
      'rows of an owner, found by another key',
      'update coupon as kept set shopper_id = given.shopper_id, state = given.state from unnest($1::text[], $2::text[], $3::text[]) as given (coupon_id, shopper_id, state) where kept.coupon_id = given.coupon_id',
      'coupon',
      1,
    ],
    ['a delete of one', 'delete from favourite where shopper_id = $1 and product_id = $2', 'favourite', 0],
    ['all rows', 'update stock set sold = 0', 'stock', null],
    ['one of two conditions', 'update stock set sold = 0 where sku_id = $1 or sold < 0', 'stock', null],
    ['a table that is not keyed', 'delete from hold where purchase_id = $1', 'hold', null],
  ])('%s', (_name, text, table, param) => {
    expect(kind(text)).toMatchObject({ reads: null, writes: [{ table, param }] });
    expect(kind(text).touches).toContain(table);
  });

  test('two writes in one statement are taken as wide as they could be', () => {
    const text =
      'with gone as (delete from favourite where shopper_id = $1 returning 1) update shopper set tier = $2 where shopper_id = $1';
    expect(kind(text).writes.map((write) => write.param)).toEqual([null, null]);
  });
});
