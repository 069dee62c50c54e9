import { describe, expect, it } from 'vitest';
import type { Promotion } from '../pricing/index.ts';
import { promotion as bare } from '../pricing/test-carts.ts';
import { openReplay } from './open-replay.ts';
import { bought, campaign, DAY, draft, JUNE, phase } from './test-past.ts';
import type { DraftPlan, PastCampaign, PastPurchase, ReplayOptions } from './types.ts';

const WINDOW = { windows: [{ startsAt: JUNE, endsAt: JUNE + 30 * DAY }] };
const promotion: typeof bare = (id, layer, rule, more) => bare(id, layer, rule, { ...WINDOW, ...more });
const off = (id: string, fen: number, more: Partial<Promotion> = {}) =>
  promotion(id, 'storeReduction', { kind: 'amount', thresholdFen: 0, offFen: fen }, more);
const coupon = (id: string, fen: number, more: Partial<Promotion> = {}) =>
  promotion(
    id,
    'platformCoupon',
    { kind: 'amount', thresholdFen: 0, offFen: fen },
    { needsCoupon: true, ...more },
  );
const held = (couponId: string, promotionId: string, used: boolean) => ({
  ...{ couponId, promotionId, used },
  ...{ claimedAt: JUNE, expiresAt: JUNE + 2 * DAY },
});

const ASSUMED: ReplayOptions = { at: 'phase', coupons: 'used', stops: 'caps', losersMax: 2 };

function replay(
  purchases: readonly PastPurchase[],
  plan: DraftPlan,
  options: Partial<ReplayOptions> = {},
  past: PastCampaign = campaign(),
) {
  const running = openReplay(past, plan, { ...ASSUMED, ...options });
  const repriced = purchases.map((purchase) => running.take(purchase));
  return { repriced, report: running.report() };
}

