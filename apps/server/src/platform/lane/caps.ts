import type { WallClock } from '../clocks.ts';
import { type Escrow, LEASE_TABLE, type Lease, leaseKey, spend } from './escrow.ts';
import type { LaneView, LaneWrite, Need } from './types.ts';

/**
 * Caps that commands spend from: a budget in fen, coupons in pieces. A decision spends from this node's leases
 * (`spendFrom`); where they have not enough it answers `capShort`, and `within` leases more and submits again, until it
 * fits or nothing is left anywhere. So a cap is never exceeded, and it ends only when all of it is spent.
 */
export type CapTake = {
  readonly capId: string;
  /** Negative gives back. */
  readonly amount: number;
};
export type CapShort = { readonly kind: 'capShort'; readonly short: readonly CapTake[] };

export type Caps = {
  readonly nodeId: string;
  readonly escrow: Escrow;
  /**
   * Submits until it is no longer short of a cap. What is still short after nothing more could be leased comes back as it
   * is: those caps are at their end.
   */
  within<Answer extends { readonly kind: string }>(
    submit: () => Promise<Answer | CapShort>,
  ): Promise<Answer | CapShort>;
  /** Leases ahead, for a decision that can not be submitted again. */
  provide(takes: readonly CapTake[]): Promise<void>;
};

/** While much is free a lease brings this part of it along, so that most commands find enough in the slice. */
const FREE_PARTS = 32;
const TRIES_MAX = 20;

export function createCaps(options: { readonly escrow: Escrow; readonly wall: WallClock }): Caps {
  const { escrow, wall } = options;
  const lease = leaseTogether((capId, amount) =>
    escrow.lease(
      capId,
      (free) => Math.max(amount, Math.floor(free / FREE_PARTS)),
      wall.now(),
      Math.max(0, amount),
    ),
  );
  const leaseAll = async (takes: readonly CapTake[]): Promise<boolean> => {
    const granted = await Promise.all(takes.map(({ capId, amount }) => lease(capId, Math.max(0, amount))));
    return granted.every((fen, index) => fen > 0 || takes[index]!.amount <= 0);
  };

  return {
    nodeId: escrow.nodeId,
    escrow,
    async within(submit) {
      let nothingMore = false;
      for (let tries = 1; ; tries += 1) {
        const answer = await submit();
        if (answer.kind !== 'capShort' || nothingMore || tries === TRIES_MAX) return answer;
        // What others of this node leased meanwhile may still be there: one more try tells.
        nothingMore = !(await leaseAll((answer as CapShort).short));
      }
    },
    async provide(takes) {
      if (takes.length > 0) await leaseAll(takes);
    },
  };
}

/** The rows that a command needs in order to spend from, or give back to, these caps on this node. */
export function capNeeds(takes: readonly CapTake[], nodeId: string): Need[] {
  if (takes.length === 0) return [];
  return [{ table: LEASE_TABLE, keys: takes.map(({ capId }) => leaseKey(capId, nodeId)) }];
}

/** Spends all of it or nothing: the leases after it, or what has to be leased first. */
export function spendFrom(
  view: LaneView,
  takes: readonly CapTake[],
  nodeId: string,
): { readonly kind: 'spent'; readonly writes: readonly LaneWrite[] } | CapShort {
  const spent = takes.map((take) => {
    const key = leaseKey(take.capId, nodeId);
    return { take, key, row: spend(view.row<Lease>(LEASE_TABLE, key), take.amount) };
  });
  const short = spent.flatMap(({ take, row }) => (row === null ? [take] : []));
  if (short.length > 0) return { kind: 'capShort', short };
  return { kind: 'spent', writes: spent.map(({ key, row }) => ({ table: LEASE_TABLE, key, row })) };
}

/** Many that are short at once share a lease: what is asked while one is on its way goes into the next. */
function leaseTogether(
  lease: (capId: string, amount: number) => Promise<number>,
): (capId: string, amount: number) => Promise<number> {
  type Round = { amount: number; readonly done: Promise<number> };
  const running = new Map<string, Promise<unknown>>();
  const next = new Map<string, Round>();

  return async (capId, amount) => {
    const open = next.get(capId);
    if (open !== undefined) {
      open.amount += amount;
      return open.done;
    }
    const before = running.get(capId) ?? Promise.resolve();
    const begin = async (): Promise<number> => {
      await new Promise((resolve) => setImmediate(resolve));
      next.delete(capId);
      return lease(capId, round.amount);
    };
    const round: Round = { amount, done: before.then(begin, begin) };
    next.set(capId, round);
    running.set(capId, round.done);
    try {
      return await round.done;
    } finally {
      if (running.get(capId) === round.done) running.delete(capId);
    }
  };
}
