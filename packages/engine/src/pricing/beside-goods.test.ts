/** What stands beside the goods of a cart: points, gifts, services, and who may buy at all. */
import { describe, expect, test } from 'vitest';
import { mayBuy } from './access.ts';
import { compilePromotions } from './compile-promotions.ts';
import { explain } from './explain.ts';
import { giftTierId } from './gifts.ts';
import {
  entryOf,
  FULL_STACK,
  line,
  NOW,
  nets,
  OWN_SHOP,
  price,
  promotion,
  sharesOf,
  TMALL,
} from './test-carts.ts';
import type { CartLine, GiftTier, Promotion, Rule, Shopper } from './types.ts';

describe('points as money', () => {
  const half = promotion('P', 'points', { kind: 'points', pointsPerYuan: 100, capBp: 5_000, step: 100 });
  const all = promotion('P', 'points', { kind: 'points', pointsPerYuan: 100, capBp: 10_000, step: 100 });
  const tenth = promotion('P', 'points', { kind: 'points', pointsPerYuan: 1_000, capBp: 10_000, step: 10 });

  const table: [
    string,
    Promotion,
    number,
    { balance: number; use: number | 'max' },
    [number, number, number, number],
  ][] = [
    [
      'V24 payable 98.76, half of it, steps of 100, balance 5000',
      half,
      9_876,
      { balance: 5_000, use: 'max' },
      [4_900, 4_900, 4_900, 4_976],
    ],
    ['as many as are asked for', half, 9_876, { balance: 5_000, use: 1_250 }, [1_200, 1_200, 4_900, 8_676]],
    ['never more than there are', all, 9_876, { balance: 730, use: 'max' }, [700, 700, 9_800, 9_176]],
    ['ten points a jiao', tenth, 1_000, { balance: 5_555, use: 'max' }, [5_550, 555, 1_000, 445]],
  ];
  test.each(table)('%s', (_name, programme, priceFen, points, [used, fen, capFen, payFen]) => {
    const quote = price([line('A', priceFen)], [programme], { points });
    expect(quote.points).toEqual({ used, fen, capFen });
    expect(quote.payFen).toBe(payFen);
    expect(sharesOf(quote, 'P')).toEqual([fen]);
  });

  test('V17, V18: 1500 points after every other layer, shared by what is left', () => {
    const promotions = [
      ...FULL_STACK.promotions.filter(({ layer }) => layer !== 'points'),
      { ...all, id: 'L6' },
    ];
    const quote = price(FULL_STACK.cart, promotions, { points: { balance: 1_500, use: 'max' } });
    expect(sharesOf(quote, 'L6')).toEqual([366, 369, 765]);
    expect(nets(quote)).toEqual([19_665, 19_870, 41_115]);
    expect(quote.payFen).toBe(80_650);
  });

  test('points pay goods, never freight', () => {
    const freight = [
      { shopId: 's1', baseFen: 1_000, basis: 'afterDiscount' as const, surchargeFenByRegion: {} },
    ];
    const quote = price([line('A', 500)], [all], { freight, points: { balance: 9_900, use: 'max' } });
    expect([quote.goodsFen, quote.payFen, quote.points.used]).toEqual([0, 1_000, 500]);
  });

  test('where a fen must be paid, a step of points that would take it stays in hand', () => {
    const points = { balance: 500, use: 'max' as const };
    const quote = price([line('A', 500)], [all], { profile: { ...TMALL, minPayableFen: 1 }, points });
    expect([quote.payFen, quote.points]).toEqual([100, { used: 400, fen: 400, capFen: 400 }]);
  });

  test('why none are used, and how many are missing', () => {
    const why = (priceFen: number, points?: { balance: number; use: number | 'max' }) => {
      const entry = entryOf(price([line('A', priceFen)], [half], points ? { points } : {}), 'P');
      return [entry.reason, entry.missingPoints, explain(entry).zh];
    };
    expect(why(9_876)).toEqual(['notAsked', undefined, '未使用积分']);
    expect(why(9_876, { balance: 40, use: 'max' })).toEqual(['notEnoughPoints', 60, '积分不足，还差60积分']);
    expect(why(100, { balance: 400, use: 'max' })).toEqual([
      'belowPointsStep',
      50,
      '本单可用积分不到起用数量，还差50积分',
    ]);
    expect(
      explain(entryOf(price([line('A', 9_876)], [half], { points: { balance: 5_000, use: 'max' } }), 'P')),
    ).toEqual({
      zh: '已用4900积分抵¥49',
      en: '4900 points pay ¥49.00',
    });
  });

  test('of two programmes one applies', () => {
    const other = { ...all, id: 'Q', priority: 5 };
    const quote = price([line('A', 1_000)], [half, other], { points: { balance: 300, use: 'max' } });
    expect([entryOf(quote, 'Q').reason, entryOf(quote, 'P').reason]).toEqual([
      'applied',
      'betterAlternative',
    ]);
    expect(quote.payFen).toBe(700);
  });
});

