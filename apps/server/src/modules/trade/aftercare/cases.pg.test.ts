/** Long because it is one life: every step of a case, its refusals and its rivals. */
import type { ErrorCode } from '@dacu/contract/errors';
import type { Found } from '@dacu/engine/aftercare';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { EVERY_DAY } from '../trade-test-sale.ts';
import type { CaseRow } from './case-row.ts';
import type { CaseAct, CaseActor } from './move-case.ts';
import type { CaseAnswer, CaseAsked } from './request-case.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CREAM = 'sku-cream';
const EARBUDS = 'sku-earbuds';

let bench: Bench;
let keys = 0;
beforeAll(async () => {
  bench = await openBench({ onHand: 100_000 });
});
afterAll(() => bench.close());

const now = () => bench.clocks.campaign.now();
const STAFF: CaseActor = { by: 'operator', operatorId: 'op_staff', operator: 'Staff' };
const FINANCE: CaseActor = { ...STAFF, operatorId: 'op_finance', operator: 'Finance', finance: true };

type Units = { skuId: string; quantity: number }[];
const linesFor = (units: Units) => units.map(({ skuId, quantity }) => ({ lineId: skuId, quantity }));

async function paid(units: Units): Promise<PurchaseRow> {
  const row = await bench.buy(await bench.shopper(), units);
  await bench.pay(row);
  return bench.purchase(row.purchaseId);
}

/** Paid, shipped and signed for. */
async function delivered(units: Units): Promise<PurchaseRow> {
  const row = await paid(units);
  await bench.ship(row, linesFor(units), now());
  return row;
}

function ask(row: PurchaseRow, over: Partial<CaseAsked> & { key?: string; words?: string } = {}) {
  keys += 1;
  const { key = `case-${keys}`, ...more } = over;
  return bench.node.aftercare.requestCase({
    ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, idempotencyKey: key },
    ...{ kind: 'returnAndRefund', reason: 'noReason', lines: [{ lineId: CREAM, quantity: 1 }] },
    ...more,
  });
}

function rowOf(answer: CaseAnswer): CaseRow {
  if (answer.kind === 'refused') throw new Error(`${answer.code} ${JSON.stringify(answer.extra)}`);
  return answer.row;
}
const codeOf = (answer: CaseAnswer | { kind: string; code?: ErrorCode }): ErrorCode | 'done' =>
  answer.kind === 'refused' ? (answer as { code: ErrorCode }).code : 'done';

function move(one: CaseRow, act: CaseAct, actor = STAFF, key: string | null = `act-${++keys}`) {
  return bench.node.aftercare.moveCase({ at: now(), caseId: one.caseId, act, actor, idempotencyKey: key });
}
const shopper: CaseActor = { by: 'shopper' };
const PARCEL: CaseAct = { on: 'sendBack', tracking: { carrier: 'SF', number: 'SF1234567890' } };

async function untilReceived(row: PurchaseRow, over: Partial<CaseAsked> = {}): Promise<CaseRow> {
  const one = rowOf(await ask(row, over));
  rowOf(await move(one, { on: 'approve' }));
  rowOf(await move(one, PARCEL, shopper));
  return rowOf(await move(one, { on: 'receive' }));
}
function whole(one: CaseRow, over: Partial<Found> = {}): CaseAct {
  return {
    on: 'inspect',
    found: one.lines.map(({ lineId, quantity }) => ({
      ...{ lineId, sellable: quantity, unsellable: 0, turnedDown: 0, deductFen: 0, note: '' },
      ...over,
    })),
  };
}

/** What the ledger of movements adds up to is what the row counts. */
async function ledgerOf(skuId: string) {
  await bench.drainEvents();
  const [sum] = await bench.db.query(
    `select sum(on_hand)::int as "onHand", sum(reserved)::int as reserved, sum(locked)::int as locked, sum(sold)::int as sold
     from stock_movement where sku_id = $1`,
    [skuId],
  );
  return sum;
}

