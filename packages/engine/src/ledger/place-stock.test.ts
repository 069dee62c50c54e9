import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adjustAt,
  allotStock,
  confirmStock,
  emptyPlace,
  freeAt,
  holdStock,
  type Placed,
  type PlaceStockRow,
  pledgeStock,
  restockAt,
  type StockRow,
  scrapAt,
  setAsideAt,
  shipFrom,
  spreadDelivery,
  takeBack,
  transferStock,
  unallotStock,
  withdrawPledge,
} from './index.ts';

const network = (more: Partial<StockRow> = {}): StockRow => ({
  ...{ skuId: 'A', onHand: 10, reserved: 0, locked: 0, sold: 0, unavailable: 0, allotment: 10 },
  ...more,
});
const at = (placeId: string, more: Partial<PlaceStockRow> = {}): PlaceStockRow => ({
  ...emptyPlace('A', placeId),
  ...more,
});
const placed = (more: Partial<StockRow> = {}, place: Partial<PlaceStockRow> = {}): Placed => ({
  network: network(more),
  place: at('wh', { onHand: 10, ...place }),
});

describe('goods in a warehouse', () => {
  test('a paid unit is allotted, leaves, and both books say so', () => {
    const allotted = allotStock(at('wh', { onHand: 10 }), 3)!;
    const gone = shipFrom({ network: network({ locked: 3 }), place: allotted }, 3);
    expect(gone).toEqual({ network: network({ onHand: 7, sold: 3 }), place: at('wh', { onHand: 7 }) });
  });

  test('an allotment takes what is free and no more, and undoing it gives it back', () => {
    const row = at('wh', { onHand: 5, allotted: 1, unavailable: 2 });
    expect([freeAt(row), allotStock(row, 3)]).toEqual([2, null]);
    expect(unallotStock(allotStock(row, 2)!, 2)).toEqual(row);
  });

  test('what comes back is sold again, or kept aside when it is not fit for it', () => {
    const sold = { network: network({ onHand: 7, sold: 3 }), place: at('wh', { onHand: 7 }) };
    expect(restockAt(sold, 2, 'sellable')).toEqual({
      network: network({ onHand: 9, sold: 1 }),
      place: at('wh', { onHand: 9 }),
    });
    expect(restockAt(sold, 2, 'unavailable')).toEqual({
      network: network({ onHand: 9, sold: 1, unavailable: 2 }),
      place: at('wh', { onHand: 9, unavailable: 2 }),
    });
  });

  test('a count moves both books; what is promised cannot be counted away', () => {
    expect(adjustAt(placed({ locked: 4 }), 'warehouse', -6)).toEqual(
      placed({ locked: 4, onHand: 4 }, { onHand: 4 }),
    );
    expect(adjustAt(placed({ locked: 4 }), 'warehouse', -7)).toBeNull();
    expect(adjustAt(placed({}, { allotted: 5 }), 'warehouse', -6)).toBeNull();
    expect(adjustAt(placed(), 'warehouse', 2)).toEqual(placed({ onHand: 12 }, { onHand: 12 }));
  });

  test('what is set aside is on hand and not for sale, can be put back, or leaves for good', () => {
    const aside = setAsideAt(placed(), 'warehouse', 4)!;
    expect(aside).toEqual(placed({ unavailable: 4 }, { unavailable: 4 }));
    expect(setAsideAt(aside, 'warehouse', -4)).toEqual(placed());
    expect(setAsideAt(aside, 'warehouse', -5)).toBeNull();
    expect(setAsideAt(placed({ reserved: 8 }), 'warehouse', 3)).toBeNull();
    expect(scrapAt(aside, 'warehouse', 3)).toEqual(
      placed({ onHand: 7, unavailable: 1 }, { onHand: 7, unavailable: 1 }),
    );
    expect(scrapAt(aside, 'warehouse', 5)).toBeNull();
  });
});

describe('goods in a store', () => {
  const store = { kind: 'store', row: at('st', { onHand: 4 }) } as const;
  const warehouse = { kind: 'warehouse', row: at('wh', { onHand: 10 }) } as const;

  test('are pledged to an order, which counts on them like on any others until they are handed over', () => {
    const rows = { network: network({ onHand: 10, reserved: 10 }), place: store.row };
    const pledged = pledgeStock(rows, 2)!;
    expect(pledged).toEqual({
      network: network({ onHand: 12, reserved: 10 }),
      place: at('st', { onHand: 4, allotted: 2 }),
    });
    expect([pledgeStock(pledged, 3), withdrawPledge(pledged, 2)]).toEqual([null, rows]);
    const paid = { ...pledged, network: confirmStock(holdStock(pledged.network, 2)!, 2) };
    expect(() => withdrawPledge(paid, 2)).toThrow(RangeError);
    expect(shipFrom(paid, 2)).toEqual({
      network: network({ onHand: 10, reserved: 10, sold: 2 }),
      place: at('st', { onHand: 2 }),
    });
  });

  test('come back without the network', () => {
    const gone = at('st', { onHand: 2 });
    expect(takeBack(gone, 1, 'unavailable')).toEqual(at('st', { onHand: 3, unavailable: 1 }));
    expect(adjustAt({ network: network(), place: store.row }, 'store', -4)).toEqual({
      network: network(),
      place: at('st'),
    });
  });

  test('come out of the network and go back into it by transfer', () => {
    const stocked = transferStock({ network: network(), from: warehouse, to: store }, 3)!;
    expect(stocked).toEqual({
      network: network({ onHand: 7 }),
      from: { ...warehouse, row: at('wh', { onHand: 7 }) },
      to: { ...store, row: at('st', { onHand: 7 }) },
    });
    expect(
      transferStock({ network: stocked.network, from: stocked.to, to: stocked.from }, 3)?.network,
    ).toEqual(network());
  });

  test('a transfer to a store is refused where the network has promised the goods, between warehouses it is not', () => {
    const promised = network({ locked: 9 });
    expect(transferStock({ network: promised, from: warehouse, to: store }, 2)).toBeNull();
    const other = { kind: 'warehouse', row: at('w2') } as const;
    expect(transferStock({ network: promised, from: warehouse, to: other }, 10)?.network).toEqual(promised);
    expect(transferStock({ network: promised, from: warehouse, to: other }, 11)).toBeNull();
  });
});

