import { type Cluster, stopCluster } from '../db/embedded-postgres.ts';
import { requireDatabase } from '../db/require-database.ts';
import type { DbConnection } from '../db/types.ts';
import type { Log } from '../log.ts';
import { DATABASE, ensureCluster } from './ensure-cluster.ts';
import type { Home } from './home.ts';
import { type Ownership, takeOwnership } from './ownership.ts';
import { secondCopy } from './second-copy.ts';

/** The database of this process: the user's own by URL, or the embedded one, kept up by us. */
export type OpenedDatabase = {
  readonly connection: DbConnection;
  /** For people: where it is and what was done to have it. */
  readonly told: string;
  up(): boolean;
  /** Gives the lock back and stops an embedded cluster. */
  close(): Promise<void>;
};

export type OpenDatabaseOptions = {
  readonly home: Home;
  readonly url: string | null;
  /** Several nodes may run on this database; otherwise this process wants it alone. Never so for the embedded one. */
  readonly shared: boolean;
  readonly label: string;
  readonly log: Log;
  onChange(up: boolean): void;
  /** Another process took the database while it was away. */
  onTaken(by: string): void;
};

export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  return options.url === null ? openEmbedded(options) : openRemote(options, { url: options.url });
}

async function openRemote(
  options: OpenDatabaseOptions,
  connection: { readonly url: string },
): Promise<OpenedDatabase> {
  const told = await requireDatabase(connection.url);
  const owned = await own(
    options,
    () => connection,
    async () => {},
  );
  return { connection, told, up: owned.up, close: () => owned.release() };
}

async function openEmbedded(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const { home } = options;
  const { cluster: first, how } = await ensureCluster(home);
  let cluster: Cluster = first;
  const connection = first.connection(DATABASE);
  let owned: Ownership;
  try {
    owned = await own(
      options,
      () => connection,
      async () => {
        const again = await ensureCluster(home);
        cluster = again.cluster;
        if (again.how === 'started')
          options.log.warn({ pid: cluster.pid }, 'PostgreSQL was down and runs again');
      },
    );
  } catch (error) {
    // A cluster that was up belongs to the other copy; one that we started belongs to nobody else.
    if (how !== 'adopted') await stopCluster(cluster);
    throw error;
  }
  return {
    connection,
    told: `embedded PostgreSQL in ${home.dir}${how === 'adopted' ? ' (was left running)' : ''}`,
    up: owned.up,
    async close() {
      await owned.release();
      await stopCluster(cluster);
    },
  };
}

async function own(
  options: OpenDatabaseOptions,
  connection: () => DbConnection,
  recover: () => Promise<void>,
): Promise<Ownership> {
  const { label, shared, log, onChange, onTaken } = options;
  const owned = await takeOwnership({ connection, label, shared, log, recover, onChange, onTaken });
  if (owned.kind === 'held') return owned;
  throw secondCopy(owned.by, options.url !== null);
}