describe('a case of goods', () => {
  it('goes from request to refund, pays what the order froze, and puts the goods on the shelf again', async () => {
    const before = await bench.stockRow(CREAM);
    const row = await delivered([
      { skuId: CREAM, quantity: 1 },
      { skuId: EARBUDS, quantity: 1 },
    ]);
    const asked = rowOf(await ask(row));
    expect(asked).toMatchObject({ state: 'requested', fault: 'buyer', expectedFen: 19_900 - 1_998 });
    expect(rowOf(await move(asked, { on: 'approve' })).state).toBe('approved');
    expect(rowOf(await move(asked, PARCEL, shopper))).toMatchObject({
      ...{ state: 'sentBack', tracking: { carrier: 'SF', number: 'SF1234567890' } },
    });
    expect(rowOf(await move(asked, { on: 'receive' })).state).toBe('received');
    const done = rowOf(await move(asked, whole(asked)));
    expect(done).toMatchObject({ state: 'refunded', refundFen: 19_900 - 1_998, deadlineAt: null });
    expect(done.steps.map(({ on, by }) => `${on} ${by}`)).toEqual([
      ...['request shopper', 'approve operator', 'sendBack shopper', 'receive operator'],
      ...['inspect operator', 'refund system'],
    ]);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      ...{ state: 'paid', refundedFen: 19_900 - 1_998, returned: { [CREAM]: 1 } },
    });
    expect(await bench.stockRow(CREAM)).toEqual(before);
    expect(await ledgerOf(CREAM)).toEqual(before);
    const { returns } = (await bench.node.aftercare.of(row))!;
    expect(returns).toMatchObject([{ refundFen: 19_900 - 1_998, reason: 'noReason' }]);
  });

  it('keeps damaged goods off the shelf, and deducts what was found, never below nothing', async () => {
    const row = await delivered([{ skuId: CREAM, quantity: 2 }]);
    const before = await bench.stockRow(CREAM);
    const one = await untilReceived(row, { lines: [{ lineId: CREAM, quantity: 2 }] });
    const done = rowOf(
      await move(
        one,
        whole(one, { sellable: 1, unsellable: 1, deductFen: 9_000_000, note: 'opened and half used' }),
      ),
    );
    expect(done).toMatchObject({ state: 'refunded', refundFen: 0 });
    const after = await bench.stockRow(CREAM);
    expect([after.onHand - before.onHand, after.sold - before.sold]).toEqual([2, -2]);
    const [{ unavailable }] = (await bench.db.query('select unavailable from stock where sku_id = $1', [
      CREAM,
    ])) as [{ unavailable: number }];
    expect(unavailable).toBe(1);
    await bench.db.query('update stock set unavailable = 0 where sku_id = $1', [CREAM]);
  });

  it('gives back to the buyer what was turned down, which can be asked for again', async () => {
    const row = await delivered([{ skuId: CREAM, quantity: 2 }]);
    const one = await untilReceived(row, { lines: [{ lineId: CREAM, quantity: 2 }] });
    const act = whole(one, { sellable: 1, turnedDown: 1, note: 'another article' });
    expect(rowOf(await move(one, act))).toMatchObject({ state: 'refunded', refundFen: 19_900 - 2_500 });
    expect(codeOf(await ask(row))).toBe('done');
    const other = await delivered([{ skuId: CREAM, quantity: 1 }]);
    const none = await untilReceived(other);
    const turned = rowOf(await move(none, whole(none, { sellable: 0, turnedDown: 1, note: 'empty box' })));
    expect(turned).toMatchObject({ state: 'closed', refundFen: null });
    expect((await bench.purchase(other.purchaseId)).refundedFen).toBe(0);
  });

  it('of the seller’s fault brings the freight of the way here back, of nobody’s it does not', async () => {
    const cable = [{ skuId: 'sku-cable', quantity: 1 }];
    const lines = [{ lineId: 'sku-cable', quantity: 1 }];
    const refundOf = async (reason: 'noReason' | 'quality') => {
      const row = await delivered(cable);
      const freightFen = row.body.freightFen;
      expect(freightFen).toBe(1_000);
      const one = await untilReceived(row, { reason, lines });
      return rowOf(await move(one, whole(one))).refundFen! - (row.payFen - freightFen);
    };
    expect([await refundOf('noReason'), await refundOf('quality')]).toEqual([0, 1_000]);
  });
});

