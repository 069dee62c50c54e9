/**
 * Draws: what a blind box holds, settled with its payment and open to be checked by anybody. Orders promise, draw and give
 * back boxes through `boxes`; prices are the plan's, goods of the box are stock as of any item.
 *
 * Invariants
 * - No box is sold of a pool whose seed and terms are not committed to; pool rows are never changed.
 * - A box's content is a function of the seed, its place and its buyer's misses. Places are counted in the lane, in the
 *   transaction that takes the payment: no two boxes share one, a repeated notification draws nothing twice.
 * - Whatever is drawn can be handed over: promised and drawn boxes never exceed the pool, nor the scarcest style's pieces.
 * - The seed is sealed at rest until the pool is revealed, and from then on nothing of it is promised or drawn.
 * - Other odds are another version, for later purchases only; a shopper's limit and misses go on over versions.
 * - What a closed box holds is told to nobody, not by its place nor by the count towards the guarantee.
 *
 * When it fails: without a master key that unseals a seed its boxes are neither sold nor drawn, and payments wait. Pools of
 * a new edition are made by the outbox's consumer; until then its programmes cannot be bought.
 */
import type { BoxList, BoxPool, OpsBoxes, PurchaseBoxes } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import { openBoxes, openBoxesHandler } from './open-boxes.ts';
import type { Pools } from './pools.ts';
import { presentBoxes, presentDraws, presentOnePool, presentOpsBoxes } from './present.ts';
import { revealPoolHandler } from './reveal-pool.ts';
import { readDrawsOf } from './store.ts';
import { type TakeAnswer, type TakeInput, takeBoxes } from './take-boxes.ts';

export { drawsConsumer } from './commit-pools.ts';
export {
  type BoxesHeld,
  boxNeeds,
  drawBoxes,
  giveBackBoxes,
  holdBoxes,
  openedBoxes,
  returnBoxes,
} from './hold-boxes.ts';
export { createPools, type Pools } from './pools.ts';
export { drawsDue } from './reveal-pool.ts';
export { drawsRoutes } from './routes.ts';
export { drawCountTable, drawShopperTable, drawTable } from './store.ts';
export type { BoxesWanted, TakeAnswer, TakeInput } from './take-boxes.ts';
export type { FrozenBoxes } from './types.ts';

export const drawsHandlers = [revealPoolHandler, openBoxesHandler] as const;

/** What draws asks of the plan. */
export type DrawPlan = {
  edition(editionId: string): Promise<{ readonly compiled: CompiledPlan } | null>;
};
type DrawSources = {
  editionAt(at: number): Promise<{ readonly campaignId: string; readonly compiled: CompiledPlan } | null>;
  stoppedPromotionIds(at: number): Promise<readonly string[]>;
};

export type DrawsDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly clocks: Clocks;
  readonly plan: DrawSources;
  readonly pools: Pools;
};

/** `at` is campaign time throughout. */
export type Draws = {
  readonly pools: Pools;
  take(input: TakeInput): Promise<TakeAnswer>;
  boxes(input: { at: number; skuId: string | undefined; shopperId: string | null }): Promise<BoxList>;
  pool(poolId: string, at: number): Promise<BoxPool | null>;
  drawsOf(input: { at: number; shopperId: string; purchaseId: string }): Promise<PurchaseBoxes>;
  /** False when a box is not of this purchase and shopper. */
  open(input: {
    at: number;
    shopperId: string;
    purchaseId: string;
    drawIds: readonly string[];
  }): Promise<boolean>;
  /** Boxes of a purchase that are open and with their buyer. */
  openedOf(purchaseId: string): Promise<readonly { readonly lineId: string }[]>;
  ops(at: number): Promise<OpsBoxes>;
};

export function createDraws(deps: DrawsDeps): Draws {
  return {
    pools: deps.pools,
    take: (input) => takeBoxes(deps, input),
    boxes: (input) => presentBoxes(deps, input),
    pool: (poolId, at) => presentOnePool(deps, poolId, at),
    drawsOf: (input) => presentDraws(deps, input),
    open: (input) => openBoxes(deps, input),
    openedOf: async (purchaseId) =>
      (await readDrawsOf(deps.db, purchaseId)).filter(
        ({ openedAt, returnedAt }) => openedAt !== null && returnedAt === null,
      ),
    ops: (at) => presentOpsBoxes(deps, at),
  };
}
