import { describe, expect, test } from 'vitest';
import { mergeFreight } from './freight.ts';
import { entryOf, line, price, promotion } from './test-carts.ts';
import type { FreightTemplate, Rule } from './types.ts';

const template = (more: Partial<FreightTemplate> = {}): FreightTemplate => ({
  shopId: 's1',
  baseFen: 1000,
  basis: 'afterDiscount',
  surchargeFenByRegion: { '650000': 1500 },
  ...more,
});
const cut1000 = promotion('P', 'storeReduction', { kind: 'amount', thresholdFen: 0, offFen: 1000 });

describe('V25 item price 108, 10 off, free from 99, freight 10', () => {
  test.each([
    ['afterDiscount', 9800, 1000],
    ['itemPrice', 9800, 0],
  ] as const)('counted %s: goods %i, freight %i', (basis, goodsFen, freightFen) => {
    const own = price([line('A', 10800)], [cut1000], { freight: [template({ freeFromFen: 9900, basis })] });
    expect([own.goodsFen, own.freightFen, own.payFen]).toEqual([goodsFen, freightFen, goodsFen + freightFen]);

    const rule: Rule = { kind: 'freeFreight', thresholdFen: 9900, basis };
    const waived = price([line('A', 10800)], [cut1000, promotion('F', 'freight', rule)], {
      freight: [template()],
    });
    expect([waived.goodsFen, waived.freightFen]).toEqual([goodsFen, freightFen]);
  });
});

test('exactly the amount is free', () => {
  const freight = [template({ freeFromFen: 9900 })];
  expect(price([line('A', 9900)], [], { freight }).freightFen).toBe(0);
  expect(price([line('A', 9899)], [], { freight }).freightFen).toBe(1000);
});

test('red packets and points do not take free freight away', () => {
  const packet = promotion('R', 'redPacket', { kind: 'amount', thresholdFen: 0, offFen: 5000 });
  const quote = price([line('A', 9900)], [packet], { freight: [template({ freeFromFen: 9900 })] });
  expect([quote.goodsFen, quote.freightFen]).toEqual([4900, 0]);
});

test('a region’s surcharge is told apart and never waived', () => {
  const freight = [template({ freeFromFen: 9900 })];
  const region = '650000';
  expect(price([line('A', 9900)], [], { freight, region }).freight).toEqual([
    { shopId: 's1', chargedFen: 1500, surchargeFen: 1500, waivedFen: 1000, funderFen: [] },
  ]);
  expect(price([line('A', 100)], [], { freight, region }).freightFen).toBe(2500);
  expect(price([line('A', 100)], [], { freight, region: '110000' }).freightFen).toBe(1000);
});

test('each shop is a parcel; things that do not travel are in none', () => {
  const cart = [line('A', 5000), line('B', 6000, { shopId: 's2' }), line('C', 9000, { tags: ['virtual'] })];
  const freight = [template({ freeFromFen: 9900 }), template({ shopId: '*', baseFen: 700 })];
  const quote = price(cart, [], { freight });
  expect(quote.freight.map(({ shopId, chargedFen }) => [shopId, chargedFen])).toEqual([
    ['s1', 1000],
    ['s2', 700],
  ]);
  expect(price([line('C', 9000, { tags: ['virtual'] })], [], { freight }).freight).toEqual([]);
  expect(price([line('A', 5000)], []).freightFen).toBe(0);
});

