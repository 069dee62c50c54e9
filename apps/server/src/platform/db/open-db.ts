import pg from 'pg';
import { arrayLiteral } from './array-literal.ts';
import {
  DatabaseUnavailable,
  isConnectionLoss,
  isServerTrouble,
  OutcomeUnknown,
  sqlState,
} from './errors.ts';
import { listen } from './listen.ts';
import { createRides, plainReads } from './rides.ts';
import type { Db, DbConnection, Tx } from './types.ts';
import { writeTogether } from './write-together.ts';

export type OpenDbOptions = {
  readonly connection: DbConnection;
  /** Connections at most. The lane wants a Db of its own, so that a batch never waits for one. */
  readonly connectionsMax?: number;
  /** A statement, or a transaction as a whole, that takes longer ends in `OutcomeUnknown`. */
  readonly deadlineMs?: number;
  /** Shown in pg_stat_activity. */
  readonly name?: string;
  /**
   * Statements with parameters are parsed and planned once a connection and then only run: for a Db whose statements
   * are few constant texts, as the lane's. Planning a batch's dozen statements costs more than a small batch itself.
   */
  readonly prepared?: boolean;
  /**
   * Plans by index wherever there is one. A table that was empty a minute ago has no statistics, and the planner would
   * scan all of it for each batch of the lane (measured: 14 ms at 60,000 rows, 2 ms by index).
   */
  readonly byIndex?: boolean;
  /**
   * With `prepared`: each statement is planned once and never for its parameters. Else PostgreSQL plans reads by a list of
   * keys again each time, because a list of one looks cheaper than one of unknown length: a quarter of its time.
   */
  readonly planOnce?: boolean;
  /** Plain reads that are asked at once share a connection (`rides.ts`). Not where one may take long. */
  readonly ridesShared?: boolean;
};

const INT8 = 20;
const CONNECT_MS = 5_000;
const PREPARED_MAX = 500;
const PLAN_OUTDATED = '0A000';

/** The same server, another database. */
export function connectionTo(connection: DbConnection, database: string): DbConnection {
  if (!('url' in connection)) return { ...connection, database };
  const url = new URL(connection.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

/** int8 as a number; a value that a number cannot hold exactly is a bug of the schema and throws. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond the safe integers`);
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    oid === INT8 && format !== 'binary'
      ? safeInteger
      : pg.types.getTypeParser(oid, (format ?? 'text') as 'text'),
};

function clientConfig(options: OpenDbOptions, deadlineMs: number): pg.ClientConfig {
  const { connection } = options;
  return {
    ...('url' in connection ? { connectionString: connection.url } : connection),
    types,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: options.name ?? 'dacu',
    // Compiling a statement of ours takes longer than running it: 1 s a page of rows behind a figure, against 10 ms.
    options: [
      '-c jit=off',
      ...(options.byIndex ? ['-c enable_seqscan=off'] : []),
      ...(options.planOnce ? ['-c plan_cache_mode=force_generic_plan'] : []),
    ].join(' '),
    // The server gives up a little after we did, so that a statement nobody waits for does not hold its locks.
    statement_timeout: deadlineMs + 1_000,
    idle_in_transaction_session_timeout: deadlineMs + 1_000,
  };
}

/** Gives the connection up when the time is over. `race` rejects then, whatever the driver does. */
function startDeadline(giveUp: () => void, deadlineMs: number, what: string) {
  const state = { expired: false };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      state.expired = true;
      reject(new OutcomeUnknown(`${what} took longer than ${deadlineMs} ms`));
      giveUp();
    }, deadlineMs);
  });
  late.catch(() => {});
  return {
    state,
    race<T>(work: Promise<T>): Promise<T> {
      work.catch(() => {});
      return Promise.race([work, late]);
    },
    stop: () => clearTimeout(timer),
  };
}

/** What a broken or impatient connection means to the caller; statement errors pass unchanged. */
function translate(error: unknown, mayBeDone: boolean, what: string): unknown {
  if (isServerTrouble(error)) return new DatabaseUnavailable((error as Error).message, error);
  if (error instanceof OutcomeUnknown || !isConnectionLoss(error)) return error;
  return mayBeDone
    ? new OutcomeUnknown(`connection lost during ${what}`, error)
    : new DatabaseUnavailable(`connection lost before commit`, error);
}

