import { readFileSync } from 'node:fs';
import { type CartLine, compilePromotions, mayBuy, priceCart, type QuoteRequest } from '@dacu/engine/pricing';
import { describe, expect, it } from 'vitest';
import { compilePlan } from './compile-plan.ts';
import type { CompiledPlan } from './compiled.ts';
import { parsePlan } from './parse-plan.ts';
import { pointsEnd } from './points-terms.ts';
import { withPromotions } from './test-plans.ts';

function compile(text: string): CompiledPlan {
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings, null, 1));
  return compilePlan(parsed.plan);
}
const planFile = (name: string) =>
  compile(readFileSync(new URL(`../../../../campaigns/${name}.yaml`, import.meta.url), 'utf8'));
const at = (text: string) => Date.parse(`${text}+08:00`);
const [PLAN_2023, PLAN_2024, PLAN_2026] = [
  planFile('2023-double-11'),
  planFile('2024-year-of-sales'),
  planFile('2026-health-future'),
];

const line = (lineId: string, unitListFen: number, more: Partial<CartLine> = {}): CartLine => ({
  ...{ lineId, skuId: lineId, shopId: 'shop', categories: [], brandId: 'brand', tags: [] },
  ...{ unitListFen, quantity: 1, enrolled: true, ...more },
});
function price(plan: CompiledPlan, when: string, lines: CartLine[], more: Partial<QuoteRequest> = {}) {
  const request: QuoteRequest = { at: at(when), lines, shopper: { newcomer: false }, freight: [], ...more };
  return priceCart(request, compilePromotions(plan.promotions, plan.profile));
}

/** Executed by comparing prices, not by making them. */
const BESIDE_PRICES: ReadonlySet<string> = new Set(['priceProtection', 'priceParity']);

