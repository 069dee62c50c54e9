import {
  type ActivityRow,
  confirmFlashOrder,
  type FlashRows,
  giveBackFlashOrder,
  type LimitUseRow,
  takeLateFlashOrder,
} from '@dacu/engine/flash-sale';
import {
  confirmStock,
  giveBackStock,
  holdStock,
  type Placed,
  placeStockKey,
  pledgeStock,
  type StockRow,
  withdrawPledge,
} from '@dacu/engine/ledger';
import { type CapShort, capNeeds, spendFrom } from '../../../platform/lane/caps.ts';
import type { LaneView, LaneWrite, Need } from '../../../platform/lane/types.ts';
import { type BoxesHeld, boxNeeds, giveBackBoxes, holdBoxes, type Pools } from '../draws/index.ts';
import type { ActivityCounts } from '../offers/index.ts';
import { goodsOf } from '../stock/index.ts';
import { couponNeeds, freezeCoupons, releaseCoupons, retakeCoupons, useCoupons } from './hold-coupons.ts';
import { type PointsStep, pointsNeeds, releasePoints, settlePoints, takePoints } from './hold-points.ts';
import { linesOf, type PurchaseBody, type PurchaseRow, pledgedAt } from './purchase.ts';

/**
 * What begins and ends a hold: taken, paid, given back, or paid after all. The arithmetic is the engine's; here the rows are found in the
 * lane's working set and written back.
 */

/** The counted rows behind a purchase: what a decision about it may read and change. */
export function countedNeeds(body: PurchaseBody): Need[] {
  return [
    { table: 'activity', keys: body.flash === null ? [] : [body.flash.activityId] },
    { table: 'limitUse', keys: [...(body.flash?.limitKeys ?? []), ...body.newcomerKeys, ...body.buyerKeys] },
    ...goodsNeeds(body),
  ];
}

/** The goods behind it: the network's, and the shelf of the store that pledged them. */
export function goodsNeeds(body: PurchaseBody): Need[] {
  const skuIds = linesOf(body).map((line) => line.skuId);
  const placeId = pledgedAt(body);
  return [
    { table: 'stock', keys: skuIds },
    ...(placeId === null
      ? []
      : [{ table: 'placeStock', keys: skuIds.map((skuId) => placeStockKey(skuId, placeId)) }]),
  ];
}

/** What a purchase takes beside counted rows: its coupons, points, boxes, and this node's leases of the budgets it spends from. */
export function extraNeeds(row: PurchaseRow, becomes: PointsStep, nodeId: string): Need[] {
  const { body } = row;
  return [
    ...couponNeeds(body),
    ...pointsNeeds(row, becomes),
    ...capNeeds(body.budgets ?? [], nodeId),
    ...boxNeeds(body.boxes),
  ];
}

export type ExtrasTaken =
  | { readonly kind: 'taken'; readonly writes: readonly LaneWrite[] }
  | { readonly kind: 'refused'; readonly code: 'priceChanged' | 'couponLimit' | BoxRefusal }
  | CapShort;
type BoxRefusal = Extract<BoxesHeld, { kind: 'refused' }>['code'];

/** Freezes the coupons of a new purchase, takes its points and boxes and spends what it takes of budgets: all of it or nothing. */
export function takeExtras(view: LaneView, row: PurchaseRow, nodeId: string, pools?: Pools): ExtrasTaken {
  const coupons = freezeCoupons(view, row);
  if (coupons.kind === 'refused') return coupons;
  const points = takePoints(view, row);
  if (points === null) return { kind: 'refused', code: 'priceChanged' };
  const budgets = spendFrom(view, row.body.budgets ?? [], nodeId);
  if (budgets.kind === 'capShort') return budgets;
  const boxes = pools ? holdBoxes(view, pools, row.body.boxes) : NO_BOXES;
  if (boxes.kind === 'refused') return boxes;
  return { kind: 'taken', writes: [...coupons.writes, ...points, ...budgets.writes, ...boxes.writes] };
}

const NO_BOXES: BoxesHeld = { kind: 'taken', writes: [] };

/** The hold ended without a payment: coupons and points can be used again, budgets spent again. */
export function giveBackExtras(
  view: LaneView,
  row: PurchaseRow,
  { at, nodeId }: { at: number; nodeId: string },
): { readonly kind: 'spent'; readonly writes: readonly LaneWrite[] } | CapShort {
  const back = (row.body.budgets ?? []).map(({ capId, amount }) => ({ capId, amount: -amount }));
  const budgets = spendFrom(view, back, nodeId);
  if (budgets.kind === 'capShort') return budgets;
  const boxes = giveBackBoxes(view, row.body.boxes);
  const writes = [
    ...releaseCoupons(view, row, at),
    ...releasePoints(view, row, at),
    ...budgets.writes,
    ...boxes,
  ];
  return { kind: 'spent', writes };
}

/**
 * The hold ended without a payment. Flash units are on offer in the activity again while its slot is open; after it
 * nobody can buy them there and they are ordinary goods (domain V49).
 */
export function giveBackHold(view: LaneView, { body }: PurchaseRow): LaneWrite[] {
  const gift = giftWrites(view, body, { held: -1, used: 0 });
  if (body.flash !== null)
    return [...gift, ...writesOf(giveBackFlashOrder(flashRows(view, body, NO_MATTER), body.flash.quantity))];
  return [...gift, ...goodsWrites(view, body, giveBackStock, { after: withdrawPledge })!];
}