describe('a promotion that waives freight', () => {
  const free = (id: string, thresholdFen: number) =>
    promotion(
      id,
      'freight',
      { kind: 'freeFreight', thresholdFen, basis: 'itemPrice' },
      { funders: [{ funder: 'platform', bp: 10_000 }] },
    );

  test('says who pays', () => {
    const quote = price([line('A', 5000)], [free('F', 5000)], { freight: [template()] });
    expect(quote.freight).toEqual([
      {
        shopId: 's1',
        chargedFen: 0,
        surchargeFen: 0,
        waivedFen: 1000,
        promotionId: 'F',
        funderFen: [{ funder: 'platform', fen: 1000 }],
      },
    ]);
    expect(entryOf(quote, 'F')).toMatchObject({ reason: 'applied', discountFen: 1000, shopId: 's1' });
  });

  test('says what is missing', () => {
    const quote = price([line('A', 1200)], [free('F', 5000)], { freight: [template()] });
    expect(entryOf(quote, 'F')).toMatchObject({
      reason: 'belowThreshold',
      missingFen: 3800,
      nextOffFen: 1000,
    });
    expect(quote.payFen).toBe(2200);
  });

  test('has nothing to do where freight is free anyway', () => {
    const quote = price([line('A', 5000)], [free('F', 0)], { freight: [template({ freeFromFen: 100 })] });
    expect(entryOf(quote, 'F').reason).toBe('nothingLeft');
    expect(quote.freight[0]).not.toHaveProperty('promotionId');
  });

  test('yields to the one with the higher threshold, one waiver a shop', () => {
    const quote = price([line('A', 5000)], [free('F', 0), free('G', 4000)], { freight: [template()] });
    expect([entryOf(quote, 'G').reason, entryOf(quote, 'F').reason]).toEqual([
      'applied',
      'betterAlternative',
    ]);
  });
});

describe('each shop’s freight by itself', () => {
  const free = (id: string, thresholdFen: number, more = {}) =>
    promotion(id, 'freight', { kind: 'freeFreight', thresholdFen, basis: 'itemPrice' }, more);
  const cart = [line('A', 3000, { shopId: 's2' }), line('B', 3000)];
  const freight = [template({ shopId: '*' })];

  test('what was bought in another shop does not count', () => {
    const quote = price(cart, [free('F', 5000)], { freight });
    expect(quote.freight.map(({ shopId, chargedFen }) => [shopId, chargedFen])).toEqual([
      ['s1', 1000],
      ['s2', 1000],
    ]);
    expect(entryOf(quote, 'F', 's2')).toMatchObject({ baseFen: 3000, missingFen: 2000 });
  });

  test('a promotion of one shop neither waives the other’s nor says anything about it', () => {
    const quote = price(cart, [free('F', 0, { scope: { shops: ['s1'] } })], { freight });
    expect(quote.freight.map(({ chargedFen }) => chargedFen)).toEqual([0, 1000]);
    expect(quote.trace.map(({ shopId }) => shopId)).toEqual(['s1']);
  });

  test('a step ahead is told only while there is freight to waive', () => {
    const won = price([line('A', 3000)], [free('F', 0), free('G', 5000)], { freight });
    expect(entryOf(won, 'G')).toMatchObject({ reason: 'belowThreshold', matched: false });
    expect(entryOf(won, 'G')).not.toHaveProperty('missingFen');
    const none = price([line('A', 3000)], [free('G', 5000)], { freight: [template({ baseFen: 0 })] });
    expect(entryOf(none, 'G')).not.toHaveProperty('missingFen');
  });

  test('a promotion that is not open says so', () => {
    const quote = price([line('A', 3000)], [free('F', 0, { windows: [] })], { freight });
    expect(entryOf(quote, 'F').reason).toBe('notInWindow');
  });

  test('a shop without a template ships free into every region', () => {
    expect(price([line('A', 3000)], [], { freight: [], region: '650000' }).freight).toEqual([
      { shopId: 's1', chargedFen: 0, surchargeFen: 0, waivedFen: 0, funderFen: [] },
    ]);
  });
});

test('a shop’s own template goes before the plan’s', () => {
  const merged = mergeFreight(
    [template({ baseFen: 1 })],
    [template({ baseFen: 2 }), template({ shopId: '*', baseFen: 3 })],
  );
  expect(merged.map(({ shopId, baseFen }) => [shopId, baseFen])).toEqual([
    ['*', 3],
    ['s1', 1],
  ]);
  const shops = ['s3', 's1', 's2'].map((shopId) => template({ shopId }));
  expect(mergeFreight(shops, []).map(({ shopId }) => shopId)).toEqual(['s1', 's2', 's3']);
});
