import { randomBytes } from 'node:crypto';
import type { PresaleProgramme } from '@dacu/contract/plan';
import type { Promotion } from '@dacu/engine/pricing';
import type { PlaceAnswer, PurchaseRow } from './orders/index.ts';
import type { Bench, Customer, Node } from './trade-test-bench.ts';
import { programme as couponProgramme, TWENTY } from './trade-test-coupons.ts';
import { SLOT_FROM } from './trade-test-sale.ts';

/** A pre-sale of the earbuds for tests: of ¥299 a deposit of ¥5.98 counts ten times, so ¥245.18 is the contract. */

const HOUR_MS = 3_600_000;
export const PRESALE = 'presale-test';
export const SKU = 'sku-earbuds';
export const DEPOSIT = { startsAt: SLOT_FROM - 24 * HOUR_MS, endsAt: SLOT_FROM + 24 * HOUR_MS };
export const BALANCE = { startsAt: SLOT_FROM + 24 * HOUR_MS, endsAt: SLOT_FROM + 72 * HOUR_MS };
export const [DEPOSIT_FEN, CONTRACT_FEN] = [598, 24_518];
export const BALANCE_FEN = CONTRACT_FEN - DEPOSIT_FEN;

const RULE: Promotion = {
  id: PRESALE,
  title: { zh: '预售', en: 'Pre-sale' },
  layer: 'itemPrice',
  rule: { kind: 'presale', depositBp: 200, inflationBp: 100_000 },
  scope: { skus: [SKU] },
  audience: {},
  windows: [{ startsAt: DEPOSIT.startsAt, endsAt: BALANCE.endsAt }],
  funders: [{ funder: 'seller', bp: 10_000 }],
  priority: 0,
};
const TERMS: PresaleProgramme = {
  promotionId: PRESALE,
  title: RULE.title,
  scope: RULE.scope,
  deposit: DEPOSIT,
  balance: BALANCE,
  freeFreight: true,
  gift: { title: { zh: '赠品', en: 'Gift' }, valueFen: 3_900, quantity: 1, stock: 1 },
  activityStock: 5,
  perPersonMax: 2,
  holdMs: 15 * 60_000,
  refundableUntil: null,
};

export function publishPresale(
  bench: Bench,
  more: Partial<PresaleProgramme> = {},
  redActs: readonly string[] = [],
  delivery?: Parameters<Bench['sale']['publish']>[0]['delivery'],
): void {
  bench.sale.publish({
    ...{ activityStock: 10, perPersonMax: 2, redActs },
    promotions: [more.scope === undefined ? RULE : { ...RULE, scope: more.scope }, TWENTY],
    coupons: [couponProgramme(TWENTY.id)],
    presales: [{ ...TERMS, ...more }],
    ...(delivery && { delivery }),
  });
}

export type DepositChoice = {
  node?: Node;
  key?: string;
  skuId?: string;
  quantity?: number;
  expectedDepositFen?: number;
};

/** Places a deposit at the price it has. */
export function deposit(bench: Bench, customer: Customer, choice: DepositChoice = {}): Promise<PlaceAnswer> {
  const { node = bench.node, quantity = 1, key = randomBytes(8).toString('hex'), skuId = SKU } = choice;
  const { expectedDepositFen = DEPOSIT_FEN * quantity } = choice;
  return node.orders.presale.place({
    ...{ at: bench.clocks.campaign.now(), buyer: customer, idempotencyKey: key, skuId },
    request: {
      ...{ promotionId: PRESALE, quantity, expectedDepositFen, acceptsDeposit: true },
      address: customer.address,
    },
  });
}

/** Agrees the balance at an amount; by default at what it costs without anything coming off. */
export function agree(
  bench: Bench,
  { shopperId, purchaseId }: Pick<PurchaseRow, 'shopperId' | 'purchaseId'>,
  more: { node?: Node; expectedPayFen?: number; couponIds?: string[] } = {},
) {
  const { node = bench.node, expectedPayFen = BALANCE_FEN, couponIds = [] } = more;
  return node.orders.presale.agreeBalance({
    ...{ at: bench.clocks.campaign.now(), shopperId, purchaseId },
    request: { expectedPayFen, couponIds },
  });
}

/** Books it at full payment, by default at its contract price without anything coming off. */
export function payInFull(
  bench: Bench,
  customer: Customer,
  more: { node?: Node; key?: string; quantity?: number; expectedPayFen?: number; couponIds?: string[] } = {},
): Promise<PlaceAnswer> {
  const { node = bench.node, quantity = 1, key = randomBytes(8).toString('hex'), couponIds = [] } = more;
  const { expectedPayFen = CONTRACT_FEN * quantity } = more;
  return node.orders.presale.placeInFull({
    ...{ at: bench.clocks.campaign.now(), buyer: customer, idempotencyKey: key, skuId: SKU },
    request: { promotionId: PRESALE, quantity, expectedPayFen, couponIds, address: customer.address },
  });
}
