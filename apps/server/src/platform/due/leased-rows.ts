import type { Sql } from '../db/types.ts';
import type { DueItem } from './create-due.ts';

/** A row that is ours until its lease ends: `leaseNo` is what everything that we say of it later is known by. */
export type Leased = DueItem & { readonly leaseNo: number };

/** What became of a row: `later` puts it back as it was, `failed` counts a try. */
export type Outcome =
  | { readonly kind: 'done'; readonly row: Leased }
  | { readonly kind: 'later'; readonly row: Leased }
  | {
      readonly kind: 'failed';
      readonly row: Leased;
      readonly error: unknown;
      readonly nextAt: number;
      readonly givenUp: boolean;
    };

const ERROR_MAX = 500;

/**
 * Leases what is due at campaign instant `now` and not leased at wall instant `wallNow`, in the order of instant, kind and
 * key: as many rows as hold about `piecesMax` pieces of work, at least one. One statement, over when it answers.
 */
export function leaseDue(
  sql: Sql,
  input: {
    readonly kinds: readonly string[];
    readonly now: number;
    readonly wallNow: number;
    readonly until: number;
    readonly piecesMax: number;
  },
): Promise<Leased[]> {
  return sql.query<Leased>(
    `with ready as (
       select kind, key, next_at, coalesce(jsonb_array_length(payload->'shared'), 1) as pieces from due
       where state = 'waiting' and next_at <= $1 and kind = any($2::text[]) and leased_until <= $3
       order by next_at, kind, key limit $5 for update skip locked
     ), counted as (
       select kind, key, sum(pieces) over (order by next_at, kind, key) - pieces as before, pieces from ready
     ), taken as (
       update due set leased_until = $4, lease_no = due.lease_no + 1 from counted
       where due.kind = counted.kind and due.key = counted.key and (before = 0 or before + pieces <= $5)
       returning due.kind, due.key, due.at, due.next_at, due.payload, due.attempts, due.lease_no
     )
     select kind, key, at, payload, attempts, lease_no as "leaseNo" from taken order by next_at, kind, key`,
    [input.now, input.kinds, input.wallNow, input.until, input.piecesMax],
  );
}

/** Keeps rows for longer; those that somebody else has taken meanwhile stay theirs. */
export async function renewLeases(sql: Sql, rows: readonly Leased[], until: number): Promise<void> {
  await sql.query(
    `update due set leased_until = $4
     from unnest($1::text[], $2::text[], $3::int[]) as held (kind, key, lease_no)
     where due.kind = held.kind and due.key = held.key and due.lease_no = held.lease_no and leased_until > 0`,
    [...namesOf(rows), until],
  );
}

/**
 * Tells what became of leased rows and gives them back, in one statement. Returns those whose outcome was refused: their
 * lease had ended and somebody else took them, whose word counts. One that ended and was taken by nobody is still good.
 */
export async function tellOutcomes(sql: Sql, outcomes: readonly Outcome[]): Promise<Leased[]> {
  const rows = outcomes.map(({ row }) => row);
  const failed = outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome : null));
  const told = await sql.query<{ kind: string; key: string }>(
    `update due set leased_until = 0, state = told.state, attempts = attempts + told.tries,
       next_at = coalesce(told.next_at, due.next_at), last_error = coalesce(told.error, last_error)
     from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[], $6::bigint[], $7::text[])
       as told (kind, key, lease_no, state, tries, next_at, error)
     where due.kind = told.kind and due.key = told.key and due.lease_no = told.lease_no and leased_until > 0
     returning due.kind, due.key`,
    [
      ...namesOf(rows),
      outcomes.map(stateAfter),
      outcomes.map(({ kind }) => (kind === 'later' ? 0 : 1)),
      failed.map((outcome) => outcome?.nextAt ?? null),
      failed.map((outcome) => (outcome === null ? null : textOf(outcome.error))),
    ],
  );
  const heard = new Set(told.map(({ kind, key }) => `${kind} ${key}`));
  return rows.filter(({ kind, key }) => !heard.has(`${kind} ${key}`));
}

function stateAfter(outcome: Outcome): 'waiting' | 'done' | 'failed' {
  if (outcome.kind === 'done') return 'done';
  return outcome.kind === 'failed' && outcome.givenUp ? 'failed' : 'waiting';
}

function textOf(error: unknown): string {
  return String(error instanceof Error ? error.message : error).slice(0, ERROR_MAX);
}

function namesOf(rows: readonly Leased[]): [string[], string[], number[]] {
  return [rows.map((row) => row.kind), rows.map((row) => row.key), rows.map((row) => row.leaseNo)];
}
