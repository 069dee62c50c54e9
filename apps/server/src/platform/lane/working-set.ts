import { together } from '../db/errors.ts';
import type { Tx } from '../db/types.ts';
import type {
  Decision,
  DueDraft,
  LaneCommand,
  LaneHandler,
  LaneTable,
  LaneView,
  LaneWrite,
  OutboxDraft,
} from './types.ts';

/**
 * The rows of one batch: as they were locked, and over them as the decisions so far left them. A decision's writes are
 * checked whole before any is taken over, so a command that fails leaves no trace.
 */
export type WorkingSet = {
  decide(handler: LaneHandler<unknown>, command: LaneCommand): unknown;
  /** Writes what changed, tables in order and rows by key. Resolves when all of it is written. */
  save(tx: Tx): Promise<void>;
  readonly events: OutboxDraft[];
  readonly due: DueDraft[];
};

type Layer = {
  /** Sorted. */
  readonly keys: readonly string[];
  readonly base: ReadonlyMap<string, unknown>;
  readonly changed: Map<string, unknown>;
};

/** Locks and reads every row the commands may need: tables in list order, keys sorted, the same on every node. */
export async function loadWorkingSet(
  tx: Tx,
  tables: readonly LaneTable[],
  commands: readonly LaneCommand[],
): Promise<WorkingSet> {
  const wanted = new Map<string, Set<string>>(tables.map((table) => [table.name, new Set()]));
  for (const { needs } of commands) {
    for (const { table, keys } of needs) {
      const set = wanted.get(table)!;
      for (const key of keys) set.add(key);
    }
  }
  // Sent one behind the other without waiting: the connection runs them in this order, so locks are taken in it too.
  const layers = await together(
    tables.map(async (table): Promise<[string, Layer]> => {
      const keys = [...wanted.get(table.name)!].sort();
      const base = keys.length === 0 ? new Map<string, unknown>() : await table.load(tx, keys);
      return [table.name, { keys, base, changed: new Map() }];
    }),
  );
  return overlay(tables, new Map(layers));
}

function overlay(tables: readonly LaneTable[], layers: ReadonlyMap<string, Layer>): WorkingSet {
  const events: OutboxDraft[] = [];
  const due: DueDraft[] = [];
  return {
    events,
    due,
    decide(handler, command) {
      const decision = handler.decide(viewOf(layers, command), command as LaneCommand<unknown>);
      if (decision.writes) checkWrites(decision, command);
      for (const { table, key, row } of decision.writes ?? []) layers.get(table)!.changed.set(key, row);
      if (decision.events) events.push(...decision.events);
      if (decision.due) due.push(...decision.due);
      return decision.answer;
    },
    async save(tx) {
      await together(
        tables.map(async (table) => {
          const changes = changesOf(layers.get(table.name)!);
          if (changes.inserted.length + changes.updated.length > 0) await table.save(tx, changes);
        }),
      );
    },
  };
}

function viewOf(layers: ReadonlyMap<string, Layer>, command: LaneCommand): LaneView {
  return {
    row<Row>(table: string, key: string): Row | undefined {
      assertDeclared(command, table, key);
      const layer = layers.get(table)!;
      return (layer.changed.get(key) ?? layer.base.get(key)) as Row | undefined;
    },
  };
}

/** Writing an undeclared row would overwrite what was never locked. */
function checkWrites(decision: Decision<unknown>, command: LaneCommand): void {
  for (const write of decision.writes as readonly LaneWrite[]) {
    assertDeclared(command, write.table, write.key);
    if (write.row === undefined || write.row === null) {
      throw new Error(`${command.kind} wrote no row at ${write.table}/${write.key}`);
    }
  }
}

function assertDeclared(command: LaneCommand, table: string, key: string): void {
  for (const need of command.needs) {
    if (need.table === table && need.keys.includes(key)) return;
  }
  throw new Error(`${command.kind} touched ${table}/${key} without declaring it in needs`);
}

function changesOf({ keys, base, changed }: Layer): { inserted: unknown[]; updated: unknown[] } {
  const inserted: unknown[] = [];
  const updated: unknown[] = [];
  for (const key of keys) {
    const row = changed.get(key);
    if (row === undefined) continue;
    const before = base.get(key);
    if (before === undefined) inserted.push(row);
    else if (before !== row) updated.push(row);
  }
  return { inserted, updated };
}
