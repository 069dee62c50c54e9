import { expect, it } from 'vitest';
import { type Charge, stageOf } from './stage.ts';

const held = { state: 'held', payUntil: 1_000 } as const;
const charge = (paymentId: string, state: Charge['state'], refundedFen = 0): Charge => ({
  paymentId,
  purchaseId: 'pu_1',
  method: 'alipay',
  amountFen: 100,
  state,
  approveUrl: state === 'pending' ? '/approve' : '',
  expiresAt: 1_000,
  requestedAt: 1,
  settledAt: null,
  refundedFen,
});
const never = () => false;
const always = () => true;

it('after a reload an open charge waits for the shopper, or for the provider once it was handed over', () => {
  const open = [charge('pa_1', 'pending')];
  expect(stageOf(held, open, 500, never).kind).toBe('counter');
  expect(stageOf(held, open, 500, always).kind).toBe('waiting');
});

it('a declined charge is told, and the next one takes its place', () => {
  expect(stageOf(held, [charge('pa_1', 'failed')], 500, always).kind).toBe('failed');
  expect(stageOf(held, [charge('pa_2', 'pending'), charge('pa_1', 'failed')], 500, never)).toMatchObject({
    kind: 'counter',
    charge: { paymentId: 'pa_2' },
  });
  expect(stageOf(held, [], 500, never).kind).toBe('ready');
});

it('past the time to pay nothing is offered, but an approval that was given in time is still waited for', () => {
  const open = [charge('pa_1', 'pending')];
  expect(stageOf(held, open, 1_000, never).kind).toBe('late');
  expect(stageOf(held, open, 1_000, always).kind).toBe('waiting');
});

it('only the purchase says paid: a settled charge alone does not', () => {
  expect(stageOf(held, [charge('pa_1', 'succeeded')], 500, always).kind).not.toBe('paid');
  expect(stageOf({ ...held, state: 'paid' }, [], 500, never).kind).toBe('paid');
});

it('a closed purchase tells what came too late and went back', () => {
  const stage = stageOf({ ...held, state: 'closed' }, [charge('pa_1', 'refunded', 100)], 2_000, never);
  expect(stage).toEqual({ kind: 'closed', sentBackFen: 100 });
});
