import { expect, test } from 'vitest';
import { type CartState, EMPTY_CART, LINES_MAX, readCart, writeCart } from './cart-state.ts';

const FULL: CartState = {
  lines: [
    { skuId: 'sk-tea-1', quantity: 2, way: { kind: 'shelf' } },
    { skuId: 'sk-nuts-30-1', quantity: 1, way: { kind: 'flash', promotionId: 'flash-daily' } },
    { skuId: 'sk-mask', quantity: 999, way: { kind: 'group', promotionId: 'community-group' } },
    { skuId: 'sk-lip', quantity: 1, way: { kind: 'live', roomId: 'head' } },
  ],
  at: 1_718_640_000_000,
  memberTier: 'gold',
  newcomer: true,
  idleDays: 30,
  channel: 'wechat',
  region: '650000',
  qualifications: ['trade-in'],
  coupons: { 'win-back': 2, 'platform-800': 1 },
  chosen: ['win-back'],
  points: 12_000,
  services: ['return-freight'],
};

test('an address keeps the whole cart, and nothing of an ordinary one', () => {
  const written = writeCart(new URLSearchParams('tab=workbench&view=cart'), FULL);
  expect(readCart(new URLSearchParams(written.toString()))).toEqual(FULL);
  expect(written.get('tab')).toBe('workbench');
  expect(writeCart(written, EMPTY_CART).toString()).toBe('tab=workbench&view=cart');
});

test('choosing no coupon is another thing than leaving the choice to the engine', () => {
  const none = writeCart(new URLSearchParams(), { ...EMPTY_CART, chosen: [] });
  expect(readCart(none).chosen).toEqual([]);
  expect(readCart(new URLSearchParams()).chosen).toBeNull();
});

test('what cannot be read is left out', () => {
  const cart = readCart(
    new URLSearchParams(
      'cart=a*1,b,c*0,d*-1,e*1.5,f*1000,*2,g*1*x:y,h*1*f:&idle=-3&at=soon&coupons=a*0,b*10,c*2',
    ),
  );
  expect(cart.lines.map(({ skuId, way }) => [skuId, way.kind])).toEqual([
    ['a', 'shelf'],
    ['g', 'shelf'],
    ['h', 'shelf'],
  ]);
  expect(cart).toMatchObject({ at: null, idleDays: 0, coupons: { c: 2 } });
  const many = Array.from({ length: LINES_MAX + 9 }, (_, i) => `s${i}*1`).join(',');
  expect(readCart(new URLSearchParams({ cart: many })).lines).toHaveLength(LINES_MAX);
});
