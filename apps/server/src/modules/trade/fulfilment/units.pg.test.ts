import type { CaseKind, CaseReason } from '@dacu/engine/aftercare';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PurchaseRow } from '../orders/index.ts';
import type { Bench } from '../trade-test-bench.ts';
import { workRound } from './due.ts';
import { auditUnits, buyAndPay, HOUR, openFulfilment, standingOf } from './fulfilment-test-bench.ts';
import { hearScans } from './hear-scans.ts';
import type { ParcelRow } from './types.ts';

let bench: Bench;
let keys = 0;
beforeAll(async () => {
  bench = await openFulfilment(10_000);
});
afterAll(() => bench.close());

const CREAM = 'sku-cream';
const STAFF = { by: 'operator', operatorId: 'op_1', operator: 'Staff', finance: true } as const;
const now = () => bench.clocks.campaign.now();

const buy = (quantity: number) => buyAndPay(bench, [{ skuId: CREAM, quantity }]);

/** Sets aside what is paid; its warehouse waits for people, and its carrier says what the test says. */
async function allot(): Promise<void> {
  await workRound(bench.node.fulfilmentDeps, now());
  await bench.db.query('update parcel set work_at = null, late_at = null, poll_at = null');
}

const act = (parcelId: string, act: Parameters<typeof bench.node.fulfilment.act>[0]['act']) =>
  bench.node.fulfilment.act({ at: now(), operatorId: 'op_1', parcelId, act });

async function ship(row: PurchaseRow): Promise<void> {
  for (const { parcelId, state } of (await standingOf(bench, row)).parcels) {
    if (state !== 'created') continue;
    for (const one of ['pick', 'pack', 'ship'] as const) await act(parcelId, { act: one });
  }
  await bench.db.query('update sandbox_label set next_push_at = null');
  await bench.db.query('update parcel set poll_at = null');
}

async function underway(row: PurchaseRow): Promise<ParcelRow | undefined> {
  const { parcels } = await standingOf(bench, row);
  return parcels.find(
    ({ state, deliveredAt }) => deliveredAt === null && ['shipped', 'exception'].includes(state),
  );
}

async function scan(parcel: ParcelRow, code: 'delivered' | 'lost' | 'refused'): Promise<void> {
  const { carrier, trackingNo } = parcel;
  await hearScans(bench.node.fulfilmentDeps, {
    ...{ at: now(), asked: [] },
    told: [{ carrier: carrier!, no: trackingNo!, code, at: now() }],
  });
}

/** Asks for units, and has it decided: all of it accepted but what is turned down. The case, if one was opened. */
async function ask(
  row: PurchaseRow,
  { kind, reason, quantity }: { kind: CaseKind; reason: CaseReason; quantity: number },
) {
  const { lineId } = row.body.orders[0]!.lines[0]!;
  return bench.node.aftercare.requestCase({
    ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, idempotencyKey: `k${++keys}` },
    ...{ kind, reason, lines: [{ lineId, quantity }] },
  });
}
type Move = Parameters<typeof bench.node.aftercare.moveCase>[0];
const move = (caseId: string, act: Move['act'], actor: Move['actor'] = STAFF) =>
  bench.node.aftercare.moveCase({ at: now(), caseId, act, actor, idempotencyKey: `k${++keys}` });

async function work(caseId: string, lines: readonly { lineId: string; quantity: number }[], down: number) {
  await move(caseId, { on: 'approve' });
  const tracking = { carrier: 'SF', number: 'SF12345678' };
  await move(caseId, { on: 'sendBack', tracking }, { by: 'shopper' });
  await move(caseId, { on: 'receive' });
  const found = lines.map(({ lineId, quantity }) => {
    const turnedDown = Math.min(down, quantity);
    return { lineId, sellable: quantity - turnedDown, unsellable: 0, turnedDown, deductFen: 0, note: 'seen' };
  });
  await move(caseId, { on: 'inspect', found });
}

async function giveBack(row: PurchaseRow, quantity: number) {
  const { lineId } = row.body.orders[0]!.lines[0]!;
  return bench.node.aftercare.returnLines({
    ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, idempotencyKey: `k${++keys}` },
    ...{ lines: [{ lineId, quantity }], reason: 'quality' },
  });
}

const NEVER_CAME = { kind: 'refundOnly', reason: 'notArrived', quantity: 1 } as const;

test.each([
  ['lost', 'reship'],
  ['lost', 'refund'],
  ['back', 'reship'],
] as const)(
  'a parcel that a case has refunded and that is %s is not sent again, nor refunded again (%s)',
  async (goods, instead) => {
    const row = await buy(1);
    await allot();
    await ship(row);
    const parcel = (await underway(row))!;
    const asked = await ask(row, NEVER_CAME);
    if (asked.kind !== 'case') throw new Error(asked.code);
    if (goods === 'back') await scan(parcel, 'refused');
    expect(await act(parcel.parcelId, { act: goods, instead })).toEqual({
      ...{ kind: 'refused', code: 'parcelInCase' },
    });
    await move(asked.row.caseId, { on: 'approve' });
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'refunded',
      refundedFen: row.payFen,
    });
    expect(await act(parcel.parcelId, { act: goods, instead })).toEqual({ kind: 'done' });
    await bench.advanceTo(now() + 12 * HOUR);
    const { parcels, row: standing } = await standingOf(bench, row);
    expect(parcels).toHaveLength(1);
    expect(standing.orders[0]!.state).toBe('returned');
    expect((await bench.purchase(row.purchaseId)).refundedFen).toBe(row.payFen);
    expect(await auditUnits(bench)).toEqual([]);
  },
);