describe('gifts', () => {
  const tier = (thresholdFen: number, name: string, valueFen: number): GiftTier => ({
    thresholdFen,
    title: { zh: `${name}礼`, en: `Gift ${name}` },
    quantity: 1,
    valueFen,
  });
  const tiers = [tier(39_900, '小', 3_900), tier(79_900, '大', 12_900)];
  const gift = promotion('G', 'gift', { kind: 'gift', tiers });
  const given = (fen: number, more: Parameters<typeof price>[2] = {}) =>
    price([line('A', fen)], [gift], more).gifts.map(({ title, tierFen }) => [title.zh, tierFen]);

  test('the highest tier reached gives its gift, from the very fen on', () => {
    expect(given(39_899)).toEqual([]);
    expect(given(39_900)).toEqual([['小礼', 39_900]]);
    expect(given(79_899)).toEqual([['小礼', 39_900]]);
    expect(given(79_900)).toEqual([['大礼', 79_900]]);
  });

  test('a tier whose gifts are gone leaves the one below; with that gone too it is said', () => {
    const large = giftTierId('G', 79_900);
    expect(given(80_000, { stoppedPromotionIds: [large] })).toEqual([['小礼', 39_900]]);
    const none = price([line('A', 80_000)], [gift], {
      stoppedPromotionIds: [large, giftTierId('G', 39_900)],
    });
    expect([none.gifts, entryOf(none, 'G').reason]).toEqual([[], 'giftsGone']);
    expect(explain(entryOf(none, 'G'))).toEqual({ zh: '赠品已送完', en: 'The gifts are gone' });
  });

  test('V06 it costs nothing and weighs nothing: the price is that of a cart without it', () => {
    const cut = promotion('C', 'storeReduction', { kind: 'amount', thresholdFen: 0, offFen: 100 });
    const lines = [line('A', 80_000), line('B', 3)];
    const [with_, without] = [price(lines, [gift, cut]), price(lines, [cut])];
    expect(with_.lines).toEqual(without.lines);
    expect(with_.payFen).toBe(without.payFen);
  });

  test('parallel thresholds see the item price, progressive ones what the buyer pays', () => {
    const cut = promotion('C', 'storeReduction', { kind: 'amount', thresholdFen: 0, offFen: 100 });
    const count = (profile: typeof TMALL) =>
      price([line('A', 39_900)], [gift, cut], { profile }).gifts.length;
    expect([count(TMALL), count(OWN_SHOP)]).toEqual([1, 0]);
  });

  test('the step ahead names the gift and the missing amount', () => {
    expect(explain(entryOf(price([line('A', 30_000)], [gift]), 'G'))).toEqual({
      zh: '再买¥99，送「小礼」',
      en: 'Add ¥99.00 to get “Gift 小”',
    });
    expect(explain(entryOf(price([line('A', 50_000)], [gift]), 'G'))).toEqual({
      zh: '已赠「小礼」，再买¥299，送「大礼」',
      en: 'You get “Gift 小”. Add ¥299.00 to get “Gift 大”',
    });
  });

  test('a shop’s own gift is the shop’s, a box for black members is theirs, of one group the dearer is given', () => {
    const box = (id: string, valueFen: number, more: Partial<Promotion>) =>
      promotion(id, 'gift', { kind: 'gift', tiers: [tier(0, id, valueFen)] }, more);
    const black = { audience: { memberTiers: ['black'] } };
    const quote = (memberTier: string) =>
      price(
        [line('A', 100)],
        [
          box('own', 10, { scope: { shops: ['s1'] } }),
          box('box', 29_900, black),
          box('g1', 5, { mutexGroup: 'g' }),
          box('g2', 6, { mutexGroup: 'g' }),
        ],
        { shopper: { newcomer: false, memberTier } },
      );
    const names = (memberTier: string) =>
      quote(memberTier).gifts.map(({ promotionId, shopId }) => [promotionId, shopId]);
    expect(names('gold')).toEqual([
      ['g2', null],
      ['own', 's1'],
    ]);
    expect(names('black')).toEqual([
      ['box', null],
      ['g2', null],
      ['own', 's1'],
    ]);
    expect(entryOf(quote('gold'), 'g1').reason).toBe('mutuallyExclusive');
    expect(explain(entryOf(quote('gold'), 'box')).zh).toBe('仅限指定等级的会员');
  });
});