describe('a refund without goods', () => {
  it('is paid as it is approved, once, and leaves the goods where they are', async () => {
    const row = await delivered([{ skuId: CREAM, quantity: 1 }]);
    const before = await bench.stockRow(CREAM);
    const one = rowOf(await ask(row, { kind: 'refundOnly', reason: 'damaged' }));
    const answers = await Promise.all([1, 2, 3].map(() => move(one, { on: 'approve' }, STAFF, 'one-key')));
    for (const answer of answers) expect(rowOf(answer)).toMatchObject({ state: 'refunded' });
    expect((await bench.purchase(row.purchaseId)).refundedFen).toBe(row.payFen);
    expect(await bench.stockRow(CREAM)).toEqual(before);
    await bench.advanceTo(now() + 1_000);
    const refunds = await bench.db.query(
      'select r.amount_fen from sandbox_refund r join payment p using (payment_id) where p.purchase_id = $1',
      [row.purchaseId],
    );
    expect(refunds).toHaveLength(1);
  });

  it('of units that never came is asked for while they travel, and not of those that arrived', async () => {
    const row = await paid([{ skuId: CREAM, quantity: 2 }]);
    const lost = { kind: 'refundOnly', reason: 'notArrived' } as const;
    expect(codeOf(await ask(row, lost))).toBe('nothingToReturn');
    await bench.ship(row, [{ lineId: CREAM, quantity: 1 }]);
    expect(codeOf(await ask(row, { ...lost, lines: [{ lineId: CREAM, quantity: 2 }] }))).toBe(
      'nothingToReturn',
    );
    expect(codeOf(await ask(row))).toBe('caseNotDelivered');
    expect(codeOf(await ask(row, lost))).toBe('done');
    expect(codeOf(await ask(row, lost))).toBe('nothingToReturn');
    const came = await delivered([{ skuId: CREAM, quantity: 1 }]);
    expect(codeOf(await ask(came, lost))).toBe('caseDelivered');
  });
});

