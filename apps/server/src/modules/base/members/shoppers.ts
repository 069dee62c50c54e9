import { readTogether } from '../../../platform/db/read-together.ts';
import type { Sql } from '../../../platform/db/types.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { MembersDeps } from './index.ts';
import type { MemberTier } from './profiles.ts';
import { hashSessionToken, hashSessionTokenHex, newSessionToken } from './session-token.ts';
import * as store from './store.ts';

export const SHOPPER_COOKIE = 'dacu_shopper';
export const VISIT_COOKIE = 'dacu_visit';
/** A guest stays known for half a year on the wall clock. */
export const SHOPPER_SESSION_MS = 180 * 86_400_000;
/** The cookie of a visit; the storefront opens a new visit whenever it is opened. */
export const VISIT_MS = 86_400_000;
/** How long another node may go on honouring a revoked session. */
const SESSION_CACHE_MS = 10_000;
const CACHE_ENTRIES_MAX = 50_000;

export type ShopperSession = { readonly shopperId: string };
export type Visit = { readonly visitId: string; readonly shopperId: string; readonly channel: string };

export type Shoppers = {
  /**
   * A new account. Only a simulated database takes a tier from the caller: in a real one tiers are earned.
   * Throws when asked otherwise (a bug of the caller).
   */
  create(input: { at: number; memberTier?: MemberTier; simulated?: boolean }): Promise<string>;
  exists(shopperId: string): Promise<boolean>;
  /** Opens a session for the browser; the token goes into its cookie and nowhere else. */
  openSession(shopperId: string): Promise<string>;
  session(token: string): Promise<ShopperSession | null>;
  revoke(token: string): Promise<void>;
  openVisit(input: { at: number; shopperId: string; channel: string }): Promise<Visit>;
  visit(visitId: string): Promise<Visit | null>;
};

export function createShoppers(deps: MembersDeps): Shoppers {
  const { db, clocks, ids, databaseKind } = deps;
  /** Null: revoked here, also for a read that was on its way when that happened. */
  const sessions = createBoundedCache<ShopperSession | null>({
    ttlMs: SESSION_CACHE_MS,
    entriesMax: CACHE_ENTRIES_MAX,
  });
  const visits = createBoundedCache<Visit>({ ttlMs: 3_600_000, entriesMax: CACHE_ENTRIES_MAX });
  const sql: Sql = db;
  const readSession = readTogether((hashes) => store.readShopperSessions(sql, hashes));
  const readVisit = readTogether((visitIds) => store.readVisits(sql, visitIds));

  return {
    async create({ at, memberTier = 'basic', simulated = false }) {
      if (databaseKind === 'real' && (simulated || memberTier !== 'basic'))
        throw new Error('only a simulated database creates simulated shoppers or gives tiers away');
      const shopperId = ids.next('sh');
      await store.insertShopper(sql, {
        shopperId,
        personId: ids.next('pe'),
        tier: memberTier,
        simulated,
        at,
      });
      return shopperId;
    },

    exists: async (shopperId) => (await store.readShoppers(sql, [shopperId])).length > 0,

    async openSession(shopperId) {
      const token = newSessionToken();
      const expiresAtWall = clocks.wall.now() + SHOPPER_SESSION_MS;
      await store.insertShopperSession(sql, { tokenHash: hashSessionToken(token), shopperId, expiresAtWall });
      return token;
    },

    async session(token) {
      const nowWall = clocks.wall.now();
      const key = hashSessionTokenHex(token);
      const cached = sessions.get(key, nowWall);
      if (cached !== undefined) return cached;
      const row = await readSession(key);
      if (row === undefined || row.expires_at_wall <= nowWall) return null;
      if (sessions.get(key, nowWall) === null) return null;
      const session = { shopperId: row.shopper_id };
      // A session about to end is not remembered past its end.
      if (row.expires_at_wall - nowWall > SESSION_CACHE_MS) sessions.set(key, session, nowWall);
      return session;
    },

    async revoke(token) {
      const key = hashSessionTokenHex(token);
      await store.revokeShopperSession(sql, hashSessionToken(token), clocks.wall.now());
      sessions.set(key, null, clocks.wall.now());
    },

    async openVisit({ at, shopperId, channel }) {
      const visit = { visitId: ids.next('vi'), shopperId, channel };
      await store.insertVisit(sql, visit, at);
      visits.set(visit.visitId, visit, clocks.wall.now());
      return visit;
    },

    async visit(visitId) {
      const nowWall = clocks.wall.now();
      const cached = visits.get(visitId, nowWall);
      if (cached !== undefined) return cached;
      const row = await readVisit(visitId);
      if (row === undefined) return null;
      const visit = { visitId, shopperId: row.shopper_id, channel: row.channel };
      visits.set(visitId, visit, nowWall);
      return visit;
    },
  };
}
