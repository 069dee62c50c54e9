import { expect, test } from 'vitest';
import type { OrderLine, PurchaseRow } from '../orders/index.ts';
import { goodsOf } from '../stock/index.ts';
import type { CaseRow } from './case-row.ts';
import { replace } from './replacement.ts';

const text = (words: string) => ({ zh: words, en: words });
const LINE: OrderLine = {
  ...{ lineId: 'li_1', skuId: 'sk-air', productId: 'pr-air', imageUrl: '' },
  ...{ title: text('air'), skuTitle: text('white'), quantity: 2 },
  ...{ unitListFen: 200_000, listFen: 400_000, itemFen: 380_000, netFen: 370_000 },
  services: [
    { promotionId: 'care', offer: 'extendedWarranty', title: text('care'), chargedFen: 5_000, lastsMs: 1 },
  ],
  allocations: [],
};
const BODY: PurchaseRow['body'] = {
  ...{ number: '1', editionId: 'ed_1', editionNo: 1, campaignId: 'c', channel: 'app', visitId: null },
  ...{ listFen: 400_000, goodsFen: 370_000, freightFen: 1_000, flash: null, newcomerKeys: ['n'] },
  orders: [
    {
      ...{ orderId: 'or_1', shopId: 'jiayue', shopName: text('jiayue') },
      ...{ goodsFen: 370_000, freightFen: 1_000, lines: [LINE] },
    },
  ],
  coupons: [{ couponId: 'cp_1', promotionId: 'coupon', lineIds: ['li_1'] }],
  gifts: [{ promotionId: 'gift', shopId: null, title: text('filter'), quantity: 1, valueFen: 9_900 }],
  budgets: [],
  presale: {
    frozen: {
      ...{ promotionId: 'presale', quantity: 2, depositEndsAt: 1, balanceStartsAt: 2, balanceEndsAt: 3 },
      unit: {
        ...{ priceFen: 190_000, depositFen: 10_000, expansionFen: 20_000 },
        ...{ extraCutFen: 10_000, contractFen: 180_000 },
      },
      refundableUntil: null,
    },
    promotion: { promotionId: 'presale' } as never,
    ...{ unitListFen: 200_000, freeFreight: true, gift: null, holdMs: 1, phoneKey: 'k', balanceNo: 1 },
    ...{ deposit: { paymentId: 'pa_1', paidAt: 1 }, balance: null, ending: null },
  },
  buyerKeys: [],
  ...{ address: { region: '310000' } as never, sealedAddress: 'sealed' },
};
const ROW: PurchaseRow = {
  ...{ purchaseId: 'pu_1', claimKey: 'k', bodyHash: 'h', shopperId: 'sh_1', kind: 'presale', state: 'paid' },
  ...{ placedAt: 1, holdUntil: 2, paidAt: 3, closedAt: null, closedReason: null, paymentId: 'pa_2' },
  ...{ payFen: 371_000, refundedFen: 0, returned: { li_1: 1 }, body: BODY },
};
const CASE = { caseId: 'rc_1', orderId: 'or_1', bodyHash: 'h' } as CaseRow;

test('what is sent instead costs nothing and takes nothing of what the first order paid with', () => {
  const counts = { onHand: 5, reserved: 0, locked: 0, sold: 1, unavailable: 0, allotment: 10 };
  const rows = new Map<string, unknown>([['sk-air', { skuId: 'sk-air', ...counts }]]);
  const goods = goodsOf({ row: <Row>(_: string, key: string) => rows.get(key) as Row | undefined });
  const { row, writes, events } = replace(ROW, CASE, {
    ...{ at: 10, ids: { purchaseId: 'pu_2', orderId: 'or_2' } },
    ...{ accepted: [{ lineId: 'li_1', quantity: 1 }], goods },
  });
  expect(row).toMatchObject({ kind: 'gift', state: 'paid', payFen: 0, paymentId: null, returned: {} });
  const { body } = row;
  expect(body.presale).toBeUndefined();
  expect(body).toMatchObject({ goodsFen: 0, freightFen: 0, newcomerKeys: [], budgets: [], couponUses: [] });
  expect([body.coupons, body.gifts, body.points, body.boxes]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(body.replaces).toEqual({ purchaseId: 'pu_1', caseId: 'rc_1' });
  const [line] = body.orders[0]!.lines;
  expect(line).toMatchObject({ lineId: 'li_1', quantity: 1, netFen: 0, allocations: [] });
  expect(line!.services).toBeUndefined();
  expect(goods.network('sk-air')).toMatchObject({ locked: 1, reserved: 0 });
  expect(writes).toMatchObject([{ table: 'purchaseClaim', key: 'exchange:rc_1' }]);
  expect(events.map(({ type }) => type)).toEqual(['purchase.placed', 'purchase.paid']);
});