describe('an exchange', () => {
  it('reserves at approval, sends other goods for those that came back, and leaves the right to a refund', async () => {
    const row = await delivered([{ skuId: CREAM, quantity: 2 }]);
    const before = await bench.stockRow(CREAM);
    const one = rowOf(
      await ask(row, { kind: 'exchange', reason: 'quality', lines: [{ lineId: CREAM, quantity: 2 }] }),
    );
    rowOf(await move(one, { on: 'approve' }));
    expect(await bench.stockRow(CREAM)).toEqual({ ...before, reserved: before.reserved + 2 });
    rowOf(await move(one, PARCEL, shopper));
    rowOf(await move(one, { on: 'receive' }));
    const done = rowOf(
      await move(one, whole(one, { sellable: 1, unsellable: 0, turnedDown: 1, note: 'fine' })),
    );
    expect(done).toMatchObject({
      state: 'replaced',
      refundFen: null,
      replacementId: expect.stringMatching(/^pu_/),
    });
    expect(await bench.stockRow(CREAM)).toEqual({
      ...before,
      ...{ onHand: before.onHand + 1, sold: before.sold - 1, locked: before.locked + 1 },
    });
    expect(await ledgerOf(CREAM)).toEqual(await bench.stockRow(CREAM));
    const instead = await bench.purchase(done.replacementId!);
    expect(instead).toMatchObject({ kind: 'gift', state: 'paid', payFen: 0, shopperId: row.shopperId });
    expect(linesOf(instead.body)).toMatchObject([{ skuId: CREAM, quantity: 1, netFen: 0 }]);
    expect(codeOf(await ask(instead))).toBe('returnReplacement');
    expect(
      codeOf(
        await bench.node.aftercare.returnLines({
          ...{ at: now(), shopperId: row.shopperId, idempotencyKey: 'of nothing', reason: 'noReason' },
          ...{ purchaseId: instead.purchaseId, lines: [{ lineId: CREAM, quantity: 1 }] },
        }),
      ),
    ).toBe('returnReplacement');
    // Both units are in the buyer's hands again, at the price that was paid.
    const rest = await untilReceived(row, { lines: [{ lineId: CREAM, quantity: 2 }] });
    expect(rowOf(await move(rest, whole(rest))).refundFen).toBe(row.payFen);
  });

  it('that nothing is left for is refused to the operator, and becomes a refund when nobody answers', async () => {
    const own = await openBench({ onHand: 1 });
    try {
      const row = await own.buy(await own.shopper(), [{ skuId: CREAM, quantity: 1 }]);
      await own.pay(row);
      await own.ship(row, [{ lineId: CREAM, quantity: 1 }], own.clocks.campaign.now());
      const at = own.clocks.campaign.now();
      const one = rowOf(
        await own.node.aftercare.requestCase({
          ...{ at, shopperId: row.shopperId, purchaseId: row.purchaseId, idempotencyKey: 'exchange' },
          ...{ kind: 'exchange', reason: 'quality', lines: [{ lineId: CREAM, quantity: 1 }] },
        }),
      );
      const answer = await own.node.aftercare.moveCase({
        ...{ at, caseId: one.caseId, act: { on: 'approve' }, actor: STAFF, idempotencyKey: 'a' },
      });
      expect(codeOf(answer)).toBe('exchangeOutOfStock');
      await own.advanceTo(at + 48 * HOUR);
      const { cases } = await own.node.aftercare.search({
        ...{ states: [], kinds: [], sought: one.caseId, cursor: null, limit: 1 },
      });
      expect(cases).toMatchObject([
        { state: 'approved', kind: 'returnAndRefund', expectedFen: row.payFen - row.body.freightFen },
      ]);
    } finally {
      await own.close();
    }
  });

  it('withdrawn after its approval gives back what it reserved', async () => {
    const row = await delivered([{ skuId: CREAM, quantity: 1 }]);
    const before = await bench.stockRow(CREAM);
    const one = rowOf(await ask(row, { kind: 'exchange' }));
    rowOf(await move(one, { on: 'approve' }));
    expect(rowOf(await move(one, { on: 'withdraw' }, shopper)).state).toBe('closed');
    expect(await bench.stockRow(CREAM)).toEqual(before);
    expect(await ledgerOf(CREAM)).toEqual(before);
    expect(codeOf(await ask(row))).toBe('done');
  });
});

describe('silence', () => {
  it('of the seller agrees, of the buyer gives up; a warehouse and finance that do nothing keep no money', async () => {
    const own = await openBench({ onHand: 100 });
    try {
      const at = own.clocks.campaign.now();
      const row = await own.buy(await own.shopper(), [{ skuId: CREAM, quantity: 2 }]);
      await own.pay(row);
      await own.ship(row, [{ lineId: CREAM, quantity: 2 }], at);
      const start = own.clocks.campaign.now();
      const request = (key: string, when: number) =>
        own.node.aftercare.requestCase({
          ...{ at: when, shopperId: row.shopperId, purchaseId: row.purchaseId, idempotencyKey: key },
          ...{ kind: 'returnAndRefund', reason: 'quality', lines: [{ lineId: CREAM, quantity: 1 }] },
        });
      const [first, second] = [rowOf(await request('a', start)), rowOf(await request('b', start))];
      const stateOf = async ({ caseId }: CaseRow) =>
        (await own.node.aftercare.opsCase({ at: start, caseId }))!.state;
      await own.advanceTo(start + 48 * HOUR - 1);
      expect([await stateOf(first), await stateOf(second)]).toEqual(['requested', 'requested']);
      await own.advanceTo(start + 48 * HOUR);
      expect([await stateOf(first), await stateOf(second)]).toEqual(['approved', 'approved']);
      rowOf(
        await own.node.aftercare.moveCase({
          ...{ at: own.clocks.campaign.now(), caseId: first.caseId, act: PARCEL, actor: shopper },
          ...{ shopperId: row.shopperId, idempotencyKey: 'parcel' },
        }),
      );
      await own.advanceTo(start + 9 * DAY);
      expect([await stateOf(first), await stateOf(second)]).toEqual(['sentBack', 'closed']);
      await own.advanceTo(start + 12 * DAY);
      expect(await stateOf(first)).toBe('received');
      await own.advanceTo(start + 19 * DAY - 1);
      expect(await stateOf(first)).toBe('received');
      await own.advanceTo(start + 19 * DAY);
      expect(await stateOf(first)).toBe('refunded');
      // The second gave up, so its unit is the buyer's; the time for defects is over meanwhile.
      expect(codeOf(await request('c', own.clocks.campaign.now()))).toBe('caseTooLate');
    } finally {
      await own.close();
    }
  });
});

