import type { Db } from '../db/types.ts';
import { rowTable } from './row-table.ts';
import type { LaneCommand, LaneHandler } from './types.ts';

/**
 * For the lane's tests: a show with seats plays the counted row, a claim plays the order row (idempotency key and
 * answer in one). Selling a seat is refused when none is left, a claim is never answered twice in two ways.
 */
export type Show = { showId: string; left: number };
export type Claim = { claimId: string; showId: string; seat: number; buyer: string };
export type BuyAnswer = { kind: 'sold'; seat: number } | { kind: 'refused'; reason: 'soldOut' };
export type BuyPayload = { showId: string; claimId: string; buyer: string };

export const showTable = rowTable<Show>({
  name: 'show',
  table: 'ticket_show',
  columns: [
    { field: 'showId', column: 'show_id', type: 'text' },
    { field: 'left', column: 'seats_left', type: 'bigint' },
  ],
});

export const claimTable = rowTable<Claim>({
  name: 'claim',
  table: 'ticket_claim',
  columns: [
    { field: 'claimId', column: 'claim_id', type: 'text' },
    { field: 'showId', column: 'show_id', type: 'text' },
    { field: 'seat', column: 'seat', type: 'bigint' },
    { field: 'buyer', column: 'buyer', type: 'text' },
  ],
});

/** In lock order. */
export const ticketTables = [claimTable, showTable];

export async function createTicketTables(db: Db): Promise<void> {
  await db.query(`
    create table ticket_show (show_id text primary key, seats_left bigint not null check (seats_left >= 0));
    create table ticket_claim (claim_id text primary key, show_id text not null, seat bigint not null,
      buyer text not null check (buyer <> 'poison'), unique (show_id, seat))`);
}

export async function openShows(db: Db, shows: readonly Show[]): Promise<void> {
  await db.query('delete from ticket_claim; delete from ticket_show; delete from outbox; delete from due');
  await db.query('insert into ticket_show select * from unnest($1::text[], $2::bigint[])', [
    shows.map((show) => show.showId),
    shows.map((show) => show.left),
  ]);
}

export function buy(showId: string, claimId: string, buyer = 'somebody', at = 0): LaneCommand<BuyPayload> {
  return {
    kind: 'buy',
    at,
    needs: [
      { table: 'show', keys: [showId] },
      { table: 'claim', keys: [claimId] },
    ],
    payload: { showId, claimId, buyer },
  };
}

export const buyHandler: LaneHandler<BuyPayload, BuyAnswer> = {
  kind: 'buy',
  decide(view, { at, payload: { showId, claimId, buyer } }) {
    const earlier = view.row<Claim>('claim', claimId);
    if (earlier) return { answer: { kind: 'sold', seat: earlier.seat } };
    if (buyer === 'bug') throw new Error('a bug in decide');
    const show = view.row<Show>('show', showId);
    if (!show || show.left === 0) return { answer: { kind: 'refused', reason: 'soldOut' } };
    return {
      answer: { kind: 'sold', seat: show.left },
      writes: [
        { table: 'show', key: showId, row: { ...show, left: show.left - 1 } },
        { table: 'claim', key: claimId, row: { claimId, showId, seat: show.left, buyer } },
      ],
      events: [{ type: 'ticket.sold', aggregate: showId, at, data: { claimId, seat: show.left } }],
      due: [{ kind: 'ticketReminder', key: claimId, at: at + 1_000, payload: { showId } }],
    };
  },
};

/** Somebody waits for `opened` until somebody calls `open`. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
