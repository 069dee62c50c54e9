/**
 * Orders: cart, purchases, and the holds behind them. A purchase is what is paid; it holds one order for each shop.
 * States: held → paid → refunded, held → closed (expired, cancelled), and closed → paid when a payment came late and
 * everything could be taken again. A pre-sale stands as depositPaid between its two payments, or ends forfeited.
 *
 * Invariants
 * - The purchase row is the order. Prices, allocations, edition and address are frozen in it when it is placed; the
 *   tables order, line, allocation, hold and movement are projections of events.
 * - What a purchase takes (goods, activity, limits) and its row commit in one lane transaction, or none of it does.
 * - One Idempotency-Key of one shopper places at most one purchase and gets the same answer every time; another body
 *   under it is refused. Refusals are not remembered: they took nothing.
 * - The price is the quote at the instant of the order. If the shopper saw another amount, nothing is taken.
 * - A hold ends once: paid, or given back by its deadline or by the shopper.
 * - "Sold out" may be said from this node's memory for at most a second, never to a key that could have won.
 *
 * When it fails: past the lane's deadline the answer is `outcomeUnknown`; the same key then tells what happened. A
 * deadline that could not be worked off is tried again by the due work.
 *
 * Long because the face of the module names everything that others may ask of orders.
 */
import type {
  CartView,
  FlashOrderRequest,
  PaymentMethod,
  PurchaseRequest,
  TopUpView,
} from '@dacu/contract/api';
import type { CheckWay } from '@dacu/engine/risk';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Caps } from '../../../platform/lane/caps.ts';
import type { SoldOutMemory } from '../../../platform/lane/sold-out-memory.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Draws, Pools } from '../draws/index.ts';
import type { CatalogSource, Offers, PlanSource } from '../offers/index.ts';
import type { CheckAnswered, Payment, PaymentRow } from '../payment/index.ts';
import type { Stock } from '../stock/index.ts';
import { type CloseAnswer, cancelPurchase, closePurchaseHandler } from './cancel-purchase.ts';
import { type CartCaller, dropCartLines, putCartLine, readCart, selectCartLines } from './cart.ts';
import {
  askPaymentCheck,
  askSessionCheck,
  type CheckAsked,
  type CheckWish,
  presentAnswer,
  type SessionCheckWish,
} from './check-payment.ts';
import { sessionWays } from './check-ways.ts';
import type { Buyer } from './freeze-purchase.ts';
import {
  countPurchases,
  type OrderCursor,
  type OrderSearch,
  type OrderSort,
  type SoughtKeys,
  searchPurchases,
} from './ops-store.ts';
import { placeFlashOrder, placeFlashOrderHandler } from './place-flash-order.ts';
import { claimKeyOf, type PlaceAnswer, placePurchase, placePurchaseHandler } from './place-purchase.ts';
import { agreeBalanceHandler } from './presale/agree-balance.ts';
import { endPresaleHandler } from './presale/end-presale.ts';
import type { Payouts } from './presale/pay-out.ts';
import { createPresaleOrders, type PresaleOrders } from './presale/presale-orders.ts';
import { releaseBalanceHandler } from './presale/release-balance.ts';
import type { PurchaseRow } from './purchase.ts';
import { type PaymentWish, type RequestPaymentAnswer, requestPayment } from './request-payment.ts';
import { readSought } from './sought.ts';
import * as store from './store.ts';
import type { StoreLinks } from './store-source/links.ts';
import { openStoreLink, type StoreLinkOpened, storeLinkPath } from './store-source/store-source.ts';
import { readTopUp, type TopUpAsked } from './top-up-route.ts';
import { createTurns } from './turns.ts';

export type { CloseAnswer } from './cancel-purchase.ts';
export { ordersDue } from './due.ts';
export { ordersConsumer } from './events.ts';
export { type Buyer, numberOf } from './freeze-purchase.ts';
export { returnCoupons } from './hold-coupons.ts';
export { NO_POINTS, type PointsReturned, returnPoints, returnPointsNeeds } from './hold-points.ts';
export { bodyHashOf } from './idempotency.ts';
export type { OrderSearch } from './ops-store.ts';
export { createPayable } from './payable.ts';
export type { PlaceAnswer } from './place-purchase.ts';
export { oweExtra } from './presale/pay-out.ts';
export { presaleDepositTable, presalePayoutTable } from './presale/store.ts';
export {
  linesOf,
  type OrderLine,
  orderServicesFenOf,
  type PurchaseRow,
  pledgedAt,
  type ShopOrder,
  servicesFenOf,
  stepPurchase,
} from './purchase.ts';
export { paymentIdsOf, refundPayments } from './refund-payments.ts';
export { ordersRoutes } from './routes.ts';
export { PURCHASE_COLUMNS, purchaseClaimTable, purchaseTable } from './store.ts';
export { createStoreLinks } from './store-source/links.ts';

