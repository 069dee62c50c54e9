import type { BoxList, BoxPool, OpsBoxes, PurchaseBoxes } from '@dacu/contract/api';
import { oddsOf, poolSize, roomIn, untilGuaranteed } from '@dacu/engine/draw';
import { REVEAL_AFTER_MS } from './commit-pools.ts';
import type { DrawsDeps } from './index.ts';
import { drawPoolOf } from './pools.ts';
import * as store from './store.ts';
import { isOnSale, shopperKeysOf } from './take-boxes.ts';
import type { CountRow, DrawRow, PoolRow } from './types.ts';

/** A pool as anybody may see it. */
export function presentPool(row: PoolRow, count: CountRow, at: number, stopped: readonly string[]): BoxPool {
  const { terms } = row;
  const pool = drawPoolOf(row);
  const odds = oddsOf(pool);
  const total = poolSize(pool);
  return {
    ...{ poolId: row.poolId, version: row.version, campaignId: row.campaignId },
    ...{ promotionId: row.promotionId, title: terms.title, skuId: row.skuId, mode: terms.mode },
    ...{
      priceFen: terms.priceFen,
      pityDraws: terms.pityDraws,
      perPersonMax: terms.perPersonMax,
      minors: terms.minors,
    },
    styles: terms.styles.map(({ prizeId, title, count: pieces, valueFen, ppm, guaranteed }, index) => {
      const { basePpm, effectivePpm } = odds.prizes[index]!;
      return { prizeId, title, count: pieces, valueFen, ppm, basePpm, effectivePpm, guaranteed };
    }),
    expectedDraws: odds.expectedDraws,
    total,
    left: total === null ? null : Math.max(0, roomIn(pool, count)),
    state: stateOf(row, count, at, stopped),
    ...{ committedAt: row.committedAt, opensAt: row.opensAt, closesAt: row.closesAt },
    commitment: row.commitment,
    revealBy: count.revealedAt === null ? row.closesAt + REVEAL_AFTER_MS : null,
    ...{ revealedAt: count.revealedAt, seed: count.seed },
  };
}

function stateOf(row: PoolRow, count: CountRow, at: number, stopped: readonly string[]): BoxPool['state'] {
  if (count.revealedAt !== null || at >= row.closesAt) return 'ended';
  if (stopped.includes(row.promotionId)) return 'stopped';
  if (roomIn(drawPoolOf(row), count) <= 0) return 'soldOut';
  return isOnSale(row, at) ? 'open' : 'upcoming';
}

/** What the campaign in force sells of boxes, or of one item. */
export async function presentBoxes(
  deps: DrawsDeps,
  { at, skuId, shopperId }: { at: number; skuId: string | undefined; shopperId: string | null },
): Promise<BoxList> {
  const edition = await deps.plan.editionAt(at);
  const programmes = (edition?.compiled.boxes ?? []).filter(
    (one) => skuId === undefined || one.skuId === skuId,
  );
  if (edition === null || programmes.length === 0) return { boxes: [] };
  const { campaignId } = edition;
  const promotionIds = new Set(programmes.map(({ promotionId }) => promotionId));
  const [all, stopped] = await Promise.all([
    store.readLatestPools(deps.db, campaignId),
    deps.plan.stoppedPromotionIds(at),
  ]);
  const rows = all.filter(({ promotionId }) => promotionIds.has(promotionId));
  const counts = await store.readCounts(
    deps.db,
    rows.map(({ poolId }) => poolId),
  );
  const mine = shopperId === null ? null : await minesOf(deps, rows, shopperId, campaignId);
  return {
    boxes: rows.map((row) => ({
      pool: presentPool(row, counts.get(row.poolId)!, at, stopped),
      mine: mine?.get(row.promotionId) ?? null,
    })),
  };
}

async function minesOf(deps: DrawsDeps, rows: readonly PoolRow[], shopperId: string, campaignId: string) {
  const keyOf = (row: PoolRow) => shopperKeysOf(row, shopperId, '')[0];
  const [shoppers, closed] = await Promise.all([
    store.readShoppers(deps.db, rows.map(keyOf)),
    store.readFirstClosed(deps.db, shopperId, campaignId),
  ]);
  return new Map(
    rows.map((row) => {
      const shopper = shoppers.get(keyOf(row));
      const waiting = closed.get(row.promotionId);
      // Past a closed box the count would tell what it holds.
      const misses = waiting?.missesBefore ?? shopper?.misses ?? 0;
      return [
        row.promotionId,
        {
          bought: (shopper?.held ?? 0) + (shopper?.draws ?? 0),
          closed: waiting?.closed ?? 0,
          untilGuaranteed: untilGuaranteed(row.terms, misses),
        },
      ];
    }),
  );
}

/** Null for a pool that is not there. */
export async function presentOnePool(deps: DrawsDeps, poolId: string, at: number): Promise<BoxPool | null> {
  const [row] = await store.readPools(deps.db, [poolId]);
  if (row === undefined) return null;
  const [counts, stopped] = await Promise.all([
    store.readCounts(deps.db, [poolId]),
    deps.plan.stoppedPromotionIds(at),
  ]);
  return presentPool(row, counts.get(poolId)!, at, stopped);
}

/** The boxes of a purchase as their buyer sees them. */
export async function presentDraws(
  deps: DrawsDeps,
  { at, shopperId, purchaseId }: { at: number; shopperId: string; purchaseId: string },
): Promise<PurchaseBoxes> {
  const draws = (await store.readDrawsOf(deps.db, purchaseId)).filter((draw) => draw.shopperId === shopperId);
  const poolIds = [...new Set(draws.map(({ poolId }) => poolId))];
  const [rows, counts, stopped] = await Promise.all([
    store.readPools(deps.db, poolIds),
    store.readCounts(deps.db, poolIds),
    deps.plan.stoppedPromotionIds(at),
  ]);
  return {
    draws: draws.map((draw) => presentDraw(draw, rows.find(({ poolId }) => poolId === draw.poolId)!)),
    pools: rows.map((row) => presentPool(row, counts.get(row.poolId)!, at, stopped)),
  };
}

function presentDraw(draw: DrawRow, { terms }: PoolRow): PurchaseBoxes['draws'][number] {
  const { drawId, poolId, lineId, openedAt, returnedAt, prizeId, hit, byPity, position, missesBefore } = draw;
  const { title } = terms.styles.find((style) => style.prizeId === prizeId)!;
  return {
    ...{ drawId, poolId, lineId, openedAt, returnedAt },
    result: openedAt === null ? null : { prizeId, title, guaranteed: hit, byPity, position, missesBefore },
  };
}

/** Every pool of the campaign in force, for operators. */
export async function presentOpsBoxes(deps: DrawsDeps, at: number): Promise<OpsBoxes> {
  const edition = await deps.plan.editionAt(at);
  if (edition === null) return { pools: [] };
  const [rows, stopped] = await Promise.all([
    store.readPoolsOf(deps.db, edition.campaignId),
    deps.plan.stoppedPromotionIds(at),
  ]);
  const counts = await store.readCounts(
    deps.db,
    rows.map(({ poolId }) => poolId),
  );
  return {
    pools: rows.map((row) => {
      const count = counts.get(row.poolId)!;
      return {
        pool: presentPool(row, count, at, stopped),
        ...{ held: count.held, drawn: count.drawn },
        styles: row.terms.styles.map(({ prizeId, title, count: pieces }) => {
          const drawn = count.byPrize[prizeId] ?? 0;
          return { prizeId, title, drawn, left: pieces === null ? null : pieces - drawn };
        }),
      };
    }),
  };
}
