import pg from 'pg';
import { StartRefused } from '../embedded/start-refused.ts';

/** The oldest PostgreSQL that our SQL is tried on. */
const VERSION_MIN = 150_000;
const CONNECT_MS = 5_000;

type Place = { readonly at: string; readonly user: string; readonly database: string };
type Found = {
  readonly version: number;
  readonly told: string;
  readonly encoding: string;
  readonly standby: boolean;
  readonly schema: string | null;
  readonly mayCreate: boolean | null;
};

/**
 * Connects to the user's PostgreSQL once, before anything else does, and looks whether a start on it can work: reached,
 * let in, new enough, UTF-8, writable, and allowed to make tables. Throws a `StartRefused` with one sentence that never
 * shows the password; returns how to speak of that database.
 */
export async function requireDatabase(url: string): Promise<string> {
  const client = clientOf(url);
  const place: Place = {
    at: client.host.startsWith('/') ? client.host : `${client.host}:${client.port}`,
    user: client.user ?? '',
    database: client.database ?? client.user ?? '',
  };
  let found: Found;
  try {
    await client.connect();
    found = await look(client);
  } catch (error) {
    throw refusal(whyNot(place, error), error);
  } finally {
    tear(client);
  }
  const why = whyUnfit(place, found);
  if (why !== null) throw refusal(why);
  return `PostgreSQL ${found.told} at ${place.at}, database ${place.database} (DATABASE_URL)`;
}

function clientOf(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'dacu look',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  });
  client.on('error', () => {});
  return client;
}

/** What answers may not be PostgreSQL at all and would never say goodbye: its socket is torn, not closed. */
function tear(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

async function look(client: pg.Client): Promise<Found> {
  const { rows } = await client.query<Found>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as told,
            current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby, current_schema() as schema,
            has_schema_privilege(current_schema(), 'create') as "mayCreate"`,
  );
  return rows[0]!;
}

/** What is wrong with a connection, by SQLSTATE or by the code of the operating system. */
export function whyNot({ at, user, database }: Place, error: unknown): string {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const { code = '', message = String(first) } = first as { code?: string; message?: string };
  switch (code) {
    case '28P01':
      return `PostgreSQL at ${at} does not take the password of ${user}: mend it in DATABASE_URL.`;
    case '28000':
      return `PostgreSQL at ${at} does not let ${user} in (${message}): mend DATABASE_URL, or pg_hba.conf there.`;
    case '3D000':
      return `PostgreSQL at ${at} has no database ${database}: make it (createdb -O ${user} ${database}), or name another in DATABASE_URL.`;
    case '42501':
      return `${user} may not connect to the database ${database} at ${at}: grant connect on it, or name another user in DATABASE_URL.`;
    case '53300':
      return `PostgreSQL at ${at} has no connection left for ${user}: raise max_connections there, or lower DATABASE_CONNECTIONS of every process.`;
    case '57P03':
      return `PostgreSQL at ${at} is starting up or shutting down: try again in a moment.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of DATABASE_URL (${at}) is not known here: mend its name, or the name server of this machine.`;
    case 'ECONNREFUSED':
    case 'ENOENT':
      return `Nothing answers at ${at}, where DATABASE_URL says PostgreSQL is: start it there, or mend host and port.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `PostgreSQL at ${at} cannot be reached from here: mend host and port in DATABASE_URL, or the firewall between.`;
  }
  if (/timeout/i.test(message))
    return `PostgreSQL at ${at} did not answer within ${CONNECT_MS / 1000} s: mend host and port in DATABASE_URL, or the firewall between.`;
  return `PostgreSQL at ${at} cannot be used (${message}): mend DATABASE_URL.`;
}

function whyUnfit({ at, user, database }: Place, found: Found): string | null {
  if (found.version < VERSION_MIN)
    return `PostgreSQL at ${at} is version ${found.told} and Dacu needs 15 or newer: name a newer one in DATABASE_URL, or leave it unset for the embedded one.`;
  if (found.encoding !== 'UTF8')
    return `The database ${database} at ${at} holds ${found.encoding} and Dacu needs UTF8: make one with createdb -T template0 -E UTF8.`;
  if (found.standby)
    return `PostgreSQL at ${at} is a standby and takes no writes: name the primary in DATABASE_URL.`;
  if (found.schema === null)
    return `${user} has no schema to make tables in, in the database ${database} at ${at}: as its owner run: create schema public; grant usage, create on schema public to ${user}`;
  if (!found.mayCreate)
    return `${user} may not make tables in the database ${database} at ${at}: as its owner run: grant create on schema ${found.schema} to ${user}`;
  return null;
}

function refusal(message: string, cause?: unknown): StartRefused {
  return new StartRefused('database', message, cause);
}
