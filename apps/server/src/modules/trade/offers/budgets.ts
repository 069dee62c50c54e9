import { cappedOf, capTakesOf } from '@dacu/engine/pricing';
import type { WallClock } from '../../../platform/clocks.ts';
import type { WritesTo } from '../../../platform/db/remember-reads.ts';
import type { Caps, CapTake } from '../../../platform/lane/caps.ts';
import type { Priced } from './price-items.ts';
import type { Edition } from './sources.ts';

/**
 * What promotions may cost. A promotion with `budgetCapFen` has a cap: what its discounts take of a purchase is spent in
 * the transaction that places it and given back when it closes without a payment; a tier of gifts with a stock likewise,
 * in pieces. Where less is left than a cart would take, it stops for this cart; where nothing is left, for all. Who has it
 * in an order keeps it.
 */
export type Budgets = {
  /** What is left of each capped promotion or tier of gifts, at most `TRUSTED_MS` old; what this node ran out of is asked anew. */
  leftOf(edition: Edition): Promise<ReadonlyMap<string, number>>;
  /** The same, asked now. */
  readLeft(edition: Edition): Promise<ReadonlyMap<string, number>>;
  /** A cap turned out to have less than was thought. */
  forget(): void;
};

const TRUSTED_MS = 1_000;

export function createBudgets({
  caps,
  wall,
  writesTo = null,
}: {
  readonly caps: Caps;
  readonly wall: WallClock;
  readonly writesTo?: WritesTo | null;
}): Budgets {
  const made = new Map<string, Promise<void>>();
  let held: {
    readonly edition: Edition;
    readonly left: Promise<ReadonlyMap<string, number>>;
    readonly at: number;
    readonly writes: number | null;
  } | null = null;

  /** Where all writes are seen it holds until one of them, else for a moment. */
  function holds({ at, writes }: { readonly at: number; readonly writes: number | null }): boolean {
    if (writesTo !== null) return writes === writesTo('cap', 'cap_lease');
    const now = wall.now();
    return now - at < TRUSTED_MS && now >= at;
  }

  /** The caps of an edition are made once by each node; a failure is not remembered. */
  function make(edition: Edition): Promise<void> {
    let making = made.get(edition.editionId);
    if (making === undefined) {
      making = caps.escrow.put(
        capsOf(edition).map(({ capId, total }) => ({ capId, total, version: edition.editionNo })),
      );
      made.set(edition.editionId, making);
      making.catch(() => made.delete(edition.editionId));
    }
    return making;
  }

  async function readLeft(edition: Edition): Promise<ReadonlyMap<string, number>> {
    const capped = capsOf(edition);
    if (capped.length === 0) return NOTHING;
    await make(edition);
    const left = await caps.escrow.unspent(capped.map(({ capId }) => capId));
    return new Map(capped.map(({ stopId, capId, total }) => [stopId, left.get(capId) ?? total]));
  }

  return {
    readLeft,
    leftOf(edition) {
      if (capsOf(edition).length === 0) return Promise.resolve(NOTHING);
      if (held === null || held.edition !== edition || !holds(held)) {
        const writes = writesTo?.('cap', 'cap_lease') ?? null;
        const fresh = { edition, left: readLeft(edition), at: wall.now(), writes };
        held = fresh;
        fresh.left.catch(() => {
          if (held === fresh) held = null;
        });
      }
      return held.left;
    },
    forget() {
      held = null;
    },
  };
}

const NOTHING: ReadonlyMap<string, number> = new Map();

type Capped = {
  /** What stops at its end: the promotion, or one tier of its gifts. */
  readonly stopId: string;
  readonly capId: string;
  /** Fen of a budget, pieces of a gift. */
  readonly total: number;
};
const CAPPED = new WeakMap<Edition, readonly Capped[]>();

function capsOf(edition: Edition): readonly Capped[] {
  let capped = CAPPED.get(edition);
  if (capped === undefined) {
    const { campaignId } = edition;
    capped = cappedOf(edition.compiled.promotions).map(({ stopId, total, of }) => ({
      ...{ stopId, total },
      capId: `${of}:${campaignId}:${stopId}`,
    }));
    CAPPED.set(edition, capped);
  }
  return capped;
}

/** Promotions, and tiers of gifts, of which nothing is left. */
export function exhausted(left: ReadonlyMap<string, number>): string[] {
  return [...left].filter(([, amount]) => amount <= 0).map(([stopId]) => stopId);
}

/** What a purchase of this quote spends of the capped promotions, and takes of the gifts, in it. */
export function budgetTakesOf({ edition, quote }: Priced): CapTake[] {
  const capped = edition === null ? [] : capsOf(edition);
  if (capped.length === 0) return [];
  const capOf = new Map(capped.map(({ stopId, capId }) => [stopId, capId]));
  const taken = capTakesOf(quote, (stopId) => capOf.has(stopId));
  return [...taken].map(([stopId, amount]) => ({ capId: capOf.get(stopId)!, amount }));
}
