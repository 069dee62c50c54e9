import { describe, expect, test } from 'vitest';
import {
  type CouponRow,
  claimableAt,
  freezeCoupon,
  releaseCoupon,
  retakeCoupon,
  returnCoupon,
  useCoupon,
} from './index.ts';

const END = 1_000;
const free: CouponRow = {
  ...{ couponId: 'cp_1', shopperId: 'sh_1', campaignId: 'c', promotionId: 'p', issue: 'claim' },
  ...{ claimedAt: 0, expiresAt: END, state: 'available', purchaseId: null },
  ...{ frozenAt: null, usedAt: null, returnedAt: null },
};
const by = (at: number, purchaseId = 'pu_1') => ({ purchaseId, at, shopperId: 'sh_1' });
const frozen = freezeCoupon(free, by(10)) as CouponRow;
const used = useCoupon(frozen, by(20));

describe('a coupon', () => {
  test('is frozen, used and returned, and looks as before but for the instant of its return', () => {
    expect(frozen).toMatchObject({ state: 'frozen', purchaseId: 'pu_1', frozenAt: 10 });
    expect(used).toMatchObject({ state: 'used', purchaseId: 'pu_1', usedAt: 20 });
    const back = returnCoupon(used, { ...by(30), sellersFault: false });
    expect(back).toEqual({ ...free, returnedAt: 30 });
    expect(releaseCoupon(frozen, by(30))).toEqual(free);
  });

  test('is not frozen at its end, twice, for somebody else, or where there is none', () => {
    expect(freezeCoupon(free, by(END - 1))).toMatchObject({ state: 'frozen' });
    expect(freezeCoupon(free, by(END))).toBe('couponExpired');
    expect(freezeCoupon(frozen, by(10, 'pu_2'))).toBe('couponUsed');
    expect(freezeCoupon(used, by(10, 'pu_2'))).toBe('couponUsed');
    expect(freezeCoupon(free, { ...by(10), shopperId: 'sh_2' })).toBe('couponUnknown');
    expect(freezeCoupon(undefined, by(10))).toBe('couponUnknown');
  });

  test('taken again after its end by the payment that was promised it, but not from another purchase', () => {
    expect(retakeCoupon(free, by(END + 5))).toMatchObject({
      state: 'used',
      purchaseId: 'pu_1',
      usedAt: END + 5,
    });
    expect(retakeCoupon(frozen, by(5, 'pu_2'))).toBeNull();
    expect(retakeCoupon(used, by(5, 'pu_2'))).toBeNull();
  });

  test('stays used when it comes back after its end; where the fault is the seller’s it is good for seven days', () => {
    expect(returnCoupon(used, { ...by(END), sellersFault: false })).toEqual(used);
    const again = returnCoupon(used, { ...by(END), sellersFault: true });
    expect(again).toMatchObject({ state: 'available', expiresAt: END + 7 * 86_400_000 });
    expect(returnCoupon(used, { ...by(END - 1), sellersFault: true }).expiresAt).toBe(END);
  });

  test('moved by a purchase that does not have it is a bug', () => {
    expect(() => useCoupon(frozen, by(5, 'pu_2'))).toThrow('cp_1');
    expect(() => useCoupon(free, by(5))).toThrow('cp_1');
    expect(() => releaseCoupon(used, by(5))).toThrow('cp_1');
    expect(() => returnCoupon(frozen, { ...by(5), sellersFault: false })).toThrow('cp_1');
  });
});

describe('lots', () => {
  const HOUR_MS = 3_600_000;
  const ZONE = 8 * HOUR_MS;
  /** Local midnight. */
  const day = 20_000 * 86_400_000 - ZONE;
  const at = (hours: number) => day + hours * HOUR_MS;
  const terms = {
    windows: [
      { startsAt: at(0), endsAt: at(36) },
      { startsAt: at(72), endsAt: at(96) },
    ],
    grabAt: [1_200, 600],
  };

  test('last until the next one or the end of their window', () => {
    const grab = (hours: number) => claimableAt(terms, at(hours), ZONE);
    expect(grab(9)).toEqual({ kind: 'refused', reason: 'couponNotOpen', opensAt: at(10) });
    expect(grab(10)).toEqual({ kind: 'open', grab: { startsAt: at(10), endsAt: at(20) } });
    expect(grab(33)).toEqual({ kind: 'open', grab: { startsAt: at(20), endsAt: at(34) } });
    expect(grab(35)).toEqual({ kind: 'open', grab: { startsAt: at(34), endsAt: at(36) } });
    expect(grab(36)).toEqual({ kind: 'refused', reason: 'couponNotOpen', opensAt: at(82) });
    expect(grab(96)).toEqual({ kind: 'refused', reason: 'couponEnded', opensAt: null });
  });

  test('without hours are the windows themselves', () => {
    const open = { ...terms, grabAt: [] };
    expect(claimableAt(open, at(0) - 1, ZONE)).toMatchObject({ reason: 'couponNotOpen', opensAt: at(0) });
    expect(claimableAt(open, at(35), ZONE)).toEqual({ kind: 'open', grab: terms.windows[0] });
    expect(claimableAt(open, at(96), ZONE)).toMatchObject({ reason: 'couponEnded' });
  });

  test('whose window is shorter than the wait for its hour never open', () => {
    const never = { windows: [{ startsAt: at(1), endsAt: at(2) }], grabAt: [600] };
    expect(claimableAt(never, at(0), ZONE)).toMatchObject({ reason: 'couponEnded' });
    expect(claimableAt(never, at(1), ZONE)).toMatchObject({ reason: 'couponEnded' });
  });
});
