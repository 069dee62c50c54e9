import type { AuditDraw, AuditPool, AuditPurchase } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

type Box = { readonly purchaseId: string; readonly lineId: string; readonly poolId: string };
type OfPool = { held: number; drawn: number; readonly byPrize: Map<string, number> };
type OfBuyer = { held: number; draws: number; max: number };

/**
 * Each box of a paid order was drawn once and said so once, none of an order that was not paid; what came back is what
 * the order says; pools and buyers count what orders hold and drew, within what the pool and the limit allow.
 */
export function boxesDrawn(expect: Expect): AuditBook {
  const boxes = new Map<string, Box>();
  const draws = new Map<string, AuditDraw>();
  const told = new Map<string, number>();
  const returned = new Map<string, number>();
  const pools: AuditPool[] = [];
  const ofPool = new Map<string, OfPool>();
  const ofBuyer = new Map<string, OfBuyer>();
  const counted = new Map<string, { held: number; draws: number }>();
  const poolOf = (poolId: string) =>
    entry(ofPool, poolId, () => ({ held: 0, drawn: 0, byPrize: new Map<string, number>() }));
  return {
    pool: (row) => void pools.push(row),
    boxBuyer: ({ buyerKey, ...row }) => void counted.set(buyerKey, row),
    purchase(row) {
      for (const box of row.boxes) {
        const line = row.lines.find(({ lineId }) => lineId === box.lineId);
        expect(
          line?.quantity === box.drawIds.length,
          () =>
            `${row.purchaseId} has ${line?.quantity} of ${box.lineId} and names ${box.drawIds.length} boxes`,
        );
        const paid = wasPaid(row);
        if (paid) {
          const { lineId, poolId } = box;
          for (const drawId of box.drawIds) boxes.set(drawId, { purchaseId: row.purchaseId, lineId, poolId });
          returned.set(lineKey(row.purchaseId, lineId), line?.returnedQuantity ?? 0);
        }
        const held = row.state === 'held' ? box.drawIds.length : 0;
        poolOf(box.poolId).held += held;
        for (const buyerKey of box.buyerKeys) {
          const buyer = entry(ofBuyer, buyerKey, () => ({ held: 0, draws: 0, max: 0 }));
          buyer.held += held;
          if (paid) buyer.draws += box.drawIds.length;
          buyer.max = Math.max(buyer.max, box.perPersonMax ?? Number.POSITIVE_INFINITY);
        }
      }
    },
    draw(row) {
      expect(!draws.has(row.drawId), () => `${row.drawId} was drawn twice`);
      draws.set(row.drawId, row);
      const pool = poolOf(row.poolId);
      pool.drawn += 1;
      pool.byPrize.set(row.prizeId, (pool.byPrize.get(row.prizeId) ?? 0) + 1);
      if (row.returnedAt === null) return;
      const key = lineKey(row.purchaseId, row.lineId);
      returned.set(key, (returned.get(key) ?? 0) - 1);
      // What nobody saw can be drawn again where a draw does not depend on the ones before.
      if (!row.opened && pools.find(({ poolId }) => poolId === row.poolId)?.mode === 'independent')
        pool.byPrize.set(row.prizeId, pool.byPrize.get(row.prizeId)! - 1);
    },
    event({ type, data }) {
      if (type === 'box.drawn') told.set(String(data.drawId), (told.get(String(data.drawId)) ?? 0) + 1);
    },
    finish() {
      for (const [drawId, box] of boxes)
        expect(draws.has(drawId), () => `box ${drawId} of ${box.purchaseId} was paid and never drawn`);
      for (const [drawId, draw] of draws) {
        const box = boxes.get(drawId);
        expect(
          box?.purchaseId === draw.purchaseId && box.lineId === draw.lineId && box.poolId === draw.poolId,
          () => `${drawId} was drawn for ${draw.purchaseId}, which has no such box that was paid`,
        );
        expect(told.get(drawId) === 1, () => `${drawId} was told ${told.get(drawId) ?? 0} times as drawn`);
      }
      for (const [line, off] of returned)
        expect(off === 0, () => `${line}: returned units and returned boxes differ by ${off}`);
      for (const pool of pools) checkPool(expect, pool, poolOf(pool.poolId));
      for (const [key, { held, draws: drawn, max }] of ofBuyer) {
        const row = counted.get(key) ?? { held: 0, draws: 0 };
        expect(
          row.held === held && row.draws === drawn && held + drawn <= max,
          () =>
            `${key} counts ${row.held} held and ${row.draws} drawn of ${held} and ${drawn}, at most ${max}`,
        );
      }
      for (const [key, row] of counted)
        if (!ofBuyer.has(key))
          expect(row.held === 0 && row.draws === 0, () => `${key} counts boxes of nobody`);
    },
  };
}

function checkPool(expect: Expect, pool: AuditPool, { held, drawn, byPrize }: OfPool): void {
  const { poolId } = pool;
  expect(
    pool.held === held && pool.drawn === drawn,
    () =>
      `${poolId} counts ${pool.held} held and ${pool.drawn} drawn; orders hold ${held}, drawn are ${drawn}`,
  );
  if (pool.mode === 'finite') {
    const size = pool.prizes.reduce((sum, { count }) => sum + (count ?? 0), 0);
    expect(held + drawn <= size, () => `${poolId} has ${size} boxes, ${held} held and ${drawn} drawn`);
  }
  for (const prizeId of new Set([...byPrize.keys(), ...Object.keys(pool.byPrize)])) {
    const given = byPrize.get(prizeId) ?? 0;
    const prize = pool.prizes.find((each) => each.prizeId === prizeId);
    expect(
      prize !== undefined && given === (pool.byPrize[prizeId] ?? 0) && given <= (prize.count ?? given),
      () =>
        `${poolId} gave ${given} of ${prizeId}, counts ${pool.byPrize[prizeId] ?? 0} and has ${prize?.count}`,
    );
  }
}

const wasPaid = ({ state }: AuditPurchase): boolean => state === 'paid' || state === 'refunded';
const lineKey = (purchaseId: string, lineId: string): string => `${purchaseId} ${lineId}`;

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
