import { readTogether } from '../../../platform/db/read-together.ts';
import type { Sql, Tx } from '../../../platform/db/types.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { MembersDeps } from './index.ts';
import type { MemberTier } from './profiles.ts';
import { hashSessionToken, hashSessionTokenHex, newSessionToken } from './session-token.ts';
import * as store from './store.ts';

export const SHOPPER_COOKIE = 'dacu_shopper';
export const VISIT_COOKIE = 'dacu_visit';
/** A guest stays known for half a year on the wall clock. */
export const SHOPPER_SESSION_MS = 180 * 86_400_000;
/** For how long after it was opened, or checked, a session may change what guards its account. */
const FRESH_MS = 10 * 60_000;
/** The cookie of a visit; the storefront opens a new visit whenever it is opened. */
export const VISIT_MS = 86_400_000;
/** How long another node may go on honouring a revoked session. */
const SESSION_CACHE_MS = 10_000;
/** Where there is no other node: a fresh session is never asked for, and none is remembered past its end. */
const SOLE_SESSION_CACHE_MS = SHOPPER_SESSION_MS - 10 * 86_400_000;
const CACHE_ENTRIES_MAX = 50_000;

export type ShopperSession = { readonly shopperId: string };
export type Visit = { readonly visitId: string; readonly shopperId: string; readonly channel: string };

export type Shoppers = {
  /**
   * A new account. Only a simulated database takes tier and past from the caller: in a real one they are earned.
   * Throws when asked otherwise (a bug of the caller).
   */
  create(input: {
    at: number;
    memberTier?: MemberTier;
    simulated?: boolean;
    /** The last purchase before this database knew the shopper, as with a tier. */
    paidBeforeAt?: number | null;
  }): Promise<string>;
  exists(shopperId: string): Promise<boolean>;
  /** Opens a session for the browser; the token goes into its cookie and nowhere else. */
  openSession(shopperId: string): Promise<string>;
  session(token: string): Promise<ShopperSession | null>;
  /** The session as the database has it now, and until when it is fresh; null where there is none. */
  freshness(
    token: string,
  ): Promise<{ shopperId: string; sessionHash: Buffer; freshUntilWall: number | null } | null>;
  /** Whoever holds the session has just shown that the account is theirs; returns until when it is fresh. */
  prove(tx: Tx, sessionHash: Uint8Array): Promise<number>;
  revoke(token: string): Promise<void>;
  openVisit(input: { at: number; shopperId: string; channel: string }): Promise<Visit>;
  visit(visitId: string): Promise<Visit | null>;
};

/** `met`: told of the shopper behind each session that was read. */
export function createShoppers(deps: MembersDeps, met: (row: store.SessionRow) => void): Shoppers {
  const { db, clocks, ids, databaseKind, writeBehind = null } = deps;
  const cacheMs = writeBehind === null ? SESSION_CACHE_MS : SOLE_SESSION_CACHE_MS;
  /** Null: revoked here, also for a read that was on its way when that happened. */
  const sessions = createBoundedCache<ShopperSession | null>({
    ttlMs: cacheMs,
    entriesMax: CACHE_ENTRIES_MAX,
  });
  const visits = createBoundedCache<Visit>({ ttlMs: 3_600_000, entriesMax: CACHE_ENTRIES_MAX });
  const sql: Sql = db;
  const later = <Row>(tables: readonly string[], write: (sql: Sql, rows: readonly Row[]) => Promise<void>) =>
    writeBehind?.(tables, write) ?? ((row: Row) => write(sql, [row]));
  // Sessions and visits refer to shoppers.
  const writeShopper = later(['shopper'], store.insertShoppers);
  const writeSession = later(['shopper_session'], store.insertShopperSessions);
  const writeVisit = later(['visit', 'outbox'], store.insertVisits);
  const readSession = readTogether((hashes) => store.readShopperSessions(sql, hashes));
  const readVisit = readTogether((visitIds) => store.readVisits(sql, visitIds));

  return {
    async create({ at, memberTier = 'basic', simulated = false, paidBeforeAt = null }) {
      if (databaseKind === 'real' && (simulated || memberTier !== 'basic' || paidBeforeAt !== null))
        throw new Error(
          'only a simulated database creates simulated shoppers or gives tiers and a past away',
        );
      const shopperId = ids.next('sh');
      const personId = ids.next('pe');
      await writeShopper({ shopperId, personId, tier: memberTier, simulated, at, paidBeforeAt });
      return shopperId;
    },

    exists: async (shopperId) => (await store.readShoppers(sql, [shopperId])).length > 0,

    async openSession(shopperId) {
      const token = newSessionToken();
      const expiresAtWall = clocks.wall.now() + SHOPPER_SESSION_MS;
      await writeSession({ tokenHash: hashSessionToken(token), shopperId, expiresAtWall });
      if (writeBehind !== null) sessions.set(hashSessionTokenHex(token), { shopperId }, clocks.wall.now());
      return token;
    },

    async session(token) {
      const nowWall = clocks.wall.now();
      const key = hashSessionTokenHex(token);
      const cached = sessions.get(key, nowWall);
      if (cached !== undefined) return cached;
      const row = await readSession(key);
      if (row === undefined || row.expires_at_wall <= nowWall) return null;
      met(row);
      if (sessions.get(key, nowWall) === null) return null;
      const session = { shopperId: row.shopper_id };
      // A session about to end is not remembered past its end.
      if (row.expires_at_wall - nowWall > cacheMs) sessions.set(key, session, nowWall);
      return session;
    },

    async freshness(token) {
      const sessionHash = hashSessionToken(token);
      const row = await store.readSessionAges(sql, sessionHash);
      const nowWall = clocks.wall.now();
      if (row === undefined || row.expiresAtWall <= nowWall) return null;
      const openedAtWall = row.expiresAtWall - SHOPPER_SESSION_MS;
      const freshUntilWall = Math.max(openedAtWall, row.provenAtWall ?? 0) + FRESH_MS;
      const { shopperId } = row;
      return { shopperId, sessionHash, freshUntilWall: freshUntilWall > nowWall ? freshUntilWall : null };
    },

    async prove(tx, sessionHash) {
      const nowWall = clocks.wall.now();
      await store.noteProven(tx, sessionHash, nowWall);
      return nowWall + FRESH_MS;
    },

    async revoke(token) {
      const key = hashSessionTokenHex(token);
      await store.revokeShopperSession(sql, hashSessionToken(token), clocks.wall.now());
      sessions.set(key, null, clocks.wall.now());
    },

    async openVisit({ at, shopperId, channel }) {
      const visit = { visitId: ids.next('vi'), shopperId, channel };
      await writeVisit({ visit, at });
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