describe('large refunds', () => {
  it('are released by finance, or by the clock, and not by customer service', async () => {
    const row = await delivered([{ skuId: EARBUDS, quantity: 20 }]);
    const one = rowOf(
      await ask(row, {
        ...{ kind: 'refundOnly', reason: 'damaged', lines: [{ lineId: EARBUDS, quantity: 20 }] },
      }),
    );
    const waiting = rowOf(await move(one, { on: 'approve' }));
    expect(waiting).toMatchObject({ state: 'approved', refundFen: null, deadlineAt: now() + 7 * DAY });
    expect((await bench.purchase(row.purchaseId)).refundedFen).toBe(0);
    expect(codeOf(await move(one, { on: 'refund' }))).toBe('financeNeeded');
    expect(rowOf(await move(one, { on: 'refund' }, FINANCE))).toMatchObject({
      ...{ state: 'refunded', refundFen: row.payFen },
    });
    const other = await delivered([{ skuId: EARBUDS, quantity: 20 }]);
    const received = await untilReceived(other, { lines: [{ lineId: EARBUDS, quantity: 20 }] });
    expect(rowOf(await move(received, whole(received)))).toMatchObject({ state: 'inspected' });
    expect(rowOf(await move(received, { on: 'refund' }, FINANCE)).state).toBe('refunded');
    const third = await delivered([{ skuId: EARBUDS, quantity: 20 }]);
    const own = await untilReceived(third, { lines: [{ lineId: EARBUDS, quantity: 20 }] });
    expect(rowOf(await move(own, whole(own), FINANCE)).state).toBe('refunded');
  });
});

describe('what services promise', () => {
  it('is honoured: free returns on the seller, an insurance once, a longer warranty until its end', async () => {
    const service = (
      id: string,
      offer: 'freeReturns' | 'returnFreightInsurance' | 'extendedWarranty',
      sku: string,
    ) => ({
      ...{ id, title: { zh: id, en: id }, layer: 'service' as const, scope: { skus: [sku] }, audience: {} },
      rule: { kind: 'service' as const, offer, unitFen: 0, lastsMs: 100 * DAY },
      ...{ windows: EVERY_DAY, priority: 0, funders: [{ funder: 'seller' as const, bp: 10_000 }] },
    });
    bench.sale.publish({
      ...{ activityStock: 10, perPersonMax: 2 },
      promotions: [
        service('free', 'freeReturns', CREAM),
        service('insured', 'returnFreightInsurance', EARBUDS),
        service('warranty', 'extendedWarranty', EARBUDS),
      ],
    });
    try {
      const row = await delivered([
        { skuId: CREAM, quantity: 1 },
        { skuId: EARBUDS, quantity: 2 },
      ]);
      expect(rowOf(await ask(row)).freight.payer).toBe('seller');
      const buds = { lines: [{ lineId: EARBUDS, quantity: 1 }] };
      const insured = rowOf(await ask(row, buds));
      expect(insured.freight).toEqual({ payer: 'insurer', coveredFen: 1_200 });
      const second = rowOf(await ask(row, buds));
      expect(second.freight.payer).toBe('buyer');
      rowOf(await move(second, { on: 'withdraw' }, shopper));
      rowOf(await move(insured, { on: 'withdraw' }, shopper));
      expect(rowOf(await ask(row, buds)).freight.payer).toBe('insurer');
      const late = (days: number) =>
        bench.node.aftercare.preview({
          ...{ at: now() + days * DAY, shopperId: row.shopperId, purchaseId: row.purchaseId },
          ...{ kind: 'exchange', reason: 'quality', ...buds },
        });
      expect([codeOf(await late(99)), codeOf(await late(101))]).toEqual(['done', 'caseTooLate']);
    } finally {
      bench.sale.publish({ activityStock: 10, perPersonMax: 2 });
    }
  });
});

