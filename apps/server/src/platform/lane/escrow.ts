import type { Db, Sql, Tx } from '../db/types.ts';
import { LaneConflict } from './errors.ts';
import type { LaneTable } from './types.ts';

/**
 * A cap that every order touches (a campaign's budget) would be the one hot row of the whole shop. Instead a node
 * leases a slice of it and spends from the slice: the lease is a row that only this node's lane locks, and `spent`
 * moves in the transaction of the order that spends. Σ slices + what came back spent ≤ cap at every instant; the
 * table's own check says so too. A node that dies gives nothing back: its lease is taken back after it has expired on
 * the wall clock, with exactly what its committed orders spent. An expired lease that was not taken back yet is still
 * good: taking back and spending lock the same row.
 */
export type Lease = {
  readonly capId: string;
  readonly nodeId: string;
  readonly slice: number;
  readonly spent: number;
};

export type CapState = { readonly total: number; readonly used: number; readonly leased: number };

export const LEASE_TABLE = 'capLease';

/** The key of a node's lease in the lane: declare it in `needs`. */
export function leaseKey(capId: string, nodeId: string): string {
  return `${capId}@${nodeId}`;
}

/**
 * What a decision does with its lease: the lease after spending, or null when the slice has not enough left (lease more,
 * then submit again). A negative amount is a refund and always goes.
 */
export function spend(lease: Lease | undefined, amount: number): Lease | null {
  if (lease === undefined || lease.spent + amount > lease.slice) return null;
  return { ...lease, spent: lease.spent + amount };
}

/** The lane table of leases. The lane only moves `spent`; slices are given and taken by `createEscrow`. */
export const leaseTable: LaneTable<Lease> = {
  name: LEASE_TABLE,
  async load(tx, keys) {
    const rows = await tx.query<Lease>(
      `select cap_id as "capId", node_id as "nodeId", slice, spent from cap_lease
       where (cap_id, node_id) in (select * from unnest($1::text[], $2::text[]))
       order by cap_id, node_id for update`,
      [
        keys.map((key) => key.slice(0, key.lastIndexOf('@'))),
        keys.map((key) => key.slice(key.lastIndexOf('@') + 1)),
      ],
    );
    return new Map(rows.map((row) => [leaseKey(row.capId, row.nodeId), row]));
  },
  async save(tx, { inserted, updated }) {
    if (inserted.length > 0) throw new Error('leases are made by the escrow, not by a decision');
    const done = await tx.query(
      `update cap_lease as kept set spent = given.spent
       from unnest($1::text[], $2::text[], $3::bigint[]) as given (cap_id, node_id, spent)
       where kept.cap_id = given.cap_id and kept.node_id = given.node_id returning 1`,
      [updated.map((row) => row.capId), updated.map((row) => row.nodeId), updated.map((row) => row.spent)],
    );
    if (done.length !== updated.length) throw new LaneConflict(LEASE_TABLE);
  },
};

/** A cap as it should stand: its total as the given version of its terms says. */
export type CapTerms = { readonly capId: string; readonly total: number; readonly version: number };

export type Escrow = {
  readonly nodeId: string;
  /**
   * Makes caps, or gives existing ones the total of a newer version. Nothing is taken back: a total below what is used
   * becomes what is used, after all slices were called in; the cap is then at its end.
   */
  put(terms: readonly CapTerms[]): Promise<void>;
  /**
   * Asks for more for this node, `want` of what is free, and gets at most that, perhaps 0. Takes expired leases back
   * first; where less than `atLeast` is free it also calls in what the other nodes have not spent, so that a cap ends
   * only when all of it is spent.
   */
  lease(
    capId: string,
    want: number | ((free: number) => number),
    wallNow: number,
    atLeast?: number,
  ): Promise<number>;
  /** Gives this node's lease back, spent and unspent. */
  giveBack(capId: string): Promise<void>;
  /** The same with every lease of this node: a clean stop leaves nothing behind that would have to expire. */
  giveBackAll(): Promise<void>;
  state(capId: string): Promise<CapState | null>;
  /** What is not spent of each cap, whoever has it leased. Unknown caps are left out. */
  unspent(capIds: readonly string[]): Promise<Map<string, number>>;
};

