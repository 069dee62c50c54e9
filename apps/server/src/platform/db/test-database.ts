import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connectionTo, type OpenDbOptions, openDb } from './open-db.ts';
import type { Db, DbConnection } from './types.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { readonly admin: DbConnection; readonly template: string };
  }
}

export type TestDatabase = {
  readonly db: Db;
  /** For what opens its own connections: `openDb({ connection })`. */
  readonly connection: DbConnection;
  /** Another pool on the same database, as another node would have; closed with the rest. */
  open(options?: Omit<OpenDbOptions, 'connection'>): Db;
  close(): Promise<void>;
};

/**
 * A fresh, migrated database of its own for one suite (a `*.pg.test.ts` file): open it in `beforeAll`, close it in
 * `afterAll`. Its kind is `simulated`.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { admin, template } = inject('postgres');
  const name = `dacu_test_${randomBytes(6).toString('hex')}`;
  const adminDb = openDb({ connection: admin, connectionsMax: 1, deadlineMs: 60_000 });
  await adminDb.query(`create database ${name} template ${template}`);
  const connection = connectionTo(admin, name);
  const opened: Db[] = [];
  function open(options: Omit<OpenDbOptions, 'connection'> = {}): Db {
    const db = openDb({ connection, ...options });
    opened.push(db);
    return db;
  }
  return {
    db: open(),
    connection,
    open,
    async close() {
      await Promise.all(opened.map((db) => db.close()));
      await adminDb.query(`drop database if exists ${name} with (force)`);
      await adminDb.close();
    },
  };
}