test.each([
  ['unallot what is not allotted', () => unallotStock(at('wh', { onHand: 1 }), 1)],
  ['ship what is not allotted', () => shipFrom(placed({ locked: 1 }), 1)],
  ['ship what is not paid', () => shipFrom(placed({}, { allotted: 1 }), 1)],
  ['adjust by nothing', () => adjustAt(placed(), 'warehouse', 0)],
  ['set half a unit aside', () => setAsideAt(placed(), 'warehouse', 0.5)],
  [
    'transfer to itself',
    () =>
      transferStock(
        {
          network: network(),
          from: { kind: 'warehouse', row: at('wh', { onHand: 1 }) },
          to: { kind: 'warehouse', row: at('wh') },
        },
        1,
      ),
  ],
])('to %s is a bug', (_name, act) => {
  expect(act).toThrow(RangeError);
});

describe('a delivery', () => {
  const warehouses = [
    { placeId: 'east', share: 38 },
    { placeId: 'north', share: 26 },
    { placeId: 'none', share: 0 },
    { placeId: 'south', share: 22 },
  ];

  test('goes to the warehouses by their shares, a small one to the largest alone', () => {
    expect(spreadDelivery(warehouses, 9)).toEqual([{ placeId: 'east', quantity: 9 }]);
    expect(spreadDelivery(warehouses, 860)).toEqual([
      { placeId: 'east', quantity: 380 },
      { placeId: 'north', quantity: 260 },
      { placeId: 'south', quantity: 220 },
    ]);
  });

  test('however it is spread, its parts are whole and sum to it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (shares, quantity) => {
          const parts = spreadDelivery(
            shares.map((share, index) => ({ placeId: `p${index}`, share })),
            quantity,
          );
          expect(parts.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
          expect(parts.every((part) => Number.isInteger(part.quantity) && part.quantity > 0)).toBe(true);
        },
      ),
    );
  });
});

test('whatever moves, warehouses and what stores pledged add up to the network and nothing is promised twice', () => {
  const move = fc.record({
    kind: fc.constantFrom(
      ...(['pay', 'allot', 'withdraw', 'ship', 'back', 'adjust', 'aside', 'scrap', 'transfer'] as const),
    ),
    place: fc.integer({ min: 0, max: 2 }),
    to: fc.integer({ min: 0, max: 2 }),
    quantity: fc.integer({ min: 1, max: 5 }),
    down: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      // Two warehouses and a store.
      const kinds = ['warehouse', 'warehouse', 'store'] as const;
      const places = [at('w0', { onHand: 6 }), at('w1', { onHand: 4 }), at('st', { onHand: 2 })];
      let whole = network();
      const write = (index: number, after: Placed | null) => {
        if (after === null) return;
        whole = after.network;
        places[index] = after.place;
      };
      for (const { kind, place: index, to, quantity, down } of moves) {
        const here = { network: whole, place: places[index]! };
        const inWarehouse = kinds[index] === 'warehouse';
        const change = down ? -quantity : quantity;
        if (kind === 'pay' && whole.onHand - whole.locked - whole.unavailable >= quantity)
          whole = { ...whole, locked: whole.locked + quantity };
        if (kind === 'allot' && inWarehouse) places[index] = allotStock(here.place, quantity) ?? here.place;
        if (kind === 'allot' && !inWarehouse) write(index, pledgeStock(here, quantity));
        const free = whole.onHand - whole.locked - whole.unavailable;
        if (kind === 'withdraw' && !inWarehouse && Math.min(here.place.allotted, free) >= quantity)
          write(index, withdrawPledge(here, quantity));
        if (kind === 'ship' && Math.min(here.place.allotted, whole.locked) >= quantity)
          write(index, shipFrom(here, quantity));
        if (kind === 'back' && inWarehouse && whole.sold >= quantity)
          write(index, restockAt(here, quantity, down ? 'unavailable' : 'sellable'));
        if (kind === 'adjust') write(index, adjustAt(here, kinds[index]!, change));
        if (kind === 'aside') write(index, setAsideAt(here, kinds[index]!, change));
        if (kind === 'scrap') write(index, scrapAt(here, kinds[index]!, quantity));
        if (kind === 'transfer' && to !== index) {
          const done = transferStock(
            {
              network: whole,
              from: { kind: kinds[index]!, row: here.place },
              to: { kind: kinds[to]!, row: places[to]! },
            },
            quantity,
          );
          if (done) {
            whole = done.network;
            places[index] = done.from.row;
            places[to] = done.to.row;
          }
        }
        expect(places[0]!.onHand + places[1]!.onHand + places[2]!.allotted).toBe(whole.onHand);
        expect(places[0]!.unavailable + places[1]!.unavailable).toBe(whole.unavailable);
        expect(whole.onHand - whole.locked - whole.unavailable).toBeGreaterThanOrEqual(0);
        for (const row of places)
          expect(Math.min(row.allotted, row.unavailable, freeAt(row))).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