describe('what a plan names and the engine executes', () => {
  it.each([
    ['2023', PLAN_2023, ['game', 'lottery']],
    [
      '2024',
      PLAN_2024,
      [
        // Coupons that nothing issues.
        ...['carbonPoints', 'collectible', 'coupon', 'crowdfunding', 'game'],
        ...['greenParcel', 'lottery', 'timeCapsule'],
      ],
    ],
    ['2026', PLAN_2026, []],
  ])('%s: all kinds but those that are no rule of a price', (_year, plan, described) => {
    const kinds = plan.promotionList.filter(({ support }) => support === 'described').map(({ kind }) => kind);
    expect([...new Set(kinds)].sort()).toEqual(described);
    for (const { id, kind, support, layer } of plan.promotionList) {
      const rule = plan.promotions.find((promotion) => promotion.id === id);
      const unissued = plan.coupons.some(
        ({ promotionId, issue }) => promotionId === id && (issue === 'behaviour' || issue === 'carbon'),
      );
      const beside = BESIDE_PRICES.has(kind);
      expect([id, support, layer]).toEqual([
        id,
        beside || (rule && !unissued) ? 'executed' : 'described',
        rule?.layer ?? null,
      ]);
    }
  });

  it('three of grain and oil, or of mother and baby, pay 85折 in the year of sales', () => {
    const three = (category: string) => {
      const rice = line('A', 4_990, { categories: [category], quantity: 3 });
      return price(PLAN_2024, '2024-04-10T12:00', [rice]).payFen;
    };
    // 3 × 49.90 = 149.70, of which 85 % is 127.245: rounded in the buyer's favour.
    expect([three('grain-oil'), three('mother-baby'), three('home')]).toEqual([12_724, 12_724, 14_970]);
  });

  it('a black member gets the gift box, a gold one does not', () => {
    const gifts = (memberTier: string) =>
      price(PLAN_2024, '2024-04-10T12:00', [line('A', 100)], { shopper: { newcomer: false, memberTier } })
        .gifts;
    expect(gifts('black')).toMatchObject([{ promotionId: 'black-gift-box', valueFen: 29_900, shopId: null }]);
    expect(gifts('gold')).toEqual([]);
  });

  it('gifts from 399 and from 799 go with an order of Double 11 2023', () => {
    const tiers = [39_899, 39_900, 79_900].map((fen) =>
      price(PLAN_2023, '2023-11-05T12:00', [line('A', fen)]).gifts.map(({ tierFen }) => tierFen),
    );
    expect(tiers).toEqual([[], [39_900], [79_900]]);
  });

  it('100 points pay 1 yuan, up to a tenth of the goods', () => {
    const points = { balance: 9_999, use: 'max' as const };
    const quote = price(PLAN_2026, '2026-11-20T12:00', [line('A', 98_760)], { points });
    expect([quote.points.used, quote.points.capFen]).toEqual([9_800, 9_800]);
  });

  it('a point for each yuan, usable after the days of return, until the end of the day a year on', () => {
    const [terms] = PLAN_2026.points;
    expect(terms).toEqual({
      promotionId: 'health-points',
      earn: { points: 1, perFen: 100 },
      usableAfterMs: 7 * 86_400_000,
      lasts: { count: 1, unit: 'years' },
    });
    const end = pointsEnd(terms!, PLAN_2026.zone, at('2027-03-01T23:59'));
    expect(end).toBe(at('2028-03-02T00:00'));
    expect(pointsEnd({ lasts: null }, PLAN_2026.zone, 0)).toBeNull();
  });

  /** Gold stands outside the reductions of the cart: what is left is the item price. */
  const PRESALE_GOODS = { tags: ['presale', 'gold'] };
  it.each([
    ['618', 'presale-618-deposit', '2024-05-20T12:00'],
    ['618, on the first day of the balance', 'presale-618-deposit', '2024-06-15T00:00'],
    ['Double 11', 'presale-1111-deposit', '2024-10-20T12:00'],
  ])('the pre-sale of %s: a fiftieth is paid as a deposit and counts ten times', (_name, id, when) => {
    const bought = (more: Partial<CartLine>) =>
      price(PLAN_2024, when, [line('A', 50_000, { ...PRESALE_GOODS, ...more })]);
    // P 500, d 10, e 100: 410 in all, of which 400 are the balance.
    const { goodsFen, depositFen, payFen } = bought({ presalePromotionId: id });
    expect([goodsFen, depositFen, payFen]).toEqual([41_000, 1_000, 40_000]);
    expect(bought({}).goodsFen).toBe(50_000);
  });

  it('a pre-sale is over when its balance is: what asks for it then pays the list price', () => {
    const asked = line('A', 50_000, { ...PRESALE_GOODS, presalePromotionId: 'presale-618-deposit' });
    expect(price(PLAN_2024, '2024-06-21T00:00', [asked]).goodsFen).toBe(50_000);
  });

  it('neighbours in a group pay 9折', () => {
    const through = { kind: 'group' as const, promotionId: 'community-group' };
    expect(
      price(PLAN_2024, '2024-04-10T12:00', [line('A', 3_990, { categories: ['home'], quantity: 2, through })])
        .payFen,
    ).toBe(7_182);
  });

  it('gold members may buy the limited edition of 2023 an hour before it opens', () => {
    const opens = at('2023-10-31T20:00');
    const index = compilePromotions(PLAN_2023.promotions, PLAN_2023.profile);
    const ask = (moment: number, memberTier: string) =>
      mayBuy(line('sk-brush-set-1', 12_900), { at: moment, shopper: { newcomer: false, memberTier } }, index);
    expect(ask(opens - 3_600_000, 'gold')).toBeNull();
    expect(ask(opens - 3_600_001, 'gold')).toMatchObject({
      reason: 'notYet',
      promotionId: 'limited-edition',
    });
    expect(ask(opens - 1, 'silver')).toMatchObject({ reason: 'notYet', opensAt: opens });
    expect(ask(opens, 'silver')).toBeNull();
  });
});