/** The hold was paid in time. */
export function payHold(view: LaneView, row: PurchaseRow, at: number): LaneWrite[] {
  const { body } = row;
  // What it spent of budgets stays spent.
  const gift = [
    ...giftWrites(view, body, { held: -1, used: 1 }),
    ...useCoupons(view, row, at),
    ...settlePoints(view, row, at)!,
  ];
  if (body.flash !== null)
    return [...gift, ...writesOf(confirmFlashOrder(flashRows(view, body, NO_MATTER), body.flash.quantity))];
  return [...gift, ...goodsWrites(view, body, confirmStock)!];
}

/** The hold had ended and the money came all the same: everything is taken again, or nothing (null). */
export function payWithoutHold(
  view: LaneView,
  row: PurchaseRow,
  { at, nodeId }: { at: number; nodeId: string },
): LaneWrite[] | null {
  const { body } = row;
  const coupons = retakeCoupons(view, row, at);
  const budgets = spendFrom(view, body.budgets ?? [], nodeId);
  const points = settlePoints(view, row, at);
  if (giftIsTaken(view, body) || coupons === null || points === null || budgets.kind === 'capShort')
    return null;
  const gift = [...giftWrites(view, body, { held: 0, used: 1 }), ...coupons, ...points, ...budgets.writes];
  if (body.flash !== null) {
    const late = takeLateFlashOrder(flashRows(view, body, NO_MATTER), body.flash.quantity);
    return late.kind === 'taken' ? [...gift, ...writesOf(late)] : null;
  }
  const retake = (row: StockRow, quantity: number) => {
    const held = holdStock(row, quantity);
    return held === null ? null : confirmStock(held, quantity);
  };
  const goods = goodsWrites(view, body, retake, { before: pledgeStock });
  return goods && [...gift, ...goods];
}

/**
 * What newcomers get is for one purchase of a person: while one with it waits to be paid, and once it was paid, no other
 * of the same account or phone may have it. Whoever asks for several at once gets it in one.
 */
export function giftIsTaken(view: LaneView, { newcomerKeys }: PurchaseBody): boolean {
  return newcomerKeys.map((key) => useOf(view, key)).some(({ held, used }) => held + used > 0);
}

export function takeGift(view: LaneView, body: PurchaseBody): LaneWrite[] {
  return giftWrites(view, body, { held: 1, used: 0 });
}

/** The hold of a newcomer's gift alone ends: with a balance that was given back, or paid. */
export const giveBackGift = (view: LaneView, body: PurchaseBody): LaneWrite[] =>
  giftWrites(view, body, { held: -1, used: 0 });
export const confirmGift = (view: LaneView, body: PurchaseBody): LaneWrite[] =>
  giftWrites(view, body, { held: -1, used: 1 });

function giftWrites(
  view: LaneView,
  { newcomerKeys }: PurchaseBody,
  by: { readonly held: number; readonly used: number },
): LaneWrite[] {
  return newcomerKeys.map((key) => {
    const use = useOf(view, key);
    const row = { ...use, held: use.held + by.held, used: use.used + by.used };
    if (row.held < 0) throw new RangeError(`${key} would hold ${row.held}`);
    return { table: 'limitUse', key, row };
  });
}

/** Switch and price decide about new orders only. */
const NO_MATTER = { stopped: false, unitFen: 0 };

/** The rows of a flash purchase as the engine takes them; a limit key nobody used yet comes in with zeros. */
export function flashRows(
  view: LaneView,
  body: PurchaseBody,
  terms: { readonly stopped: boolean; readonly unitFen: number },
): FlashRows {
  const { activityId, limitKeys } = body.flash!;
  const activity: ActivityRow = { ...rowOf<ActivityCounts>(view, 'activity', activityId), ...terms };
  return {
    activity,
    uses: limitKeys.map((limitKey) => useOf(view, limitKey)),
    stock: rowOf<StockRow>(view, 'stock', activity.skuId),
  };
}

/** A row of `limitUse`, or its beginning. */
export function useOf(view: LaneView, limitKey: string): LimitUseRow {
  return view.row<LimitUseRow>('limitUse', limitKey) ?? { limitKey, held: 0, used: 0 };
}

export function writesOf({ activity, uses, stock }: FlashRows): LaneWrite[] {
  return [
    { table: 'activity', key: activity.activityId, row: activity },
    ...uses.map((use) => ({ table: 'limitUse', key: use.limitKey, row: use })),
    { table: 'stock', key: stock.skuId, row: stock },
  ];
}

type Move<Rows> = (rows: Rows, quantity: number) => Rows | null;

/**
 * The same move for every line, all or nothing (null). Where a store pledged the goods, its shelf moves with them: before the
 * network's row or after it.
 */
export function goodsWrites(
  view: LaneView,
  body: PurchaseBody,
  move: Move<StockRow>,
  shelf: { readonly before?: Move<Placed>; readonly after?: Move<Placed> } = {},
): LaneWrite[] | null {
  const goods = goodsOf(view);
  const placeId = pledgedAt(body);
  for (const { skuId, quantity } of linesOf(body)) {
    const pledge = (by: Move<Placed> | undefined) => {
      if (placeId === null || by === undefined) return true;
      const after = by({ network: goods.network(skuId), place: goods.shelf(skuId, placeId) }, quantity);
      if (after === null) return false;
      goods.putNetwork(after.network);
      goods.putShelf(after.place);
      return true;
    };
    if (!pledge(shelf.before)) return null;
    const row = move(goods.network(skuId), quantity);
    if (row === null) return null;
    goods.putNetwork(row);
    if (!pledge(shelf.after)) return null;
  }
  return goods.writes();
}

/** A row that an order stands on cannot be gone; if it is, the books are broken and this command must fail. */
function rowOf<Row>(view: LaneView, table: string, key: string): Row {
  const row = view.row<Row>(table, key);
  if (row === undefined) throw new Error(`${table}/${key} is gone while a purchase counts on it`);
  return row;
}