describe('rivals', () => {
  it('two cases over the same unit: one is opened', async () => {
    const row = await delivered([{ skuId: CREAM, quantity: 1 }]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(row)));
    expect(answers.map(codeOf).sort()).toEqual([
      'done',
      'nothingToReturn',
      'nothingToReturn',
      'nothingToReturn',
    ]);
  });

  it('one request sent three times under a key is one case; another request under it is refused', async () => {
    const row = await delivered([{ skuId: CREAM, quantity: 2 }]);
    const answers = await Promise.all([1, 2, 3].map(() => ask(row, { key: 'same' })));
    expect(new Set(answers.map((answer) => rowOf(answer).caseId)).size).toBe(1);
    expect(codeOf(await ask(row, { key: 'same', reason: 'quality' }))).toBe('idempotencyKeyReused');
  });

  it('on another node: a refund and a withdrawal of one case, of which one happens', async () => {
    const other = await bench.addNode();
    const row = await delivered([{ skuId: CREAM, quantity: 1 }]);
    const one = rowOf(await ask(row, { kind: 'refundOnly', reason: 'damaged' }));
    const answers = await Promise.all([
      move(one, { on: 'approve' }),
      other.aftercare.moveCase({
        ...{ at: now(), caseId: one.caseId, act: { on: 'withdraw' }, actor: shopper, idempotencyKey: 'w' },
      }),
    ]);
    expect(answers.map(codeOf).sort()).toEqual(['caseStepNotAllowed', 'done']);
    const { refundedFen } = await bench.purchase(row.purchaseId);
    const state = (await bench.node.aftercare.opsCase({ at: now(), caseId: one.caseId }))!.state;
    expect([state, refundedFen]).toEqual(state === 'refunded' ? ['refunded', row.payFen] : ['closed', 0]);
  });

  it('a return of what has not left and a case of what has: each unit goes one way', async () => {
    const row = await paid([{ skuId: CREAM, quantity: 3 }]);
    await bench.ship(row, [{ lineId: CREAM, quantity: 2 }], now());
    const atOnce = (quantity: number, key: string) =>
      bench.node.aftercare.returnLines({
        ...{ at: now(), shopperId: row.shopperId, idempotencyKey: key, reason: 'noReason' },
        ...{ purchaseId: row.purchaseId, lines: [{ lineId: CREAM, quantity }] },
      });
    expect(codeOf(await atOnce(2, 'two'))).toBe('returnNeedsCase');
    expect(codeOf(await atOnce(4, 'four'))).toBe('nothingToReturn');
    expect(codeOf(await atOnce(1, 'one'))).toBe('done');
    expect(codeOf(await atOnce(1, 'more'))).toBe('returnNeedsCase');
    const one = await untilReceived(row, { lines: [{ lineId: CREAM, quantity: 2 }] });
    rowOf(await move(one, whole(one)));
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'refunded',
      refundedFen: row.payFen,
    });
    expect(codeOf(await atOnce(1, 'late'))).toBe('nothingToReturn');
  });
});

it('an act sent twice under its key happens once; another act under it is refused; a stranger finds nothing', async () => {
  const row = await delivered([{ skuId: CREAM, quantity: 1 }]);
  const one = rowOf(await ask(row));
  rowOf(await move(one, { on: 'approve' }, STAFF, 'approve-once'));
  expect(rowOf(await move(one, { on: 'approve' }, STAFF, 'approve-once')).steps).toHaveLength(2);
  expect(codeOf(await move(one, { on: 'refuse', note: 'no' }, STAFF, 'approve-once'))).toBe(
    'idempotencyKeyReused',
  );
  expect(await move(one, { on: 'approve' })).toMatchObject({
    ...{ code: 'caseStepNotAllowed', extra: { allowed: [] } },
  });
  const stranger = await bench.node.aftercare.moveCase({
    ...{ at: now(), caseId: one.caseId, act: { on: 'withdraw' }, actor: shopper },
    ...{ shopperId: 'sh_other', idempotencyKey: 'x' },
  });
  expect(codeOf(stranger)).toBe('notFound');
});

