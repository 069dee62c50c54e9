import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import * as store from './store.ts';
import type { Brand, Category, Product, Shop, Sku } from './types.ts';

/** The whole catalogue as it is on sale at an instant; immutable, and the same object until something changes. */
export type Snapshot = {
  readonly version: number;
  readonly products: ReadonlyMap<string, Product>;
  readonly skus: ReadonlyMap<string, Sku>;
  readonly skuList: readonly Sku[];
  readonly shops: ReadonlyMap<string, Shop>;
  readonly brands: ReadonlyMap<string, Brand>;
  readonly categories: readonly Category[];
  /** What is on sale stays so within `[fromAt, untilAt)`, campaign time. */
  readonly fromAt: number;
  readonly untilAt: number;
};

export type ReadCache = {
  get(): Promise<Snapshot>;
  /** The next `get` looks at the version whatever the time. */
  invalidate(): void;
};

/** For how long, on the wall, a node may go on with a version without looking; other nodes' imports show after it. */
const TRUST_MS = 1_000;

export function createReadCache({ db, clocks }: { db: Db; clocks: Clocks }): ReadCache {
  let snapshot: Snapshot | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<Snapshot> | null = null;

  const holds = (one: Snapshot, at: number) => at >= one.fromAt && at < one.untilAt;

  async function refresh(): Promise<Snapshot> {
    const startedAt = clocks.wall.now();
    const at = clocks.campaign.now();
    const version = await store.readVersion(db);
    if (snapshot === null || snapshot.version !== version || !holds(snapshot, at))
      snapshot = await store.readSnapshot(db, at);
    checkedAt = startedAt;
    return snapshot;
  }

  return {
    async get() {
      const now = clocks.wall.now();
      if (
        snapshot !== null &&
        now >= checkedAt &&
        now - checkedAt < TRUST_MS &&
        holds(snapshot, clocks.campaign.now())
      )
        return snapshot;
      refreshing ??= refresh().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    invalidate() {
      checkedAt = Number.NEGATIVE_INFINITY;
    },
  };
}
