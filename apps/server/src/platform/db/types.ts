/** Anything that can run SQL: the pool, or one open transaction. Parameters are `$1…`; int8 comes back as number. */
export type Sql = {
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>;
};

/** Handed to module faces that must run inside the caller's transaction: without one they cannot write. */
export type Tx = Sql & { readonly inTransaction: true };

export type Db = Sql & {
  /**
   * Begins, works, commits. What `work` throws rolls back and is thrown on. Past `deadlineMs` (default: the Db's own)
   * the connection is destroyed and `OutcomeUnknown` thrown; a connection lost before the commit was sent throws
   * `DatabaseUnavailable`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: { readonly deadlineMs?: number }): Promise<T>;
  /** Hears NOTIFY on a connection of its own, which is opened again when it breaks. Resolves to the way to stop. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** Where a database is: a URL, or the parts (a Unix socket is a `host` that begins with `/`). */
export type DbConnection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };
