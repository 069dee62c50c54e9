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

test('a shop’s own template goes before the plan’s', () => {
  const merged = mergeFreight(
    [template({ baseFen: 1 })],
    [template({ baseFen: 2 }), template({ shopId: '*', baseFen: 3 })],
  );
  expect(merged.map(({ shopId, baseFen }) => [shopId, baseFen])).toEqual([
    ['*', 3],
    ['s1', 1],
  ]);
});
