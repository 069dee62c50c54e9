import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTEMPTS_MAX, createDue, type DueHandler } from '../../../platform/due/create-due.ts';
import { type Bench, openBench } from '../../trade/trade-test-bench.ts';
import { createExceptions, type Exceptions } from './index.ts';

let bench: Bench;
let healed = false;
const ran: string[] = [];
const stubborn: DueHandler = {
  kind: 'stubborn',
  async run(items) {
    if (!healed) throw new Error('the other side is gone');
    ran.push(...items.map(({ key }) => key));
  },
};
let due: ReturnType<typeof createDue>;
let exceptions: Exceptions;

beforeAll(async () => {
  bench = await openBench({ onHand: 10 });
  due = createDue({ db: bench.db, clocks: bench.clocks, handlers: [stubborn] });
  exceptions = createExceptions({
    due,
    purchasesOf: bench.node.payment.purchasesOf,
    lists: [{ of: 'mice', read: async () => ({ open: 2, oldestAt: 7 }) }],
  });
});
afterAll(() => bench.close());

async function giveUpOn(key: string, payload: unknown): Promise<void> {
  await bench.db.transaction((tx) => due.add(tx, [{ kind: 'stubborn', key, at: 5, payload }]));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    await bench.db.query(`update due set next_at = 0 where kind = 'stubborn'`);
    await due.runOnce(10);
  }
}

describe('what waits for a person', () => {
  it('names work that was given up on, why, and the purchases that it was about, however it named them', async () => {
    const row = await bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity: 1 }]);
    await bench.pay(row);
    const [payment] = await bench.node.payment.paymentsOf([row.purchaseId]);
    await giveUpOn('one', { paymentId: payment!.paymentId });
    await giveUpOn('two', { shared: [{ purchaseId: 'pu_a' }, { purchaseId: 'pu_b' }] });
    const { lists, work, moreWork } = await exceptions.list();
    expect(lists).toEqual([{ of: 'mice', open: 2, oldestAt: 7 }]);
    expect(moreWork).toBe(false);
    expect(work).toEqual([
      {
        ...{ kind: 'stubborn', key: 'one', at: 5, attempts: ATTEMPTS_MAX },
        ...{ lastError: 'the other side is gone', purchaseIds: [row.purchaseId] },
      },
      expect.objectContaining({ key: 'two', purchaseIds: ['pu_a', 'pu_b'] }),
    ]);
  });

  it('is not tried again by itself, and once when a person says so', async () => {
    healed = true;
    expect(await due.runOnce(1_000_000)).toBe(0);
    expect(await exceptions.tryAgain({ kind: 'stubborn', key: 'one' }, 1_000_000)).toBe(true);
    expect(await exceptions.tryAgain({ kind: 'stubborn', key: 'one' }, 1_000_000)).toBe(false);
    expect(await due.runOnce(1_000_000)).toBe(1);
    expect(ran).toEqual(['one']);
    expect((await exceptions.list()).work.map(({ key }) => key)).toEqual(['two']);
  });

  it('knows no work of another name', async () => {
    expect(await exceptions.tryAgain({ kind: 'stubborn', key: 'none' }, 0)).toBe(false);
    expect(await exceptions.tryAgain({ kind: 'none', key: 'two' }, 0)).toBe(false);
  });
});
