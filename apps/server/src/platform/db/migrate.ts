import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Db, Sql, Tx } from './types.ts';

export type DatabaseKind = 'simulated' | 'real';

/** A database this build must not touch. The message is one sentence for the person who starts it. */
export class SchemaRefused extends Error {
  readonly reason: 'newer' | 'changed' | 'kind';

  constructor(reason: SchemaRefused['reason'], message: string) {
    super(message);
    this.name = 'SchemaRefused';
    this.reason = reason;
  }
}

type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly digest: string;
};
type Applied = { readonly number: number; readonly name: string; readonly digest: string };

export type MigrateOptions = {
  readonly db: Db;
  /** Written with the first migration. Another kind than the database has is refused. */
  readonly kind: DatabaseKind;
  /** Wall time, for the records. */
  readonly at: number;
  readonly dir?: string;
  readonly lockTimeoutMs?: number;
};

export const MIGRATIONS_DIR = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Advisory lock of a migrating node; any number does, it must only never change. */
const MIGRATING = 4_201_001;
const MIGRATION_MS = 600_000;

/**
 * Brings the schema up to this build, each migration in a transaction of its own; safe when several nodes start at once.
 * A node runs with schema n or n+1: one number beyond the build is tolerated, more is refused (`SchemaRefused`).
 * Returns the numbers it applied.
 */
export async function migrate(options: MigrateOptions): Promise<number[]> {
  const known = await readMigrations(options.dir ?? MIGRATIONS_DIR);
  const done: number[] = [];
  for (;;) {
    const step = await options.db.transaction((tx) => migrateOne(tx, known, options), {
      deadlineMs: MIGRATION_MS,
    });
    if (step === null) return done;
    done.push(step);
  }
}

/** The kind written when the database was made; null before that. */
export async function databaseKind(sql: Sql): Promise<DatabaseKind | null> {
  const [found] = await sql.query<{ there: boolean }>(`select to_regclass('meta') is not null as there`);
  if (!found?.there) return null;
  const [row] = await sql.query<{ kind: DatabaseKind }>('select kind from meta');
  return row?.kind ?? null;
}

async function migrateOne(
  tx: Tx,
  known: readonly Migration[],
  options: MigrateOptions,
): Promise<number | null> {
  await tx.query('select pg_advisory_xact_lock($1)', [MIGRATING]);
  await tx.query(`select set_config('lock_timeout', $1, true)`, [String(options.lockTimeoutMs ?? 10_000)]);
  await tx.query(
    `create table if not exists migration
       (number integer primary key, name text not null, digest text not null, applied_at bigint not null)`,
  );
  const applied = await tx.query<Applied>('select number, name, digest from migration order by number');
  compare(known, applied);
  const numbers = new Set(applied.map((row) => row.number));
  const next = known.find((migration) => !numbers.has(migration.number));
  if (next === undefined) {
    await holdKind(tx, options);
    return null;
  }
  await tx.query(next.sql);
  await tx.query('insert into migration (number, name, digest, applied_at) values ($1, $2, $3, $4)', [
    next.number,
    next.name,
    next.digest,
    options.at,
  ]);
  await holdKind(tx, options);
  return next.number;
}

/** A simulated database never becomes a real one, nor the other way round. */
async function holdKind(tx: Tx, options: MigrateOptions): Promise<void> {
  const [found] = await tx.query<{ there: boolean }>(`select to_regclass('meta') is not null as there`);
  if (!found?.there) return;
  await tx.query('insert into meta (kind, created_at) values ($1, $2) on conflict do nothing', [
    options.kind,
    options.at,
  ]);
  const [row] = await tx.query<{ kind: DatabaseKind }>('select kind from meta');
  if (row && row.kind !== options.kind) {
    throw new SchemaRefused(
      'kind',
      `This database is ${row.kind} from its first row and cannot be used as a ${options.kind} one; give this start a database of its own.`,
    );
  }
}

function compare(known: readonly Migration[], applied: readonly Applied[]): void {
  const last = known.at(-1)?.number ?? 0;
  const beyond = applied.find((row) => row.number > last + 1);
  if (beyond) {
    throw new SchemaRefused(
      'newer',
      `The database has migration ${beyond.number}, but this build of Dacu ends at ${last}: start the newer build, or use another database.`,
    );
  }
  for (const row of applied) {
    const ours = known.find((migration) => migration.number === row.number);
    if (ours && ours.digest !== row.digest) {
      throw new SchemaRefused(
        'changed',
        `Migration ${ours.name} was changed after this database applied it: restore the file, or start with a new database (npm run reset).`,
      );
    }
  }
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1] ?? Number.NaN);
      if (!(number > 0)) throw new Error(`${name}: a migration is named like 0001-what-it-is.sql`);
      const sql = (await readFile(`${dir}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
      return { number, name, sql, digest: createHash('sha256').update(sql).digest('hex').slice(0, 16) };
    }),
  );
  const twice = migrations.find((one, index) => migrations[index + 1]?.number === one.number);
  if (twice) throw new Error(`two migrations have the number ${twice.number}`);
  return migrations;
}