describe('coupons', () => {
  const programme = (plan: CompiledPlan, id: string) =>
    plan.coupons.find(({ promotionId }) => promotionId === id);

  it('each is a promotion that needs one, and a programme that says how it is issued', () => {
    for (const plan of [PLAN_2023, PLAN_2024, PLAN_2026]) {
      const needing = plan.promotions.filter(({ needsCoupon }) => needsCoupon).map(({ id }) => id);
      expect(plan.coupons.map(({ promotionId }) => promotionId)).toEqual(needing);
    }
    expect(PLAN_2024.coupons).toHaveLength(11);
  });

  it('timed grabs at 10:00 and 20:00, 2000 coupons each, one a person', () => {
    expect(programme(PLAN_2024, 'group-grab')).toMatchObject({
      issue: 'timedGrab',
      grabAt: [600, 1_200],
      quantityPerGrab: 2_000,
      perPersonMax: 1,
      validForMs: 86_400_000,
      audience: { channels: ['wechat'] },
      budgetCapFen: 400_000_000,
    });
  });

  it('a grab opens at the minute', () => {
    const plan = compile(
      withPromotions(
        '{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: coupon, issue: timedGrab, off: ¥5, grabAt: ["09:30"] }',
      ),
    );
    expect(plan.coupons[0]!.grabAt).toEqual([570]);
  });

  it('win-back after 30 days, carbon coupons for 100 points', () => {
    expect(programme(PLAN_2024, 'win-back')).toMatchObject({
      issue: 'winBack',
      idleDays: 30,
      holdoutBp: 1_000,
    });
    expect(programme(PLAN_2024, 'carbon-coupon')).toMatchObject({ issue: 'carbon', carbonPoints: 100 });
  });

  it('what is asked of the shopper is asked when it is issued: in use the coupon is enough', () => {
    const held = { couponId: 'c', promotionId: 'win-back', claimedAt: 0, expiresAt: at('2024-12-31T00:00') };
    const bought = (coupons: QuoteRequest['coupons']) =>
      price(PLAN_2024, '2024-04-10T12:00', [line('A', 20_000)], { coupons: coupons ?? [] });
    expect(bought([]).payFen).toBe(20_000);
    expect(bought([held]).payFen).toBe(17_000);
    expect(bought([held]).couponIds).toEqual(['c']);
  });

  it('a coupon for newcomers stays one for a first order', () => {
    const plan = compile(
      withPromotions(
        '{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: coupon, issue: newcomer, off: ¥5, audience: { newcomer: true, memberTiers: [silver] } }',
      ),
    );
    expect(plan.promotions[0]!.audience).toEqual({ newcomer: true });
    expect(plan.coupons[0]!.audience).toEqual({ newcomer: true, memberTiers: ['silver'] });
  });

  it('it can be used as long as it lasts after the last was issued', () => {
    const plan = compile(
      withPromotions(
        '{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: coupon, issue: claim, off: ¥5, validFor: 24h, when: [{ phase: burst }] }',
      ),
    );
    expect(plan.coupons[0]!.windows).toEqual([
      { startsAt: at('2024-06-15T00:00'), endsAt: at('2024-06-21T00:00') },
    ]);
    expect(plan.promotions[0]!.windows).toEqual([
      { startsAt: at('2024-06-15T00:00'), endsAt: at('2024-06-22T00:00') },
    ]);
  });

  const HEAD = 'id: a, title: { zh: 甲, en: A }, group: inclusive, kind: coupon, issue: claim';
  it.each([
    ['platform coupon', 'off: ¥5', 'platformCoupon', { kind: 'amount', thresholdFen: 0, offFen: 500 }],
    [
      'of one shop',
      'off: ¥5, threshold: ¥50, scope: { shops: [fuman] }',
      'storeCoupon',
      { kind: 'amount', thresholdFen: 5_000, offFen: 500 },
    ],
    [
      'at a rate, up to an amount',
      'pay: 9折, maxOff: ¥20',
      'platformCoupon',
      { kind: 'percent', payBp: 9_000, maxDiscountFen: 2_000 },
    ],
    [
      'item coupon',
      'off: ¥5, couponLayer: itemCoupon, scope: { skus: [x] }',
      'storeCoupon',
      { kind: 'amount', thresholdFen: 0, offFen: 500 },
    ],
    [
      'red packet',
      'off: ¥5, couponLayer: redPacket',
      'redPacket',
      { kind: 'amount', thresholdFen: 0, offFen: 500 },
    ],
    [
      'freight coupon of an amount',
      'off: ¥8, couponLayer: freight',
      'freight',
      { kind: 'freeFreight', basis: 'afterDiscount', waiveMaxFen: 800 },
    ],
    ['freight coupon', 'couponLayer: freight', 'freight', { kind: 'freeFreight', basis: 'afterDiscount' }],
  ])('%s', (_name, terms, layer, rule) => {
    const { promotions, coupons } = compile(withPromotions(`{ ${HEAD}, ${terms} }`));
    expect(promotions[0]).toMatchObject({ layer, needsCoupon: true });
    expect(promotions[0]!.rule).toEqual(rule);
    expect(coupons[0]!.layer).toBe(layer);
    expect(compilePromotions(promotions, PLAN_2024.profile).promotions).toHaveLength(1);
  });

  it('coupons that are sent or found are unlisted', () => {
    const unlisted = PLAN_2024.promotions.flatMap(({ id, unlisted }) => (unlisted ? [id] : []));
    expect(unlisted).toEqual([
      ...['win-back', 'guide-hidden-coupon', 'qr-coupon', 'campus-coupon', 'almost-gone', 'apology-coupon'],
    ]);
  });

  it('an amount marked as one to claim needs a coupon too', () => {
    const { promotions, coupons } = compile(
      withPromotions(
        '{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: amount, threshold: ¥50, off: ¥5, claim: { quantity: 1万, perPersonMax: 2, validFor: 7d } }',
      ),
    );
    expect(promotions[0]).toMatchObject({ needsCoupon: true, layer: 'platformCoupon' });
    expect(coupons[0]).toMatchObject({
      issue: 'claim',
      quantity: 10_000,
      perPersonMax: 2,
      validForMs: 604_800_000,
    });
  });
});

