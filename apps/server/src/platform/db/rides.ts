import type pg from 'pg';
import { statementKind } from './statement-kind.ts';

/** A connection taken out of the pool for some statements at once. */
export type Ride = {
  readonly client: Promise<pg.PoolClient>;
  /** It broke, or somebody gave it up: nothing more may be sent. */
  readonly over: boolean;
  /** Ends it now, for all who are on it: their statements fail as on a connection that was lost. */
  giveUp(): void;
  /** Every one who boarded leaves once; the last one hands the connection back. */
  leave(broken: boolean): void;
};

/** More would wait for each other longer than the journeys that they save. */
const RIDERS_MAX = 8;
const TEXTS_MAX = 2_000;

/**
 * Reads that are asked within one turn of the event loop go on one connection, in one write, and run one behind the
 * other: a page asks a handful at once, and waking a process of PostgreSQL for each costs this one more than the reads
 * themselves (a third of its time in a checkout). Only for reads that take no lock: they wait for nobody, so nobody
 * waits long behind them, and none of them can stand in the way of what its asker needs to go on.
 *
 * While the pool has no connection to give, later ones board too: the busier it is, the more ride together.
 */
export function createRides(checkOut: () => Promise<pg.PoolClient>): { board(alone: boolean): Ride } {
  let boarding: ReturnType<typeof open> | null = null;

  function open(ridersMax: number) {
    const client = checkOut();
    let [riders, closed, over] = [0, ridersMax === 1, false];
    let taken: pg.PoolClient | null = null;
    const settle = () => {
      if (over || !closed || riders > 0 || taken === null) return;
      over = true;
      taken.release();
    };
    const close = () => {
      closed = true;
      if (boarding === ride) boarding = null;
      settle();
    };
    const ride = {
      client,
      get over() {
        return over;
      },
      board() {
        riders += 1;
        if (riders === ridersMax) close();
      },
      giveUp() {
        if (over) return;
        over = true;
        taken?.release(true);
        close();
      },
      leave(broken: boolean) {
        riders -= 1;
        if (broken) ride.giveUp();
        else settle();
      },
    };
    client.then(
      (one) => {
        taken = one;
        setImmediate(close);
      },
      () => {
        over = true;
        close();
      },
    );
    return ride;
  }

  return {
    board(alone) {
      if (alone) {
        const ride = open(1);
        ride.board();
        return ride;
      }
      const ride = boarding ?? open(RIDERS_MAX);
      boarding = ride;
      ride.board();
      return ride;
    },
  };
}

/** Whether a text is a read that takes no lock, remembered: texts are constant and some hundred. */
export function plainReads(): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let plain = known.get(text);
    if (plain === undefined) {
      plain = statementKind(text, []).reads !== null;
      if (known.size < TEXTS_MAX) known.set(text, plain);
    }
    return plain;
  };
}
