import type { StockAct } from '@dacu/engine/ledger';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { putTestPlaces } from '../trade-test-places.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';
import type { ActInput } from './index.ts';

const SKU = 'sku-cream';
const CLERK = { operatorId: 'op_1', name: '周敏' };

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 100 });
  await putTestPlaces(bench.db);
  await bench.db.transaction((tx) =>
    bench.node.stock.receive(tx, { receiptId: 'settle', at: SLOT_FROM, rows: [] }),
  );
});
afterEach(() => bench.close());

let keys = 0;
function act(what: StockAct, more: Partial<ActInput> = {}, node = bench.node) {
  keys += 1;
  return node.stock.act({
    ...{ at: SLOT_FROM, operator: CLERK, skuId: SKU, placeId: 'wh-east', act: what, reason: '盘点' },
    ...{ idempotencyKey: `key-${keys}`, bodyHash: JSON.stringify(what) },
    ...more,
  });
}
const transfer = (quantity: number, placeId: string, toPlaceId: string) =>
  act({ kind: 'transfer', quantity }, { placeId, toPlaceId });

async function standing(): Promise<Record<string, number[]>> {
  const rows = (await bench.node.stock.placeStockOf([SKU])).get(SKU) ?? [];
  return Object.fromEntries(rows.map(({ placeId, onHand, unavailable }) => [placeId, [onHand, unavailable]]));
}
async function audited() {
  await bench.drainEvents();
  return bench.node.stock.audit();
}

describe('what a person does to goods', () => {
  it('is in the counts at once and in the ledger with name and reason, and the ledger adds up', async () => {
    await act({ kind: 'receive', quantity: 20 });
    await act({ kind: 'count', counted: 38 }, { placeId: 'wh-north' });
    await act({ kind: 'setAside', change: 5 });
    await act({ kind: 'scrap', quantity: 2 });
    await transfer(4, 'wh-east', 'st-beijing');
    await transfer(3, 'wh-north', 'wh-east');
    expect(await standing()).toEqual({ 'wh-east': [77, 3], 'wh-north': [35, 0], 'st-beijing': [4, 0] });
    expect(await bench.stockRow(SKU)).toMatchObject({ onHand: 112 });
    expect(await audited()).toMatchObject({ behind: 0, differences: [] });
    const story = (await bench.node.stock.story(SKU))!;
    expect(story).toMatchObject({ onHand: 112, unavailable: 3, sellable: 109, more: 0 });
    expect(
      story.movements
        .slice(0, 4)
        .map(({ action, placeId, onHand, after, placeAfter }) => [
          ...[action, placeId, onHand, after?.onHand ?? null, placeAfter?.onHand],
        ]),
    ).toEqual([
      ['transfer', 'wh-east', 3, 112, 77],
      ['transfer', 'wh-north', -3, 109, 35],
      ['transfer', 'st-beijing', 4, null, 4],
      ['transfer', 'wh-east', -4, 112, 74],
    ]);
    expect(story.movements[0]?.by).toEqual({ name: '周敏', reason: '盘点' });
    // The oldest of all: what came in before there were warehouses.
    expect(story.movements.at(-1)).toMatchObject({ action: 'receive', onHand: 100, after: { onHand: 100 } });
  });

  it('leaves alone what orders were promised, and says what is free', async () => {
    await bench.buy(await bench.shopper(), [{ skuId: SKU, quantity: 90 }]);
    expect(await act({ kind: 'count', counted: 49 })).toEqual({
      ...{ kind: 'refused', code: 'stockPromised', extra: { free: 60, sellable: 10 } },
    });
    expect(await transfer(11, 'wh-east', 'st-beijing')).toMatchObject({ code: 'stockPromised' });
    expect(await act({ kind: 'count', counted: 50 })).toMatchObject({ kind: 'done' });
    expect(await bench.stockRow(SKU)).toMatchObject({ onHand: 90, reserved: 90 });
  });

  it('asked for twice, also at once and on two nodes, is done once; another request under its key is refused', async () => {
    const other = await bench.addNode();
    const input = { idempotencyKey: 'once', bodyHash: 'a' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        act({ kind: 'receive', quantity: 7 }, input, index % 2 ? other : bench.node),
      ),
    );
    expect(answers.filter((answer) => answer.kind === 'done' && !answer.replayed)).toHaveLength(1);
    expect(answers.every((answer) => answer.kind === 'done')).toBe(true);
    expect(await bench.stockRow(SKU)).toMatchObject({ onHand: 107 });
    expect(await act({ kind: 'receive', quantity: 8 }, { ...input, bodyHash: 'b' })).toMatchObject({
      code: 'idempotencyKeyReused',
    });
    expect(await audited()).toMatchObject({ differences: [] });
  });

  it('refuses a place or goods that are not there, and a transfer to where they stand', async () => {
    const one = { kind: 'receive', quantity: 1 } as const;
    expect(await act(one, { placeId: 'wh-none' })).toMatchObject({ code: 'notFound' });
    expect(await act(one, { skuId: 'sku-none' })).toMatchObject({ code: 'notFound' });
    expect(await transfer(1, 'wh-east', 'wh-none')).toMatchObject({ code: 'notFound' });
    expect(await transfer(1, 'wh-east', 'wh-east')).toMatchObject({ code: 'invalidRequest' });
  });

  it('of many at once that want the last units, the rest are refused and none is promised twice', async () => {
    const other = await bench.addNode();
    await act({ kind: 'count', counted: 5 });
    await act({ kind: 'count', counted: 1 }, { placeId: 'wh-north' });
    const shoppers = await Promise.all(Array.from({ length: 6 }, () => bench.shopper()));
    const done = await Promise.all([
      ...Array.from({ length: 6 }, (_, index) =>
        act({ kind: 'setAside', change: 1 }, {}, index % 2 ? other : bench.node).then(({ kind }) => kind),
      ),
      ...shoppers.map((shopper) =>
        bench.buy(shopper, [{ skuId: SKU, quantity: 1 }]).then(
          () => 'held',
          () => 'refused',
        ),
      ),
    ]);
    expect(done.filter((kind) => kind === 'done' || kind === 'held')).toHaveLength(6);
    const held = done.filter((kind) => kind === 'held').length;
    expect(await bench.stockRow(SKU)).toMatchObject({ onHand: 6, reserved: held });
    expect(await audited()).toMatchObject({ differences: [] });
  });
});