export function createEscrow(options: {
  readonly db: Db;
  readonly nodeId: string;
  /** Wall time a lease stays with a node that no longer renews it. */
  readonly ttlMs?: number;
}): Escrow {
  const { db, nodeId } = options;
  const ttlMs = options.ttlMs ?? 60_000;
  const giveBack = (capId: string): Promise<void> =>
    db.transaction(async (tx) => {
      if ((await lockCap(tx, capId)) !== null) await takeBack(tx, capId, 'node_id = $2', [nodeId]);
    });

  return {
    nodeId,
    async put(terms) {
      for (const cap of [...terms].sort((a, b) => (a.capId < b.capId ? -1 : 1)))
        await db.transaction((tx) => putCap(tx, cap));
    },

    lease: (capId, want, wallNow, atLeast = 0) =>
      db.transaction(async (tx) => {
        if ((await lockCap(tx, capId)) === null) return 0;
        await takeBack(tx, capId, 'expires_at <= $2 and node_id <> $3', [wallNow, nodeId]);
        let cap = (await lockCap(tx, capId))!;
        if (freeOf(cap) < atLeast) {
          await takeBack(tx, capId, 'node_id <> $2', [nodeId]);
          cap = (await lockCap(tx, capId))!;
        }
        const wanted = typeof want === 'number' ? want : want(freeOf(cap));
        if (!Number.isSafeInteger(wanted) || wanted < 0) throw new RangeError(`cannot lease ${wanted}`);
        const granted = Math.min(wanted, freeOf(cap));
        // Renewed even when nothing is granted: the node is alive.
        await tx.query(
          `insert into cap_lease (cap_id, node_id, slice, expires_at) values ($1, $2, $3, $4)
           on conflict (cap_id, node_id)
           do update set slice = cap_lease.slice + excluded.slice, expires_at = excluded.expires_at`,
          [capId, nodeId, granted, wallNow + ttlMs],
        );
        await tx.query('update cap set leased = leased + $2 where cap_id = $1', [capId, granted]);
        return granted;
      }),

    giveBack,
    async giveBackAll() {
      const rows = await db.query<{ capId: string }>(
        'select cap_id as "capId" from cap_lease where node_id = $1 order by cap_id',
        [nodeId],
      );
      for (const { capId } of rows) await giveBack(capId);
    },

    state: (capId) => readCap(db, capId, ''),
    async unspent(capIds) {
      const rows = await db.query<{ capId: string; unspent: number }>(
        `select c.cap_id as "capId",
           (c.total - c.used - coalesce((select sum(l.spent) from cap_lease l where l.cap_id = c.cap_id), 0))::bigint as unspent
         from cap c where c.cap_id = any($1::text[])`,
        [capIds],
      );
      return new Map(rows.map((row) => [row.capId, row.unspent]));
    },
  };
}

function freeOf({ total, used, leased }: CapState): number {
  return total - used - leased;
}

async function putCap(tx: Tx, { capId, total, version }: CapTerms): Promise<void> {
  const made = await tx.query(
    'insert into cap (cap_id, total, version) values ($1, $2, $3) on conflict do nothing returning 1',
    [capId, total, version],
  );
  if (made.length > 0) return;
  const [known] = await tx.query<CapState & { version: number }>(
    'select total, used, leased, version from cap where cap_id = $1 for update',
    [capId],
  );
  if (known!.version >= version) return;
  if (known!.used + known!.leased > total) await takeBack(tx, capId, 'true', []);
  await tx.query('update cap set total = greatest($2, used), version = $3 where cap_id = $1', [
    capId,
    total,
    version,
  ]);
}

async function lockCap(tx: Tx, capId: string): Promise<CapState | null> {
  return readCap(tx, capId, 'for update');
}

async function readCap(sql: Sql, capId: string, lock: '' | 'for update'): Promise<CapState | null> {
  const [row] = await sql.query<CapState>(`select total, used, leased from cap where cap_id = $1 ${lock}`, [
    capId,
  ]);
  return row ?? null;
}

/** Whole leases end: what was spent stays used, the rest is free again. The cap's row is locked by the caller. */
async function takeBack(tx: Tx, capId: string, which: string, params: readonly unknown[]): Promise<void> {
  await tx.query(
    `with ended as (
       delete from cap_lease where cap_id = $1 and ${which} returning slice, spent
     ), sums as (
       select coalesce(sum(slice), 0)::bigint as slice, coalesce(sum(spent), 0)::bigint as spent from ended
     )
     update cap set leased = leased - sums.slice, used = used + sums.spent from sums
     where cap_id = $1`,
    [capId, ...params],
  );
}
