import { afterDraw, afterReturn, poolSize, roomIn } from '@dacu/engine/draw';
import type { DueDraft, LaneView, LaneWrite, Need, OutboxDraft } from '../../../platform/lane/types.ts';
import type { Pools } from './pools.ts';
import type { CountRow, DrawRow, FrozenBoxes, ShopperRow } from './types.ts';

/** Boxes of a purchase in the lane: promised when it is placed, drawn when it is paid, given back when it is closed. */

export const REVEAL_KIND = 'pool.reveal';

/** A purchase without boxes needs nothing here. */
export function boxNeeds(boxes: readonly FrozenBoxes[] = []): Need[] {
  if (boxes.length === 0) return [];
  return [
    { table: 'drawShopper', keys: boxes.flatMap(({ shopperKeys }) => shopperKeys) },
    { table: 'drawCount', keys: boxes.map(({ poolId }) => poolId) },
    { table: 'draw', keys: boxes.flatMap(({ drawIds }) => drawIds) },
  ];
}

type Boxes = readonly FrozenBoxes[];
export type BoxesHeld =
  | { readonly kind: 'taken'; readonly writes: readonly LaneWrite[] }
  | { readonly kind: 'refused'; readonly code: 'boxGone' | 'boxLimit' | 'boxNotOpen' };

/** Promises the boxes, so that whatever they turn out to hold can be handed over: all of them or none. */
export function holdBoxes(view: LaneView, pools: Pools, boxes: Boxes = []): BoxesHeld {
  const rows = editing(view);
  for (const { poolId, quantity, shopperKeys, perPersonMax } of boxes) {
    const count = rows.count(poolId);
    if (count.revealedAt !== null) return { kind: 'refused', code: 'boxNotOpen' };
    if (roomIn(pools.known(poolId).pool, count) < quantity) return { kind: 'refused', code: 'boxGone' };
    rows.put('drawCount', poolId, { ...count, held: count.held + quantity });
    for (const shopperKey of shopperKeys) {
      const shopper = rows.shopper(shopperKey);
      if (perPersonMax !== null && shopper.held + shopper.draws + quantity > perPersonMax)
        return { kind: 'refused', code: 'boxLimit' };
      rows.put('drawShopper', shopperKey, { ...shopper, held: shopper.held + quantity });
    }
  }
  return { kind: 'taken', writes: rows.writes() };
}

/** The hold ended without a payment. */
export function giveBackBoxes(view: LaneView, boxes: Boxes = []): LaneWrite[] {
  const rows = editing(view);
  for (const { poolId, quantity, shopperKeys } of boxes) release(rows, poolId, quantity, shopperKeys);
  return rows.writes();
}

export type BoxesDrawn = {
  readonly writes: readonly LaneWrite[];
  readonly events: readonly OutboxDraft[];
  readonly due: readonly DueDraft[];
};

/**
 * The purchase was paid: each box takes the next place of its pool, and holds what seed, place and the shopper's misses
 * say. With `rehold` the hold had ended: null when it can no longer be promised, and the money goes back.
 */
export function drawBoxes(
  view: LaneView,
  pools: Pools,
  purchase: { readonly purchaseId: string; readonly shopperId: string; readonly boxes?: Boxes },
  { at, rehold }: { readonly at: number; readonly rehold: boolean },
): BoxesDrawn | null {
  const { purchaseId, shopperId, boxes = [] } = purchase;
  const rows = editing(view);
  const events: OutboxDraft[] = [];
  const due: DueDraft[] = [];
  for (const box of boxes) {
    const { poolId, quantity, shopperKeys, perPersonMax } = box;
    const { pool, prizeAt } = pools.known(poolId);
    if (rehold) {
      const count = rows.count(poolId);
      if (count.revealedAt !== null || roomIn(pool, count) < quantity) return null;
      const most = Math.max(...shopperKeys.map((key) => rows.shopper(key).held + rows.shopper(key).draws));
      if (perPersonMax !== null && most + quantity > perPersonMax) return null;
    } else release(rows, poolId, quantity, shopperKeys);
    for (const drawId of box.drawIds) {
      const count = rows.count(poolId);
      if (count.revealedAt !== null) throw new Error(`a box was held over the reveal of ${poolId}`);
      const [account, phone] = shopperKeys;
      const shopper = rows.shopper(account);
      const { prizeId, byPity } = prizeAt(count.drawn, shopper.misses);
      const hit = pool.prizes.some((prize) => prize.prizeId === prizeId && prize.guaranteed);
      const pity = afterDraw(shopper, hit);
      const { campaignId, promotionId, lineId } = box;
      const drawn: DrawRow = {
        ...{ drawId, poolId, campaignId, promotionId, purchaseId, lineId, shopperId },
        ...{ position: count.drawn, ordinal: pity.draws, missesBefore: shopper.misses, prizeId, hit, byPity },
        ...{ drawnAt: at, openedAt: null, returnedAt: null },
      };
      rows.put('draw', drawId, drawn);
      rows.put('drawShopper', account, { ...shopper, ...pity });
      const ofPhone = rows.shopper(phone);
      rows.put('drawShopper', phone, { ...ofPhone, draws: ofPhone.draws + 1 });
      rows.put('drawCount', poolId, {
        ...count,
        drawn: count.drawn + 1,
        byPrize: { ...count.byPrize, [prizeId]: (count.byPrize[prizeId] ?? 0) + 1 },
      });
      const { position, ordinal } = drawn;
      events.push({
        ...{ type: 'box.drawn', aggregate: purchaseId, at },
        data: { purchaseId, drawId, poolId, position, ordinal },
      });
    }
    // Nothing of it is left to be drawn, so nothing can be foreseen any more.
    if (rows.count(poolId).drawn === poolSize(pool))
      due.push({ kind: REVEAL_KIND, key: `${poolId}:drawn`, at, payload: { poolId } });
  }
  return { writes: rows.writes(), events, due };
}