export const ordersHandlers = (pools: Pools) =>
  [
    placePurchaseHandler(pools),
    placeFlashOrderHandler,
    closePurchaseHandler,
    agreeBalanceHandler,
    releaseBalanceHandler,
    endPresaleHandler,
  ] as const;

export type OrdersDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly members: Members;
  readonly catalog: CatalogSource;
  readonly plan: PlanSource;
  readonly offers: Offers;
  readonly stock: Stock;
  readonly payment: Payment;
  readonly soldOut: SoldOutMemory;
  readonly caps: Caps;
  readonly draws: Draws;
  /** Null on a real database without a bank: what sellers owe on top of refunds stays owed. */
  readonly payouts: Payouts | null;
  /** What stores put on the labels beside their goods. */
  readonly storeLinks: StoreLinks;
};

export type Page = { readonly cursor?: string; readonly limit: number };
export type PurchaseCounts = Readonly<Record<PurchaseRow['state'], number>>;
export type PurchasePage = { readonly rows: PurchaseRow[]; readonly nextCursor: string | null };

/** `at` is campaign time throughout; a purchase of somebody else is `notFound`. */
export type Orders = {
  placePurchase(input: {
    at: number;
    buyer: Buyer;
    idempotencyKey: string;
    request: PurchaseRequest;
  }): Promise<PlaceAnswer>;
  placeFlashOrder(input: {
    at: number;
    buyer: Buyer;
    idempotencyKey: string;
    /** Sent under this key before, perhaps to another node. */
    again?: boolean;
    activityId: string;
    request: FlashOrderRequest;
  }): Promise<PlaceAnswer>;
  requestPayment(input: PaymentWish): Promise<RequestPaymentAnswer>;
  /** Asks for a second check of a payment that wants one. */
  askPaymentCheck(input: CheckWish): Promise<CheckAsked>;
  /** Asks whoever holds a session to show that the account is theirs. */
  askSessionCheck(input: SessionCheckWish): Promise<CheckAsked>;
  /** What the answer to either came to; `untilWall` is until when it is good. */
  answerCheck(input: CheckAnswered): Promise<ReturnType<typeof presentAnswer>>;
  /** How a session of this account can be checked. */
  sessionWays(shopperId: string): Promise<readonly CheckWay[]>;
  readonly paymentMethods: readonly PaymentMethod[];
  /** Asks the providers how the pending charges of a purchase stand; false for somebody else's. */
  checkPayments(input: { at: number; shopperId: string; purchaseId: string }): Promise<boolean>;
  cancel(input: { at: number; shopperId: string; purchaseId: string }): Promise<CloseAnswer>;
  purchase(purchaseId: string, shopperId: string): Promise<PurchaseRow | null>;
  /** Anybody's, for operators; those that are not there are left out. */
  purchases(purchaseIds: readonly string[]): Promise<ReadonlyMap<string, PurchaseRow>>;
  /** What is unpaid and would lose its hold by `at`. */
  holdsEndingBy(at: number): Promise<{ purchases: number; payFen: number }>;
  /** Newest first, of one shopper. */
  list(input: Page & { shopperId: string; state?: PurchaseRow['state'] }): Promise<PurchasePage>;
  /** Everybody's, for operators. `found` is counted on the first page only, and no further than `FOUND_MAX` + 1. */
  search(
    input: OrderSearch & { sort: OrderSort; cursor: string | null; limit: number },
  ): Promise<PurchasePage & { readonly found: number | null }>;
  /** `couponIds`: the shopper's own choice of coupons; absent: the best. */
  /** What to add to reach the next step of an offer, when it pays. */
  topUp(input: TopUpAsked): Promise<TopUpView>;
  /** A store's link for a product was opened; null where we did not make it. */
  openStoreLink(input: {
    at: number;
    shopperId: string;
    productId: string;
    from: string;
  }): Promise<StoreLinkOpened | null>;
  /** The page that such a link opens; null where there is no such store or product. */
  storeLink(input: { placeId: string; productId: string }): Promise<string | null>;
  cart(input: {
    at: number;
    caller: CartCaller;
    couponIds?: readonly string[] | undefined;
  }): Promise<CartView>;
  /** False when the cart is full. */
  putCartLine(input: {
    at: number;
    shopperId: string;
    skuId: string;
    quantity: number;
    selected: boolean;
  }): Promise<boolean>;
  dropCartLines(shopperId: string, skuIds: readonly string[]): Promise<void>;
  /** Those that are not in the cart are passed over. */
  selectCartLines(input: { shopperId: string; skuIds: readonly string[]; selected: boolean }): Promise<void>;
  /** Every charge asked for over it, newest first; null for a purchase that is not the shopper's. */
  payments(purchaseId: string, shopperId: string): Promise<PaymentRow[] | null>;
  /** Purchases that are paid in two: a deposit, then a balance. */
  readonly presale: PresaleOrders;
  /** How many purchases the shopper has in each state. */
  countsOf(shopperId: string): Promise<PurchaseCounts>;
};