describe('further kinds a plan can write', () => {
  const rule = (terms: string) => {
    const plan = compile(withPromotions(`{ id: a, title: { zh: 甲, en: A }, group: inclusive, ${terms} }`));
    return [plan.promotions[0]!.rule, plan.promotionList[0]!.summary.zh];
  };
  it.each([
    [
      'kind: nthUnit, nth: 2, pay: 5折, scope: { shops: [fuman] }',
      { kind: 'nthUnit', nth: 2, payBp: 5_000, across: 'sku' },
      '第2件5折',
    ],
    [
      'kind: bundle, parts: [{ scope: { categories: [beauty] }, quantity: 3 }], price: ¥99',
      { kind: 'bundle', parts: [{ scope: { categories: ['beauty'] }, quantity: 3 }], priceFen: 9_900 },
      '3件99元',
    ],
    [
      'kind: subsidy, rate: 15%, capPerUnit: ¥500, audience: { qualifications: [trade-in] }',
      { kind: 'subsidy', offBp: 1_500, capUnitFen: 50_000 },
      '政府补贴15%，每件最多500',
    ],
    [
      'kind: service, offer: extendedWarranty, price: ¥49',
      { kind: 'service', offer: 'extendedWarranty', unitFen: 4_900 },
      '甲',
    ],
    [
      'kind: service, offer: returnFreightInsurance, premium: { bands: [{ below: 5%, price: ¥0.3 }, { price: ¥2.5 }], rates: [{ categories: [beauty], rate: 22% }], other: 3% }',
      {
        ...{ kind: 'service', offer: 'returnFreightInsurance', unitFen: 0 },
        premium: {
          bands: [{ belowBp: 500, fen: 30 }, { fen: 250 }],
          ...{ ratesBp: { beauty: 2_200 }, otherBp: 300 },
        },
      },
      '甲',
    ],
    [
      'kind: freeFreight, upTo: ¥8',
      { kind: 'freeFreight', basis: 'afterDiscount', waiveMaxFen: 800 },
      '运费最多减8',
    ],
  ])('%s', (terms, expected, summary) => expect(rule(terms)).toEqual([expected, summary]));

  it.each([
    ['a price beside a premium', 'price: ¥1, premium: { bands: [{ price: ¥2.5 }], rates: [], other: 3% }'],
    [
      'a premium that falls',
      'premium: { bands: [{ below: 5%, price: ¥3 }, { price: ¥2.5 }], rates: [], other: 3% }',
    ],
    [
      'a premium whose last band ends',
      'premium: { bands: [{ below: 5%, price: ¥3 }], rates: [], other: 3% }',
    ],
  ])('%s is a finding, not a sale', (_, terms) => {
    const plan = withPromotions(
      `{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: service, offer: returnFreightInsurance, ${terms} }`,
    );
    expect(parsePlan(plan).findings.map(({ path }) => path)).toEqual(['promotions[0]']);
  });

  it('a return rate of a premium is of categories that the plan has: each wrong name is one finding that says what it could be', () => {
    const plan = withPromotions(
      '{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: service, offer: returnFreightInsurance, premium: { bands: [{ price: ¥2.5 }], rates: [{ categories: [beauty, beuty], rate: 22% }], other: 3% } }',
    );
    const { ok, findings } = parsePlan(plan);
    expect(ok).toBe(false);
    expect(findings).toMatchObject([
      {
        ...{ code: 'unknownReference', path: 'promotions[0].premium.rates[0].categories[1]', found: 'beuty' },
        ...{ allowed: expect.stringContaining('beauty'), suggestion: 'beauty' },
      },
    ]);
  });

  it('a price of live rooms names rooms that the plan has', () => {
    const plan = withPromotions(
      '{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: timedPrice, price: ¥9, liveRooms: [nowhere] }',
    );
    expect(parsePlan(plan).findings.map(({ code, path }) => [code, path])).toEqual([
      ['unknownReference', 'promotions[0].liveRooms[0]'],
    ]);
  });
});