describe('the check of the ledger', () => {
  it('names a count that does not follow from its movements, and warehouses that are not the network', async () => {
    await bench.drainEvents();
    await bench.db.query(`update stock set on_hand = 99 where sku_id = '${SKU}'`);
    await bench.db.query(`update place_stock set allotted = 2 where place_stock_key = '${SKU}@wh-north'`);
    expect((await bench.node.stock.audit()).differences).toEqual([
      { skuId: SKU, placeId: null, kind: 'ledger', count: 'onHand', counted: 99, told: 100 },
      { skuId: SKU, placeId: null, kind: 'places', count: 'onHand', counted: 99, told: 100 },
      { skuId: SKU, placeId: 'wh-north', kind: 'ledger', count: 'allotted', counted: 2, told: 0 },
    ]);
  });

  it('says how much it has not heard yet', async () => {
    await bench.drainEvents();
    await act({ kind: 'receive', quantity: 1 });
    const before = await bench.node.stock.audit();
    expect([before.behind, before.differences.length]).toEqual([1, 2]);
    expect(await audited()).toMatchObject({ behind: 0, differences: [] });
  });
});

it('whatever people and shoppers do at once, the ledger adds up', { timeout: 120_000 }, async () => {
  const place = fc.constantFrom('wh-east', 'wh-north', 'st-beijing');
  const units = fc.integer({ min: 1, max: 40 });
  const move = fc.oneof(
    fc.record({ kind: fc.constant('receive' as const), place, to: place, n: units }),
    fc.record({ kind: fc.constant('count' as const), place, to: place, n: units }),
    fc.record({
      kind: fc.constant('setAside' as const),
      place,
      to: place,
      n: fc.integer({ min: -9, max: 9 }),
    }),
    fc.record({ kind: fc.constant('scrap' as const), place, to: place, n: units }),
    fc.record({ kind: fc.constant('transfer' as const), place, to: place, n: units }),
    fc.record({ kind: fc.constant('buy' as const), place, to: place, n: units }),
  );
  const other = await bench.addNode();
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 10, maxLength: 30 }), async (moves) => {
      const bought: string[] = [];
      await Promise.all(
        moves.map(async ({ kind, place: placeId, to, n }, index) => {
          const node = index % 2 ? other : bench.node;
          if (kind === 'buy') {
            const row = await bench
              .buy(await bench.shopper(), [{ skuId: SKU, quantity: n }])
              .catch(() => null);
            if (row) bought.push(row.purchaseId);
          } else if (kind === 'transfer') await act({ kind, quantity: n }, { placeId, toPlaceId: to }, node);
          else if (kind === 'count') await act({ kind, counted: n * 4 }, { placeId }, node);
          else if (kind === 'setAside') await act({ kind, change: n || 1 }, { placeId }, node);
          else await act({ kind, quantity: n }, { placeId }, node);
        }),
      );
      // Half of what was held goes back.
      for (const purchaseId of bought.filter((_, index) => index % 2)) {
        const { shopperId } = await bench.purchase(purchaseId);
        await bench.node.orders.cancel({ at: SLOT_FROM, shopperId, purchaseId });
      }
      expect(await audited()).toMatchObject({ behind: 0, differences: [] });
    }),
    { numRuns: 12 },
  );
});
