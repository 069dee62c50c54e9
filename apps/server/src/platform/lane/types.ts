import type { Tx } from '../db/types.ts';

/**
 * The lane: the only way to write a counted row. Commands join the batch that is about to commit; one transaction
 * locks the rows the batch needs (tables in the order the context lists them, keys sorted), decides every command in
 * arrival order with a pure function over that working set, writes what changed, and commits; only then is anyone answered.
 */

/**
 * A table whose rows the lane locks, caches for one batch, and writes back. Rows are plain immutable objects. The
 * statements of all tables are sent one behind the other in one go, so `load` and `save` send theirs before they wait
 * for anything: that is what keeps the order of locks.
 */
export type LaneTable<Row = unknown> = {
  readonly name: string;
  /** Locks (FOR UPDATE, in key order) and reads the rows that exist. */
  load(tx: Tx, keys: readonly string[]): Promise<Map<string, Row>>;
  /**
   * Writes the batch's outcome in at most one statement each. Inserts use ON CONFLICT DO NOTHING RETURNING: when a row
   * is missing from what came back, another node committed the same key; throw `LaneConflict` and the batch runs again.
   */
  save(
    tx: Tx,
    changes: { readonly inserted: readonly Row[]; readonly updated: readonly Row[] },
  ): Promise<void>;
};

export type Need = { readonly table: string; readonly keys: readonly string[] };

export type LaneCommand<Payload = unknown> = {
  readonly kind: string;
  /** Campaign time at which the command was accepted. */
  readonly at: number;
  /** The counted rows it may read or change, known before the transaction opens. */
  readonly needs: readonly Need[];
  readonly payload: Payload;
};

/** The working set as a decision sees it: rows as the commands before it in the batch left them. */
export type LaneView = {
  row<Row>(table: string, key: string): Row | undefined;
};

export type LaneWrite = { readonly table: string; readonly key: string; readonly row: unknown };
export type OutboxDraft = {
  readonly type: string;
  readonly aggregate: string;
  readonly at: number;
  readonly data: unknown;
};
/**
 * Work to do at a campaign instant; `key` makes it unique per kind, an existing one is left alone. With `shared`, what
 * one transaction adds of a kind for one instant stands in one row: for work that every hot order brings. Such work is
 * tried and postponed as one, under the first one's key.
 */
export type DueDraft = {
  readonly kind: string;
  readonly key: string;
  readonly at: number;
  readonly payload: unknown;
  readonly shared?: true;
};

export type Decision<Answer> = {
  readonly answer: Answer;
  readonly writes?: readonly LaneWrite[];
  readonly events?: readonly OutboxDraft[];
  readonly due?: readonly DueDraft[];
};

export type LaneHandler<Payload = never, Answer = unknown> = {
  readonly kind: string;
  /** Pure and synchronous. Refusals are answers; a throw is a bug and fails this command alone. */
  decide(view: LaneView, command: LaneCommand<Payload>): Decision<Answer>;
};

export type Lane = {
  /** Resolves after commit. Rejects with `LaneOverloaded`, `OutcomeUnknown`, or the bug of this command. */
  submit<Answer>(command: LaneCommand): Promise<Answer>;
  /** Stops taking commands and resolves when what was accepted has been answered. */
  drain(): Promise<void>;
};
