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

export type Escrow = {
  /** Makes the cap, or moves its total; a total below what is out or used is refused (null). */
  setTotal(capId: string, total: number): Promise<CapState | null>;
  /** Asks for `want` more for this node; gets what is free, perhaps 0. Takes expired leases back first. */
  lease(capId: string, want: number, wallNow: number): Promise<number>;
  /** Gives this node's lease back, spent and unspent. For a clean stop. */
  giveBack(capId: string): Promise<void>;
  state(capId: string): Promise<CapState | null>;
};

export function createEscrow(options: {
  readonly db: Db;
  readonly nodeId: string;
  /** Wall time a lease stays with a node that no longer renews it. */
  readonly ttlMs?: number;
}): Escrow {
  const { db, nodeId } = options;
  const ttlMs = options.ttlMs ?? 60_000;

  return {
    setTotal: (capId, total) =>
      db.transaction(async (tx) => {
        await tx.query('insert into cap (cap_id, total) values ($1, $2) on conflict do nothing', [
          capId,
          total,
        ]);
        const cap = await lockCap(tx, capId);
        if (cap === null || cap.used + cap.leased > total) return null;
        await tx.query('update cap set total = $2 where cap_id = $1', [capId, total]);
        return { ...cap, total };
      }),

    lease: (capId, want, wallNow) =>
      db.transaction(async (tx) => {
        if (!Number.isSafeInteger(want) || want < 0) throw new RangeError(`cannot lease ${want}`);
        if ((await lockCap(tx, capId)) === null) return 0;
        await takeBack(tx, capId, 'expires_at <= $2 and node_id <> $3', [wallNow, nodeId]);
        const cap = (await lockCap(tx, capId))!;
        const granted = Math.min(want, cap.total - cap.used - cap.leased);
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

    giveBack: (capId) =>
      db.transaction(async (tx) => {
        if ((await lockCap(tx, capId)) !== null) await takeBack(tx, capId, 'node_id = $2', [nodeId]);
      }),

    state: (capId) => readCap(db, capId, ''),
  };
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