describe('value-added services', () => {
  const warranty = promotion('W', 'service', { kind: 'service', offer: 'extendedWarranty', unitFen: 1_999 });
  const returns = promotion('R', 'service', { kind: 'service', offer: 'freeReturns', unitFen: 0 });
  const lines = [line('A', 10_000, { quantity: 2 }), line('B', 5_000)];

  test('charged for each unit of the line that asks for it, on top of what no discount touches', () => {
    const free = promotion('C', 'storeReduction', { kind: 'percent', payBp: 0 });
    const quote = price(lines, [warranty, free], { services: [{ lineId: 'A', promotionId: 'W' }] });
    expect(quote.services).toEqual([
      { promotionId: 'W', lineId: 'A', offer: 'extendedWarranty', title: warranty.title, chargedFen: 3_998 },
    ]);
    expect([quote.goodsFen, quote.servicesFen, quote.payFen]).toEqual([0, 3_998, 3_998]);
    expect(explain(entryOf(quote, 'W')).zh).toBe('已加购，¥39.98');
  });

  test('one that costs is never added unasked, one that costs nothing comes along', () => {
    const quote = price(lines, [warranty, returns]);
    expect(quote.services.map(({ promotionId, lineId }) => [promotionId, lineId])).toEqual([
      ['R', 'A'],
      ['R', 'B'],
    ]);
    expect([quote.servicesFen, entryOf(quote, 'W').reason]).toEqual([0, 'notAsked']);
    expect(explain(entryOf(quote, 'W')).en).toBe('This service was not chosen (¥19.99 each)');
  });

  test('a line out of its reach is not charged, even if asked for', () => {
    const quote = price(lines, [{ ...warranty, scope: { skus: ['sku-B'] } }], {
      services: [{ lineId: 'A', promotionId: 'W' }],
    });
    expect([quote.services, quote.payFen]).toEqual([[], 25_000]);
  });
});