it('an inspection that does not add up, or deducts where the seller is at fault, is refused and changes nothing', async () => {
  const row = await delivered([{ skuId: CREAM, quantity: 1 }]);
  const one = await untilReceived(row, { reason: 'quality' });
  expect(await move(one, whole(one, { sellable: 2 }))).toMatchObject({
    ...{ code: 'inspectionWrong', extra: { reason: 'unitsDoNotAdd' } },
  });
  expect(await move(one, whole(one, { deductFen: 1, note: 'worn' }))).toMatchObject({
    extra: { reason: 'sellersFault' },
  });
  expect((await bench.purchase(row.purchaseId)).refundedFen).toBe(0);
});

it('what an inspection would pay is what it pays, also of a part, and is what is expected while finance is waited for', async () => {
  const row = await delivered([{ skuId: EARBUDS, quantity: 25 }]);
  const asked = { lines: [{ lineId: EARBUDS, quantity: 25 }] };
  const one = await untilReceived(row, asked);
  const preview = (found: readonly Found[]) =>
    bench.node.aftercare.previewInspection({ at: now(), caseId: one.caseId, found });
  const part = whole(one, { sellable: 23, turnedDown: 2, deductFen: 1_234, note: 'two are not ours' });
  const { found } = part as { found: readonly Found[] };
  const would = await preview(found);
  if (would.kind === 'refused') throw new Error(would.code);
  expect(await preview((whole(one, { sellable: 24 }) as { found: readonly Found[] }).found)).toMatchObject({
    ...{ code: 'inspectionWrong', reason: 'unitsDoNotAdd' },
  });
  expect(
    await preview(
      (whole(one, { sellable: 0, turnedDown: 25, note: 'x' }) as { found: readonly Found[] }).found,
    ),
  ).toEqual({
    ...{ kind: 'preview', refund: null },
  });
  const { refundFen } = would.refund!.row;
  expect(refundFen).toBeLessThan(one.expectedFen!);
  expect(rowOf(await move(one, part))).toMatchObject({ state: 'inspected', expectedFen: refundFen });
  expect(await preview(found)).toEqual({ kind: 'refused', code: 'caseStepNotAllowed' });
  expect(rowOf(await move(one, { on: 'refund' }, FINANCE)).refundFen).toBe(refundFen);
});

it('units of two shops are two cases, and a request for a purchase of somebody else is not found', async () => {
  const row = await delivered([
    { skuId: CREAM, quantity: 1 },
    { skuId: EARBUDS, quantity: 1 },
  ]);
  const both = [CREAM, EARBUDS].map((lineId) => ({ lineId, quantity: 1 }));
  expect(codeOf(await ask(row, { lines: both }))).toBe('caseOneShop');
  expect(codeOf(await ask({ ...row, shopperId: 'sh_other' }))).toBe('notFound');
  expect(codeOf(await ask(row, { lines: [{ lineId: 'sku-none', quantity: 1 }] }))).toBe('nothingToReturn');
  expect(codeOf(await ask(row, { kind: 'refundOnly' }))).toBe('caseKindNotOffered');
  const held = await bench.buy(await bench.shopper(), [{ skuId: CREAM, quantity: 1 }]);
  expect(codeOf(await ask(held))).toBe('notPaid');
});

it('a preview takes nothing and names to the fen what the case then pays', async () => {
  const row = await delivered([{ skuId: CREAM, quantity: 2 }]);
  const asked = {
    kind: 'returnAndRefund',
    reason: 'quality',
    lines: [{ lineId: CREAM, quantity: 1 }],
  } as const;
  const preview = () =>
    bench.node.aftercare.preview({
      ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId },
      ...asked,
    });
  const first = await preview();
  expect(await preview()).toEqual({ ...first, refund: expect.anything() });
  if (first.kind === 'refused') throw new Error(first.code);
  const one = await untilReceived(row, asked);
  expect(rowOf(await move(one, whole(one))).refundFen).toBe(first.refund!.row.refundFen);
});