/** Opens a pool on PostgreSQL 15 or newer. Nothing is connected until the first statement. */
export function openDb(options: OpenDbOptions): Db {
  const deadlineMs = options.deadlineMs ?? 5_000;
  const config = clientConfig(options, deadlineMs);
  const pool = new pg.Pool({ ...config, max: options.connectionsMax ?? 8, idleTimeoutMillis: 60_000 });
  // A connection that breaks fails its own query; the event besides it must not end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  const send = options.prepared ? prepared() : plain;

  async function checkOut(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw new DatabaseUnavailable(error instanceof Error ? error.message : String(error), error);
    }
  }

  const rides = createRides(checkOut);
  const ridesShared = options.ridesShared ? plainReads() : () => false;

  async function query<Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
    const ride = rides.board(!ridesShared(text));
    const client = await ride.client;
    const deadline = startDeadline(ride.giveUp, deadlineMs, 'a statement');
    let broken = false;
    try {
      const result = await deadline.race(
        send(client, text, params).catch((error: unknown) => {
          // A newer node has changed a column under a plan that this connection keeps.
          if (sqlState(error) !== PLAN_OUTDATED) throw error;
          return plain(client, text, params);
        }),
      );
      return result.rows as Row[];
    } catch (error) {
      broken = isConnectionLoss(error);
      throw translate(error, true, 'a statement');
    } finally {
      deadline.stop();
      ride.leave(broken);
    }
  }

  async function transaction<T>(
    work: (tx: Tx) => Promise<T>,
    { deadlineMs: limitMs = deadlineMs }: { readonly deadlineMs?: number } = {},
  ): Promise<T> {
    const client = await checkOut();
    const deadline = startDeadline(() => client.release(true), limitMs, 'a transaction');
    const scope = openScope(client, send, limitMs > deadlineMs ? limitMs : null);
    let committing = false;
    try {
      const value = await deadline.race(scope.run(work));
      committing = true;
      const { command } = await deadline.race(client.query('commit'));
      if (command !== 'COMMIT') throw new Error('rolled back: the error of a failed statement was swallowed');
      deadline.stop();
      client.release();
      return value;
    } catch (error) {
      scope.close();
      deadline.stop();
      if (!deadline.state.expired) await rollBack(client, error, committing && sqlState(error) !== null);
      throw translate(error, committing, 'commit');
    }
  }

  return {
    query,
    transaction,
    listen: (channel, heard) => listen(config, channel, heard),
    close: () => pool.end(),
  };
}

type Send = (client: pg.PoolClient, text: string, params: readonly unknown[]) => Promise<pg.QueryResult>;

const plain: Send = (client, text, params) => {
  writeTogether(client);
  return params.length === 0 ? client.query(text) : client.query(text, params as unknown[]);
};

/** Names are short and never reused for another text; past the limit new texts are sent unnamed. */
function prepared(): Send {
  const names = new Map<string, string>();
  return (client, text, params) => {
    if (params.length === 0) return plain(client, text, params);
    let name = names.get(text);
    if (name === undefined) {
      if (names.size >= PREPARED_MAX) return plain(client, text, params);
      name = `d${names.size + 1}`;
      names.set(text, name);
    }
    writeTogether(client);
    return client.query({
      name,
      text,
      values: params.map((param) => (Array.isArray(param) ? (arrayLiteral(param) ?? param) : param)),
    });
  };
}

/**
 * One open transaction. `begin` rides with the first statement (the connection is pipelined), which saves a round trip
 * a transaction; it is awaited before anything is committed.
 */
function openScope(client: pg.PoolClient, send: Send, longerMs: number | null) {
  let open = true;
  const begin =
    longerMs === null
      ? 'begin'
      : `begin; set local statement_timeout = ${longerMs + 1_000};
         set local idle_in_transaction_session_timeout = ${longerMs + 1_000}`;
  const tx: Tx = {
    inTransaction: true,
    async query<Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
      if (!open) throw new Error('this transaction is over');
      return (await send(client, text, params)).rows as Row[];
    },
  };
  return {
    async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const begun = plain(client, begin, []);
      begun.catch(() => {});
      const value = await work(tx);
      await begun;
      open = false;
      return value;
    },
    close: () => {
      open = false;
    },
  };
}

/** Gives the connection back clean, or not at all. An error of the commit itself has already rolled back. */
async function rollBack(client: pg.PoolClient, error: unknown, rolledBack: boolean): Promise<void> {
  if (isConnectionLoss(error)) return client.release(true);
  if (rolledBack) return client.release();
  const limit = AbortSignal.timeout(1_000);
  const gaveUp = new Promise<'late'>((resolve) =>
    limit.addEventListener('abort', () => resolve('late'), { once: true }),
  );
  const outcome = await Promise.race([
    client.query('rollback').then(
      () => 'clean' as const,
      () => 'broken' as const,
    ),
    gaveUp,
  ]);
  client.release(outcome !== 'clean');
}