describe('prices of a way of buying', () => {
  const timed = promotion('T', 'itemPrice', { kind: 'timedPrice', payBp: 9_000 });
  const live = promotion('L', 'itemPrice', { kind: 'livePrice', priceFen: 3_500, roomIds: ['r1'] });
  const group = promotion('G', 'itemPrice', { kind: 'groupPrice', payBp: 9_000, onTop: true, size: 5 });
  const unit = (more: Partial<CartLine>, promotions: Promotion[]) => {
    const quote = price([line('A', 3_990, more)], promotions);
    return [quote.payFen, ...promotions.map(({ id }) => entryOf(quote, id).reason)];
  };

  test('a live price holds in its own room only, and is one price among others', () => {
    expect(unit({}, [timed, live])).toEqual([3_591, 'applied', 'notThrough']);
    expect(unit({ through: { kind: 'live', roomId: 'r2' } }, [timed, live])).toEqual([
      3_591,
      'applied',
      'notThrough',
    ]);
    expect(unit({ through: { kind: 'live', roomId: 'r1' } }, [timed, live])).toEqual([
      3_500,
      'betterAlternative',
      'applied',
    ]);
  });

  test('V54 neighbours in a group pay 9折: 2 × 39.90 are 71.82', () => {
    const through = { kind: 'group' as const, promotionId: 'G' };
    expect(unit({ quantity: 2, through }, [group])).toEqual([7_182, 'applied']);
  });

  test('the further 9折 of a group is of the lowest price open to everybody, whatever stands first in the plan', () => {
    const through = { kind: 'group' as const, promotionId: 'G' };
    expect(unit({ through }, [timed, group])).toEqual([3_231, 'betterAlternative', 'applied']);
    expect(unit({ through }, [{ ...group, priority: 9 }, timed])).toEqual([
      3_231,
      'applied',
      'betterAlternative',
    ]);
    expect(unit({ through: { ...through, promotionId: 'other' } }, [timed, group])).toEqual([
      3_591,
      'applied',
      'notThrough',
    ]);
  });

  test('a flash price that was bought holds against both', () => {
    const flash = promotion('F', 'itemPrice', { kind: 'flashPrice', payBp: 9_500, perPersonMax: 1 });
    const through = { kind: 'live' as const, roomId: 'r1' };
    expect(unit({ through, flashPromotionId: 'F' }, [live, flash])).toEqual([
      3_790,
      'excludedByFlash',
      'applied',
    ]);
  });
});

describe('who may buy, and when', () => {
  const HOUR = 3_600_000;
  const opensAt = NOW + HOUR;
  const exclusive = (id: string, more: Partial<Promotion> = {}) =>
    promotion(id, 'access', { kind: 'exclusive' } as Rule, {
      windows: [{ startsAt: opensAt, endsAt: opensAt + HOUR }],
      scope: { skus: ['sku-A'] },
      ...more,
    });
  const priority = promotion(
    'P',
    'access',
    { kind: 'priority', aheadMs: HOUR },
    { audience: { memberTiers: ['gold'] } },
  );
  const ask = (promotions: Promotion[], at: number, shopper: Partial<Shopper> = {}, sku = 'A') =>
    mayBuy(
      line(sku, 100),
      { at, shopper: { newcomer: false, ...shopper } },
      compilePromotions(
        promotions.map((one) =>
          one.id === 'P' ? { ...one, windows: [{ startsAt: 0, endsAt: NOW * 2 }] } : one,
        ),
        TMALL,
      ),
    );
  const gold = { memberTier: 'gold' };

  test('goods that nothing holds back are for everybody', () => {
    expect(ask([exclusive('E'), priority], NOW, {}, 'B')).toBeNull();
    expect(ask([priority], NOW)).toBeNull();
  });

  test('an exclusive sale opens and closes at the instant, and says when', () => {
    expect(ask([exclusive('E')], opensAt - 1)).toMatchObject({ reason: 'notYet', promotionId: 'E', opensAt });
    expect(ask([exclusive('E')], opensAt)).toBeNull();
    expect(ask([exclusive('E')], opensAt + HOUR - 1)).toBeNull();
    expect(ask([exclusive('E')], opensAt + HOUR)).toMatchObject({ reason: 'over' });
  });

  test('priority lets its members in that much earlier, and nobody else', () => {
    const sale = [exclusive('E'), priority];
    expect(ask(sale, opensAt - HOUR - 1, gold)).toMatchObject({ reason: 'notYet', opensAt: opensAt - HOUR });
    expect(ask(sale, opensAt - HOUR, gold)).toBeNull();
    expect(ask(sale, opensAt - HOUR)).toMatchObject({ reason: 'notYet', opensAt });
  });

  test('for members or a channel only: the condition that failed is named', () => {
    const members = exclusive('M', { audience: { memberTiers: ['black'] } });
    expect(ask([members], opensAt, gold)).toMatchObject({
      reason: 'audienceMismatch',
      failed: { kind: 'memberTiers', wanted: ['black'] },
    });
    const channel = exclusive('C', { audience: { channels: ['douyin'] } });
    expect(ask([channel], opensAt, { channel: 'douyin' })).toBeNull();
    // Of two exclusive sales of one item either admits.
    expect(ask([members, channel], opensAt, { channel: 'douyin' })).toBeNull();
  });

  test('a quote names the lines that are held back, and prices them all the same', () => {
    const quote = price([line('A', 100), line('B', 50)], [exclusive('E')]);
    expect(quote.closed).toMatchObject([{ lineId: 'A', promotionId: 'E', reason: 'notYet', opensAt }]);
    expect(quote.payFen).toBe(150);
    expect(entryOf(quote, 'E')).toMatchObject({ reason: 'notInWindow', opensAt });
  });

  test('a campaign holds nothing back of a shop that did not join it', () => {
    expect(price([line('A', 100, { enrolled: false })], [exclusive('E')]).closed).toEqual([]);
  });
});

