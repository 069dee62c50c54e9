/** Anything that can run SQL: the pool, or one open transaction. Parameters are `$1…`; int8 comes back as number. */
export type Sql = {
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>;
};

/** Handed to module faces that must run inside the caller's transaction: without one they cannot write. */
export type Tx = Sql & { readonly inTransaction: true };

export type Db = Sql & {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};
