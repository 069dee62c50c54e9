import type { BoardFrame } from '@dacu/contract/api';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import { presentBoard } from './board.ts';
import { readBoard, readPosition } from './board-store.ts';
import { createCurveCache } from './pace.ts';
import type { CatalogSource, PlanSource } from './sources.ts';

/**
 * The board as it stands now, made at most once a beat however many screens look: a frame is read again only when the
 * sums have moved on or the campaign minute has changed.
 */
export type LiveBoard = {
  /** Null while no campaign has an edition at this instant. */
  frame(): Promise<BoardFrame | null>;
};

export function createLiveBoard(deps: {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly plan: PlanSource;
  readonly catalog: CatalogSource;
  readonly simulated: boolean;
}): LiveBoard {
  const curveOf = createCurveCache();
  let latest: { key: string; frame: BoardFrame } | null = null;
  let reading: Promise<BoardFrame | null> | null = null;

  async function read(): Promise<BoardFrame | null> {
    const at = deps.clocks.campaign.now();
    const edition = await deps.plan.editionAt(at);
    if (edition === null) return null;
    const position = await readPosition(deps.db);
    const key = `${edition.editionId} ${position} ${Math.floor(at / BEAT_MS)}`;
    if (latest?.key === key) return latest.frame;
    const rows = await readBoard(deps.db, edition.campaignId, at);
    const skus = new Map((await deps.catalog.allSkus()).map((sku) => [sku.skuId, sku.title]));
    const frame = presentBoard(rows, {
      at,
      compiled: edition.compiled,
      curve: curveOf(edition.editionId, edition.compiled.traffic),
      simulated: deps.simulated,
      titleOf: (skuId) => skus.get(skuId),
    });
    latest = { key, frame };
    return frame;
  }

  return {
    frame() {
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}

/** Quiet screens still move on with the campaign clock this often. */
const BEAT_MS = 10_000;