describe('conditions on the shopper', () => {
  const table: [Promotion['audience'], string, string][] = [
    [
      { idleDaysMin: 30 },
      '仅限30天未下单的顾客，还差18天',
      'For customers without an order for 30 days; 18 to go',
    ],
    [{ channels: ['douyin'] }, '仅限从抖音进入的顾客', 'Only for visits from Douyin'],
    [
      { qualifications: ['subsidy-2026'] },
      '需先取得资格',
      'Needs a qualification that you have to obtain first',
    ],
    [{ regions: ['650000'] }, '仅限送往指定地区的订单', 'Only for orders to selected regions'],
  ];
  test.each(table)('%j', (audience, zh, en) => {
    const cut = promotion('C', 'crossStore', { kind: 'amount', thresholdFen: 0, offFen: 1 }, { audience });
    const shopper = { newcomer: false, idleDays: 12 };
    expect(explain(entryOf(price([line('A', 100)], [cut], { shopper }), 'C'))).toEqual({ zh, en });
    const fits = { newcomer: false, idleDays: 30, channel: 'douyin', qualifications: ['subsidy-2026'] };
    expect(price([line('A', 100)], [cut], { shopper: fits, region: '650000' }).payFen).toBe(99);
  });

  test('V22 a subsidy is for those who have drawn it', () => {
    const subsidy = promotion(
      'S',
      'subsidy',
      { kind: 'subsidy', offBp: 1_500, capUnitFen: 50_000 },
      { audience: { qualifications: ['q'] }, funders: [{ funder: 'government', bp: 10_000 }] },
    );
    const lines = [line('A', 399_900), line('B', 299_900)];
    expect(price(lines, [subsidy]).payFen).toBe(699_800);
    const quote = price(lines, [subsidy], { shopper: { newcomer: false, qualifications: ['q'] } });
    expect(sharesOf(quote, 'S')).toEqual([50_000, 44_985]);
    // V38: what the buyer pays of the first and what the government does.
    expect(nets(quote)[0]).toBe(349_900);
    expect(explain(entryOf(quote, 'S')).zh).toBe('已享政府补贴¥949.85');
  });
});