describe('a replay', () => {
  it('under its own plan, with the coupons that were used, costs what was paid', () => {
    const plan = draft([off('store', 500), coupon('c', 1_000), coupon('worse', 300)]);
    const own = bought({ coupons: [held('k1', 'c', true), held('k2', 'worse', false)] }, plan);
    const insisting = bought({ coupons: [held('k1', 'worse', true)], insisted: true }, plan);
    const { report } = replay([own, insisting], plan, { stops: 'past' });
    expect(report).toMatchObject({
      priced: 2,
      changed: 0,
      pay: { pastFen: 8_500 + 9_200, draftFen: 8_500 + 9_200 },
    });
    expect(report.off.every(({ pastFen, draftFen }) => pastFen === draftFen)).toBe(true);
  });

  it('tells what changes by funder, for the margin of the shop and for each kind of shopper', () => {
    const before = draft([off('store', 500)]);
    const shared = {
      funders: [
        { funder: 'seller', bp: 2_500 },
        { funder: 'platform', bp: 7_500 },
      ] as const,
    };
    const after = draft([off('store', 2_000, shared)]);
    const goods = { lines: [{ unitListFen: 10_000, costFen: 6_000 }] };
    const { report } = replay(
      [bought({ ...goods, shopper: { newcomer: true } }, before), bought(goods, before)],
      after,
    );
    expect(report).toMatchObject({ changed: 2, cheaper: 2, dearer: 0, listFen: 20_000 });
    expect(report.pay).toEqual({ pastFen: 19_000, draftFen: 16_000 });
    const by = Object.fromEntries(report.off.map((one) => [one.funder, [one.pastFen, one.draftFen]]));
    expect(by).toEqual({ seller: [1_000, 1_000], platform: [0, 3_000] });
    expect(report.shops).toEqual([
      expect.objectContaining({
        shopId: 's1',
        pastMarginFen: 20_000 - 1_000 - 12_000,
        draftMarginFen: 7_000,
      }),
    ]);
    const newcomers = report.segments.find(
      ({ dimension, key }) => dimension === 'newcomer' && key === 'true',
    );
    expect(newcomers).toMatchObject({
      purchases: 1,
      winners: 1,
      changeFen: -1_500,
      p10Fen: -1_500,
      p90Fen: -1_500,
    });
  });

  it('spends the budgets of the draft along the orders, and says when one ends and who goes without', () => {
    const plan = draft([off('capped', 1_000, { budgetCapFen: 2_500 })]);
    const purchases = [1, 2, 3, 4].map((day) => bought({ at: JUNE + day * DAY }, draft([])));
    const { report, repriced } = replay(purchases, plan);
    expect(report.caps).toEqual([
      expect.objectContaining({ taken: 2_000, total: 2_500, reachedAt: JUNE + 3 * DAY, wentWithout: 2 }),
    ]);
    expect(repriced.map((one) => one.kind === 'priced' && one.quote.payFen)).toEqual([
      9_000, 9_000, 10_000, 10_000,
    ]);
    expect(replay(purchases, plan, { stops: 'none' }).report.caps).toEqual([
      expect.objectContaining({ taken: 4_000, reachedAt: JUNE + 3 * DAY, wentWithout: 0 }),
    ]);
    const scaled = replay(purchases, plan, {}, campaign({ scale: 2.5 })).report.caps[0];
    expect(scaled).toMatchObject({ total: 1_000, taken: 1_000, wentWithout: 3 });
  });

  it('stops what was stopped then when asked to', () => {
    const plan = draft([off('a', 1_000)]);
    const stopped = { ...bought({}, draft([])), stoppedPromotionIds: ['a'] };
    expect(replay([stopped], plan, { stops: 'past' }).report.changed).toBe(0);
    expect(replay([stopped], plan).report.changed).toBe(1);
  });

  it('uses coupons as assumed: those used, all in hand, those that the draft issues, none', () => {
    const plan = draft([coupon('c', 1_000), coupon('better', 2_000), coupon('young', 4_000)], {
      coupons: [
        {
          promotionId: 'young',
          issue: 'claim',
          audience: { newcomer: true },
          perPersonMax: 1,
          quantity: null,
        },
        { promotionId: 'better', issue: 'hidden', audience: {}, perPersonMax: 1, quantity: null },
      ],
    });
    const coupons = [held('k1', 'c', true), held('k2', 'better', false), held('k3', 'gone', false)];
    const asked = { coupons, shopper: { newcomer: true } };
    const purchase = bought(asked, plan);
    const pays = (mode: ReplayOptions['coupons']) =>
      replay([purchase], plan, { coupons: mode }).report.pay.draftFen;
    expect([pays('used'), pays('held'), pays('issued'), pays('none')]).toEqual([9_000, 8_000, 6_000, 10_000]);
    expect(replay([purchase], plan, { coupons: 'held' }).report.couponsUnknown).toBe(1);
    const again = { ...purchase, at: purchase.at + 1 };
    const other = { ...again, at: again.at + 1, shopper: { ...purchase.shopper, number: 2 } };
    expect(replay([purchase, again, other], plan, { coupons: 'issued' }).report.pay.draftFen).toBe(
      6_000 + 10_000 + 6_000,
    );
  });

  it('a shopper who insisted on a coupon insists again, whatever else is in hand', () => {
    const plan = draft([coupon('c', 1_000), coupon('worse', 300)]);
    const coupons = [held('k1', 'worse', true), held('k2', 'c', false)];
    const insisting = bought({ coupons, insisted: true }, plan);
    const paid = (purchase: PastPurchase) =>
      replay([purchase], plan, { coupons: 'held' }).report.pay.draftFen;
    expect(paid(insisting)).toBe(9_700);
    expect(paid({ ...insisting, insisted: false })).toBe(9_000);
  });

  it('a coupon lasts under the draft as long after the order as it did', () => {
    const later = { startsAt: JUNE + 400 * DAY, endsAt: JUNE + 430 * DAY };
    const windows = [later];
    const plan = draft([coupon('c', 1_000, { windows })], {
      ...later,
      seasons: [{ id: 'summer', theme: 'summer', ...later }],
      phases: [phase('peak', 400, 430)],
    });
    const purchase = bought({ coupons: [held('k1', 'c', true)] }, draft([coupon('c', 1_000)]));
    expect(replay([purchase], plan).report).toMatchObject({ priced: 1, changed: 0 });
  });

  it('leaves out, and counts, what has no instant under the draft or may not be bought there', () => {
    const plan = draft(
      [
        promotion(
          'only',
          'access',
          { kind: 'exclusive' },
          { audience: { memberTiers: ['gold'] }, scope: { categories: ['c9'] } },
        ),
      ],
      { phases: [phase('peak', 0, 10)], endsAt: JUNE + 10 * DAY },
    );
    const past = campaign({ phases: [phase('peak', 0, 10), phase('late', 10, 30, { kind: 'encore' })] });
    const closed = bought({ lines: [{ unitListFen: 700, category: 'c9' }] }, draft([]));
    const late = bought({ at: JUNE + 12 * DAY }, draft([]));
    const { report } = replay([closed, late], plan, {}, past);
    expect(report.priced).toBe(0);
    expect(report.leftOut).toEqual([
      { reason: 'closed', purchases: 1, paidFen: 700 },
      { reason: 'noPhase', purchases: 1, paidFen: 10_000 },
    ]);
    expect(report.phases).toEqual([
      expect.objectContaining({ phaseId: 'peak', draftPhaseId: 'peak', purchases: 1 }),
      expect.objectContaining({ phaseId: 'late', draftPhaseId: null, purchases: 1 }),
    ]);
    expect(replay([late], plan, { at: 'same' }, past).report.leftOut).toEqual([
      { reason: 'outside', purchases: 1, paidFen: 10_000 },
    ]);
  });

  it('keeps the carts that lose most, the most first, and no cart that does not lose', () => {
    const before = draft([
      off('a', 100),
      off('b', 900, { scope: { shops: ['s2'] } }),
      off('c', 500, { scope: { shops: ['s3'] } }),
    ]);
    const at = (shopId: string, unitListFen: number) => bought({ lines: [{ unitListFen, shopId }] }, before);
    const after = draft([off('gain', 3_000, { scope: { shops: ['s4'] } })]);
    const { report } = replay([at('s1', 5_000), at('s2', 5_000), at('s4', 5_000), at('s3', 5_000)], after);
    expect(report.losers.map(({ changeFen }) => changeFen)).toEqual([900, 500]);
    expect(report.losers[0]!.quote.trace.map(({ promotionId }) => promotionId)).toBeDefined();
  });

  it('asks again for the services that were paid, and counts those that the draft does not offer', () => {
    const warranty = (unitFen: number) =>
      promotion('warranty', 'service', { kind: 'service', offer: 'extendedWarranty', unitFen });
    const purchase = bought(
      { lines: [{ unitListFen: 10_000, quantity: 2, services: ['warranty'] }] },
      draft([warranty(1_500)]),
    );
    expect(purchase.payFen).toBe(23_000);
    const dearer = replay([purchase], draft([warranty(2_000)])).report;
    expect(dearer).toMatchObject({
      ...{ services: { pastFen: 3_000, draftFen: 4_000 }, pay: { pastFen: 23_000, draftFen: 24_000 } },
      ...{ dearer: 1, servicesUnknown: 0 },
    });
    const without = replay([purchase], draft([])).report;
    expect(without).toMatchObject({ services: { pastFen: 3_000, draftFen: 0 }, servicesUnknown: 1 });
  });

  it('refuses purchases that do not come in order', () => {
    const late = bought({ at: JUNE + 2 * DAY }, draft([]));
    expect(() => replay([late, bought({}, draft([]))], draft([]))).toThrow(RangeError);
  });
});
