import type { PurchaseView } from '@dacu/contract/api';
import { ApiFailure, type OpenAttempt } from '@dacu/contract/client';
import { problem } from '@dacu/contract/errors';
import { describe, expect, it } from 'vitest';
import { ASK_BY_ITSELF_MS, createOpenOrders, type OpenOrder, OTHER_TAB_MS } from './open-orders.ts';

const PLACED = { purchaseId: 'pu_1' } as PurchaseView;

/** A device with one order on it, and a server that answers in turn; a definite answer takes the order off the device. */
function device(age: number, by: string, ...answers: (Error | PurchaseView)[]) {
  let kept: OpenAttempt[] = [{ key: 'k', intent: 'purchase', body: { lines: [] }, at: 1_000_000, by }];
  const sent: OpenOrder[] = [];
  const waits: { ms: number; run: () => void }[] = [];
  const world = { now: 1_000_000 + age };
  const orders = createOpenOrders({
    kept: () => kept,
    forget: () => {
      kept = [];
    },
    send: async (order) => {
      sent.push(order);
      const answer = answers.shift()!;
      if (!(answer instanceof ApiFailure && answer.outcomeUnknown)) kept = [];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    now: () => world.now,
    wait: (ms, run) => {
      const wait = { ms, run };
      waits.push(wait);
      return () => waits.splice(waits.indexOf(wait), 1);
    },
    tab: 'mine',
  });
  const kinds = () => orders.now().map(({ outcome }) => outcome.kind);
  const settled = () => new Promise((done) => setTimeout(done));
  return { orders, sent, waits, world, kinds, settled };
}

describe('an order whose answer was lost', () => {
  it('is asked for when the page comes back, and shown as placed', async () => {
    const { orders, sent, kinds, settled } = device(2_000, 'mine', PLACED);
    orders.adopt();
    expect(kinds()).toEqual(['asking']);
    await settled();
    expect(sent.map(({ key }) => key)).toEqual(['k']);
    expect(kinds()).toEqual(['placed']);
  });

  it('is asked for again and again while nobody answers', async () => {
    const { orders, sent, waits, kinds, settled } = device(0, 'mine', new ApiFailure('offline'), PLACED);
    orders.adopt();
    await settled();
    expect(kinds()).toEqual(['unknown']);
    waits[0]!.run();
    await settled();
    expect(sent).toHaveLength(2);
    expect(kinds()).toEqual(['placed']);
  });

  it('says why it was refused, and stays until it has been seen', async () => {
    const { orders, kinds, settled } = device(0, 'mine', new ApiFailure('refused', problem('outOfStock')));
    orders.adopt();
    await settled();
    expect(kinds()).toEqual(['refused']);
    orders.drop(orders.now()[0]!);
    expect(kinds()).toEqual([]);
  });

  it('is never placed by itself long after it was pressed', async () => {
    const { orders, sent, kinds, settled } = device(ASK_BY_ITSELF_MS + 1, 'mine', PLACED);
    orders.adopt();
    await settled();
    expect(sent).toEqual([]);
    expect(kinds()).toEqual(['old']);
    orders.askAgain(orders.now()[0]!.order);
    await settled();
    expect(kinds()).toEqual(['placed']);
  });

  it('of another tab is left to that tab while it tries', async () => {
    const { orders, sent, waits, world, settled } = device(1_000, 'other', PLACED);
    orders.adopt();
    await settled();
    expect(sent).toEqual([]);
    expect(waits[0]!.ms).toBe(OTHER_TAB_MS - 1_000);
    world.now += OTHER_TAB_MS;
    waits[0]!.run();
    await settled();
    expect(sent).toHaveLength(1);
  });

  it('is asked for once, however often a page comes', async () => {
    const { orders, sent, settled } = device(0, 'mine', PLACED);
    orders.adopt();
    orders.adopt();
    await settled();
    expect(sent).toHaveLength(1);
  });
});