it('what the shopper wrote is sealed, opened by name, and that it was read stays', async () => {
  const row = await delivered([{ skuId: CREAM, quantity: 1 }]);
  const one = rowOf(await ask(row, { words: '瓶口破了，找王小明' }));
  expect(JSON.stringify(one)).not.toContain('王小明');
  expect(await bench.node.aftercare.readWords({ caseId: one.caseId, by: 'Staff' })).toBe(
    '瓶口破了，找王小明',
  );
  await bench.drainEvents();
  const acts = await bench.db.query('select kind, acted_by from operator_act where subject = $1', [
    one.caseId,
  ]);
  expect(acts).toEqual([{ kind: 'caseWordsRead', acted_by: 'Staff' }]);
  rowOf(await move(one, { on: 'refuse', note: 'not ours' }));
  await bench.drainEvents();
  const after = await bench.db.query(
    `select kind from operator_act where subject = $1 and kind <> 'caseWordsRead'`,
    [one.caseId],
  );
  expect(after).toEqual([{ kind: 'caseRefused' }]);
});

it('any sequence of returns, cases, partial inspections and exchanges sums to what was paid, and the stock is whole', async () => {
  const before = await bench.stockRow(CREAM);
  let [kept, sent] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(
        fc.record({
          way: fc.constantFrom('atOnce', 'refundOnly', 'returnAndRefund', 'exchange'),
          quantity: fc.integer({ min: 1, max: 3 }),
          down: fc.integer({ min: 0, max: 2 }),
        }),
        { maxLength: 6 },
      ),
      async (quantity, shipped, acts) => {
        const row = await paid([{ skuId: CREAM, quantity }]);
        if (shipped > 0)
          await bench.ship(row, [{ lineId: CREAM, quantity: Math.min(shipped, quantity) }], now());
        let lost = 0;
        let replaced = 0;
        const act = async ({ way, quantity: units, down }: (typeof acts)[number]) => {
          const lines = [{ lineId: CREAM, quantity: units }];
          if (way === 'atOnce') {
            await bench.node.aftercare.returnLines({
              ...{ at: now(), shopperId: row.shopperId, idempotencyKey: `any-${++keys}`, reason: 'quality' },
              ...{ purchaseId: row.purchaseId, lines },
            });
            return;
          }
          const asked = await ask(row, { kind: way, reason: 'quality', lines });
          if (asked.kind === 'refused') return;
          rowOf(await move(asked.row, { on: 'approve' }));
          if (way === 'refundOnly') {
            lost += units;
            return;
          }
          rowOf(await move(asked.row, PARCEL, shopper));
          rowOf(await move(asked.row, { on: 'receive' }));
          const turnedDown = Math.min(down, units);
          const found = whole(asked.row, { sellable: units - turnedDown, turnedDown, note: 'as found' });
          rowOf(await move(asked.row, found));
          if (way === 'exchange') replaced += units - turnedDown;
          expect((await bench.purchase(row.purchaseId)).refundedFen).toBeLessThanOrEqual(row.payFen);
        };
        for (const one of acts) await act(one);
        for (let units = 1; units <= quantity; units += 1) {
          await act({ way: 'atOnce', quantity: 1, down: 0 });
          await act({ way: 'returnAndRefund', quantity: 1, down: 0 });
        }
        expect(await bench.purchase(row.purchaseId)).toMatchObject({
          state: 'refunded',
          refundedFen: row.payFen,
        });
        kept += lost;
        sent += replaced;
      },
    ),
    { numRuns: 12 },
  );
  // What was refunded without coming back stays shipped. What goes out instead is locked for it, and in this test comes
  // back without having left.
  expect(await bench.stockRow(CREAM)).toEqual({
    ...{ onHand: before.onHand - kept + sent, reserved: before.reserved },
    ...{ locked: before.locked + sent, sold: before.sold + kept - sent },
  });
  expect(await ledgerOf(CREAM)).toEqual(await bench.stockRow(CREAM));
});