test('of two units that travel the one that was refunded is not sent again, and the other is', async () => {
  const row = await buy(2);
  await allot();
  await ship(row);
  const asked = await ask(row, NEVER_CAME);
  if (asked.kind !== 'case') throw new Error(asked.code);
  await move(asked.row.caseId, { on: 'approve' });
  const parcel = (await underway(row))!;
  expect(await act(parcel.parcelId, { act: 'lost', instead: 'reship' })).toEqual({ kind: 'done' });
  await allot();
  const { parcels } = await standingOf(bench, row);
  expect(parcels.map(({ state, units }) => [state, units[0]!.quantity])).toEqual([
    ['lost', 2],
    ['created', 1],
  ]);
  expect(await auditUnits(bench)).toEqual([]);
});

test('units that were refunded while their parcel waits stay behind when it leaves', async () => {
  const row = await buy(3);
  await allot();
  expect((await giveBack(row, 2)).kind).toBe('returned');
  expect(await auditUnits(bench)).toEqual([]);
  await ship(row);
  expect((await underway(row))!.units).toMatchObject([{ quantity: 1 }]);
  expect(await auditUnits(bench)).toEqual([]);
});

test('units that have left are not given back without a case, although others of their kind stand by', async () => {
  await buy(3);
  const row = await buy(2);
  await allot();
  await ship(row);
  expect(await giveBack(row, 1)).toEqual({ kind: 'refused', code: 'returnNeedsCase' });
  expect(await auditUnits(bench)).toEqual([]);
});

test('units that no place has wait, and are known to wait', async () => {
  const row = await buy(1);
  await bench.db.query('create table before as select * from place_stock');
  await bench.db.query('update place_stock set allotted = on_hand - unavailable');
  await allot();
  expect((await standingOf(bench, row)).parcels).toEqual([]);
  expect((await auditUnits(bench)).filter((words) => words.startsWith('unitsPlaced'))).toEqual([]);
  await bench.db.query(
    'update place_stock p set allotted = b.allotted from before b where b.place_stock_key = p.place_stock_key',
  );
  await bench.advanceTo(now() + 12 * HOUR);
  expect((await standingOf(bench, row)).parcels).toHaveLength(1);
});

const ACTS = [
  ...['allot', 'ship', 'ship', 'arrive', 'lose', 'comeBack', 'giveBack', 'neverCame', 'askOnly'],
  ...['refundOnly', 'return', 'exchange'],
] as const;

test('whatever happens to the units of a purchase, each is in one place, and the auditor finds nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(
        fc.record({
          what: fc.constantFrom(...ACTS),
          quantity: fc.integer({ min: 1, max: 2 }),
          down: fc.integer({ min: 0, max: 1 }),
          instead: fc.constantFrom('refund' as const, 'reship' as const),
        }),
        { minLength: 4, maxLength: 9 },
      ),
      async (quantity, acts) => {
        const row = await buy(quantity);
        await allot();
        for (const one of acts) await take(row, one);
        await bench.advanceTo(now() + 1_000);
        expect(await auditUnits(bench)).toEqual([]);
      },
    ),
    { numRuns: 12 },
  );
});

async function take(
  row: PurchaseRow,
  one: { what: string; quantity: number; down: number; instead: 'refund' | 'reship' },
): Promise<void> {
  const { what, quantity, down, instead } = one;
  const parcel = await underway(row);
  switch (what) {
    case 'allot':
      return allot();
    case 'ship':
      return ship(row);
    case 'arrive':
      return parcel && scan(parcel, 'delivered');
    case 'lose':
      if (parcel) await act(parcel.parcelId, { act: 'lost', instead });
      return;
    case 'comeBack':
      if (!parcel) return;
      await scan(parcel, 'refused');
      await act(parcel.parcelId, { act: 'back', instead });
      return;
    case 'giveBack':
      await giveBack(row, quantity);
      return;
    case 'neverCame':
    case 'askOnly': {
      const asked = await ask(row, { ...NEVER_CAME, quantity });
      if (asked.kind === 'case' && what === 'neverCame') await move(asked.row.caseId, { on: 'approve' });
      return;
    }
    default: {
      const kind = what === 'return' ? 'returnAndRefund' : (what as CaseKind);
      const asked = await ask(row, { kind, reason: 'quality', quantity });
      if (asked.kind !== 'case') return;
      if (kind === 'refundOnly') await move(asked.row.caseId, { on: 'approve' });
      else await work(asked.row.caseId, asked.row.lines, down);
    }
  }
}