/**
 * Units of a line come back. Without a reason only boxes that were never opened do; null when there are fewer of them.
 * An unopened box was, as far as the guarantee goes, never drawn, and of an independent pool what it held can be drawn
 * again; its place in the pool stays taken.
 */
export function returnBoxes(
  view: LaneView,
  boxes: Boxes = [],
  asked: readonly { readonly lineId: string; readonly quantity: number }[],
  { at, sellersFault }: { readonly at: number; readonly sellersFault: boolean },
): LaneWrite[] | null {
  const rows = editing(view);
  for (const box of boxes) {
    const quantity = asked
      .filter(({ lineId }) => lineId === box.lineId)
      .reduce((sum, line) => sum + line.quantity, 0);
    const kept = box.drawIds.map((drawId) => view.row<DrawRow>('draw', drawId)!);
    const open = kept.filter(({ openedAt, returnedAt }) => openedAt !== null && returnedAt === null);
    const closed = kept.filter(({ openedAt, returnedAt }) => openedAt === null && returnedAt === null);
    const back = (sellersFault ? [...open, ...closed.reverse()] : closed.reverse()).slice(0, quantity);
    if (back.length < quantity) return null;
    for (const draw of back) {
      rows.put('draw', draw.drawId, { ...draw, returnedAt: at });
      if (draw.openedAt !== null) continue;
      const shopper = rows.shopper(box.shopperKeys[0]);
      rows.put('drawShopper', box.shopperKeys[0], { ...shopper, ...afterReturn(shopper, draw) });
      if (box.mode === 'finite') continue;
      const count = rows.count(box.poolId);
      const byPrize = { ...count.byPrize, [draw.prizeId]: (count.byPrize[draw.prizeId] ?? 1) - 1 };
      rows.put('drawCount', box.poolId, { ...count, byPrize });
    }
  }
  return rows.writes();
}

/** Boxes of a line that their buyer has opened, and kept. */
export function openedBoxes(view: LaneView, boxes: Boxes = [], lineId: string): number {
  return boxes
    .filter((box) => box.lineId === lineId)
    .flatMap(({ drawIds }) => drawIds.map((drawId) => view.row<DrawRow>('draw', drawId)))
    .filter((draw) => draw !== undefined && draw.openedAt !== null && draw.returnedAt === null).length;
}

function release(
  rows: Editing,
  poolId: string,
  quantity: number,
  shopperKeys: FrozenBoxes['shopperKeys'],
): void {
  const count = rows.count(poolId);
  rows.put('drawCount', poolId, { ...count, held: count.held - quantity });
  for (const shopperKey of shopperKeys) {
    const shopper = rows.shopper(shopperKey);
    rows.put('drawShopper', shopperKey, { ...shopper, held: shopper.held - quantity });
  }
}

type Editing = ReturnType<typeof editing>;

/** Rows as this decision has left them so far: several lines may touch one. */
function editing(view: LaneView) {
  const changed = new Map<string, LaneWrite>();
  const now = <Row>(table: string, key: string): Row | undefined =>
    (changed.get(`${table} ${key}`)?.row as Row | undefined) ?? view.row<Row>(table, key);
  return {
    count(poolId: string): CountRow {
      const row = now<CountRow>('drawCount', poolId);
      if (row === undefined) throw new Error(`pool ${poolId} has no count`);
      return row;
    },
    shopper: (shopperKey: string): ShopperRow =>
      now<ShopperRow>('drawShopper', shopperKey) ?? {
        ...{ shopperKey, held: 0, draws: 0, misses: 0, lastHit: 0 },
      },
    put(table: string, key: string, row: CountRow | ShopperRow | DrawRow): void {
      if ('held' in row && row.held < 0) throw new RangeError(`${key} would hold ${row.held} boxes`);
      changed.set(`${table} ${key}`, { table, key, row });
    },
    writes: (): LaneWrite[] => [...changed.values()],
  };
}
