import { readTogether } from '../../../platform/db/read-together.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { MembersDeps } from './index.ts';
import * as store from './store.ts';

export type MemberTier = 'basic' | 'silver' | 'gold' | 'black';

/** What pricing may know about a shopper. `idleDays` = whole days since the last paid purchase; absent before the first. */
export type Profile = {
  readonly memberTier: MemberTier;
  readonly newcomer: boolean;
  readonly idleDays?: number;
};

export type Profiles = {
  /** The profile at a campaign instant; a shopper nobody knows is a basic newcomer (a guest before the first visit). */
  of(shopperId: string | null, at: number): Promise<Profile>;
  personId(shopperId: string): Promise<string>;
  /** A row that was read for something else, remembered as if it had been asked for. */
  learn(row: store.ShopperRow): void;
  /** Called by the consumer of `purchase.paid` once its rows are written. */
  forget(shopperIds: readonly string[]): void;
};

const DAY_MS = 86_400_000;
const STRANGER: Profile = { memberTier: 'basic', newcomer: true };

export function createProfiles({ db, clocks }: MembersDeps): Profiles {
  const rows = createBoundedCache<store.ShopperRow>({ ttlMs: 5_000, entriesMax: 50_000 });

  const readRow = readTogether(async (shopperIds) => {
    const found = await store.readShoppers(db, shopperIds);
    return new Map(found.map((one) => [one.shopper_id, one]));
  });

  async function row(shopperId: string): Promise<store.ShopperRow | undefined> {
    const nowWall = clocks.wall.now();
    const cached = rows.get(shopperId, nowWall);
    if (cached !== undefined) return cached;
    const read = await readRow(shopperId);
    if (read !== undefined) rows.set(shopperId, read, nowWall);
    return read;
  }

  return {
    async of(shopperId, at) {
      const found = shopperId === null ? undefined : await row(shopperId);
      if (found === undefined) return STRANGER;
      const { member_tier: memberTier, last_paid_at: lastPaidAt } = found;
      if (lastPaidAt === null) return { memberTier, newcomer: true };
      return {
        memberTier,
        newcomer: false,
        idleDays: Math.max(0, Math.floor((at - lastPaidAt) / DAY_MS)),
      };
    },
    async personId(shopperId) {
      const found = await row(shopperId);
      if (found === undefined) throw new Error(`no such shopper: ${shopperId}`);
      return found.person_id;
    },
    learn(read) {
      const nowWall = clocks.wall.now();
      if (rows.get(read.shopper_id, nowWall) === undefined) rows.set(read.shopper_id, read, nowWall);
    },
    forget(shopperIds) {
      for (const shopperId of shopperIds) rows.delete(shopperId);
    },
  };
}
