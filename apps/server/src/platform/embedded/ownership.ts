import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DbConnection } from '../db/types.ts';
import type { Log } from '../log.ts';

/**
 * A session advisory lock that says "this process runs on this database": alone, or as one of several nodes that all
 * hold it shared. It is held as long as its connection lives; PostgreSQL frees it when the process dies, however it
 * dies, so a stale lock cannot exist. The connection is also the pulse: when it breaks, the cluster is brought back
 * (`recover`) and the lock taken again.
 */
export type Ownership = {
  /** False while the database is away. */
  up(): boolean;
  release(): Promise<void>;
};

export type OwnershipOptions = {
  connection(): DbConnection;
  /** Who we are, for the copy that is refused: it is read from pg_stat_activity. */
  readonly label: string;
  /** Others that say the same may run on this database too; one that wants it alone may not. */
  readonly shared: boolean;
  readonly log: Log;
  /** Brings a dead cluster back; a database of somebody else's comes back by itself. */
  recover(): Promise<void>;
  /** Another copy took the database while ours was away: this one must stop. */
  onTaken(by: string): void;
  onChange(up: boolean): void;
};

/** Any number does, it must only never change. */
const OWNER_LOCK = 4_201_100;
const LABEL = 'dacu owner';
const PULSE_MS = 5_000;
const PULSE_DEADLINE_MS = 10_000;
const RETRY_MS = 200;

export type Taken = { readonly kind: 'taken'; readonly by: string };

export async function takeOwnership(
  options: OwnershipOptions,
): Promise<(Ownership & { readonly kind: 'held' }) | Taken> {
  let client: pg.Client | null = null;
  let released = false;

  const first = await lock(options);
  if ('kind' in first) return first;
  hold(first);

  function hold(next: pg.Client): void {
    client = next;
    options.onChange(true);
    const pulse = setInterval(() => beat(next), PULSE_MS);
    next.once('end', () => {
      clearInterval(pulse);
      if (released) return;
      client = null;
      options.onChange(false);
      options.log.warn('the database went away; bringing it back');
      void again();
    });
  }

  async function again(): Promise<void> {
    while (!released) {
      try {
        await options.recover();
        const next = await lock(options);
        if ('kind' in next) return options.onTaken(next.by);
        if (released) return void next.end();
        options.log.info('the database is back');
        return hold(next);
      } catch (error) {
        options.log.warn({ reason: (error as Error).message }, 'the database is not back yet');
        await sleep(RETRY_MS * 5);
      }
    }
  }

  return {
    kind: 'held',
    up: () => client !== null,
    async release() {
      released = true;
      await client?.end().catch(() => {});
    },
  };
}

/** Who holds the lock of a database, null when nobody does. */
export async function ownerOf(connection: DbConnection): Promise<string | null> {
  const client = await connect(connection, 'dacu look');
  try {
    return await holder(client);
  } finally {
    await client.end();
  }
}

async function lock(options: OwnershipOptions): Promise<pg.Client | Taken> {
  const client = await connect(options.connection(), `${LABEL} ${options.label}`.slice(0, 63));
  // After a kill -9 PostgreSQL needs a moment to notice that the old owner's connection is gone.
  for (let attempt = 0; attempt < 5; attempt++) {
    const { rows } = await client.query(
      `select pg_try_advisory_lock${options.shared ? '_shared' : ''}($1) as held`,
      [OWNER_LOCK],
    );
    if (rows[0]?.held === true) return client;
    await sleep(RETRY_MS);
  }
  const by = (await holder(client)) ?? 'another process';
  await client.end();
  return { kind: 'taken', by };
}

async function holder(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query(
    `select coalesce(activity.application_name, '') as name
       from pg_locks locks
       left join pg_stat_activity activity on activity.pid = locks.pid
       join pg_database base on base.oid = locks.database
      where locks.locktype = 'advisory' and locks.granted and locks.objid = $1 and base.datname = current_database()`,
    [OWNER_LOCK],
  );
  const name = rows[0]?.name as string | undefined;
  return name === undefined ? null : name.replace(LABEL, '').trim() || 'another process';
}

async function connect(connection: DbConnection, name: string): Promise<pg.Client> {
  const place = 'url' in connection ? { connectionString: connection.url } : connection;
  const client = new pg.Client({
    ...place,
    application_name: name,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** A connection that looks open but does not answer is closed, so that it counts as broken. */
function beat(client: pg.Client): void {
  const late = setTimeout(() => {
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }, PULSE_DEADLINE_MS);
  client
    .query('select 1')
    .catch(() => {})
    .finally(() => clearTimeout(late));
}