export function createOrders(deps: OrdersDeps): Orders {
  const inTurn = createTurns();
  return {
    async placePurchase(input) {
      const answer = await inTurn(claimKeyOf(input), () => placePurchase(deps, input));
      if (answer.kind === 'placed') {
        const bought = input.request.lines.map((line) => line.skuId);
        await dropCartLines(deps, input.buyer.shopperId, bought);
      }
      return answer;
    },
    presale: createPresaleOrders(deps, inTurn),
    openStoreLink: (input) => openStoreLink(deps, input),
    storeLink: (input) => storeLinkPath(deps, input),
    placeFlashOrder: (input) => inTurn(claimKeyOf(input), () => placeFlashOrder(deps, input)),
    requestPayment: (input) => requestPayment(deps, input),
    askPaymentCheck: (input) => askPaymentCheck(deps, input),
    askSessionCheck: (input) => askSessionCheck(deps, input),
    answerCheck: async (input) => presentAnswer(await deps.payment.checks.answer(input)),
    sessionWays: (shopperId) => sessionWays(deps, shopperId),
    paymentMethods: deps.payment.methods,
    async checkPayments({ at, shopperId, purchaseId }) {
      const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
      if (row?.shopperId !== shopperId) return false;
      await deps.payment.check(purchaseId, at);
      return true;
    },
    cancel: (input) => cancelPurchase(deps, input),
    async purchase(purchaseId, shopperId) {
      const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
      return row?.shopperId === shopperId ? row : null;
    },
    purchases: (purchaseIds) => store.readPurchases(deps.db, purchaseIds),
    async list({ shopperId, state, cursor, limit }) {
      const after = parseCursor(cursor);
      const rows = await store.listPurchases(deps.db, {
        shopperId,
        state: state ?? null,
        after,
        limit: limit + 1,
      });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const more = rows.length > limit && last !== undefined;
      return { rows: shown, nextCursor: more ? `${last.placedAt}:${last.purchaseId}` : null };
    },
    holdsEndingBy: (at) => store.sumHoldsEndingBy(deps.db, at),
    async payments(purchaseId, shopperId) {
      const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
      return row?.shopperId === shopperId ? deps.payment.paymentsOf([purchaseId]) : null;
    },
    async search({ cursor, limit, ...asked }) {
      const after = parseSearchCursor(cursor);
      const input = { ...asked, sought: await soughtKeys(deps, asked.sought) };
      const rows = await searchPurchases(deps.db, { ...input, after, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const more = rows.length > limit && last !== undefined;
      return {
        rows: shown,
        nextCursor: more ? `${last[input.sort.by]}:${last.purchaseId}` : null,
        found: after === null ? await countPurchases(deps.db, input, FOUND_MAX) : null,
      };
    },
    cart: (input) => readCart(deps, input),
    topUp: (input) => readTopUp(deps, input),
    putCartLine: (input) => putCartLine(deps, input),
    dropCartLines: (shopperId, skuIds) => dropCartLines(deps, shopperId, skuIds),
    selectCartLines: (input) => selectCartLines(deps, input),
    countsOf: (shopperId) => store.countPurchases(deps.db, shopperId),
  };
}

const FOUND_MAX = 10_000;

async function soughtKeys({ members, catalog }: OrdersDeps, typed: string): Promise<SoughtKeys> {
  const sought = readSought(typed);
  if (sought.kind === 'phone') return { kind: 'phone', phoneKey: members.personal.phoneKeyOf(sought.phone) };
  if (sought.kind !== 'words') return sought;
  const small = sought.words.toLowerCase();
  const titled = (await catalog.allSkus()).filter(
    ({ title }) => title.zh.toLowerCase().includes(small) || title.en.toLowerCase().includes(small),
  );
  return { ...sought, productIds: [...new Set(titled.map(({ productId }) => productId))] };
}

/** A cursor that is not ours starts at the beginning. */
function parseSearchCursor(cursor: string | null): OrderCursor | null {
  const match = /^(\d{1,15}):(pu_[0-9a-z]{26})$/.exec(cursor ?? '');
  return match && { value: Number(match[1]), purchaseId: match[2]! };
}

/** A cursor that is not ours starts at the beginning. */
function parseCursor(cursor: string | undefined): { placedAt: number; purchaseId: string } | null {
  const match = /^(\d{1,15}):(pu_[0-9a-z]{26})$/.exec(cursor ?? '');
  return match && { placedAt: Number(match[1]), purchaseId: match[2]! };
}
