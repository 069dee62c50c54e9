import type { Quote } from '@dacu/engine/pricing';
import type { WallClock } from '../../../platform/clocks.ts';
import type { Caps, CapTake } from '../../../platform/lane/caps.ts';
import type { Priced } from './price-items.ts';
import type { Edition } from './sources.ts';

/**
 * What promotions may cost. A promotion with `budgetCapFen` has a cap: what its discounts take of a purchase is spent in
 * the transaction that places it and given back when it closes without a payment. Where less is left than a cart would
 * take, the promotion stops for this cart; where nothing is left, for all. Who has it in an order keeps it.
 */
export type Budgets = {
  /** What is left of each capped promotion, at most `TRUSTED_MS` old; what this node ran out of is asked anew. */
  leftOf(edition: Edition): Promise<ReadonlyMap<string, number>>;
  /** The same, asked now. */
  readLeft(edition: Edition): Promise<ReadonlyMap<string, number>>;
  /** A cap turned out to have less than was thought. */
  forget(): void;
};

const TRUSTED_MS = 1_000;

export function createBudgets({ caps, wall }: { caps: Caps; wall: WallClock }): Budgets {
  const made = new Map<string, Promise<void>>();
  let held: { edition: Edition; left: Promise<ReadonlyMap<string, number>>; at: number } | null = null;

  /** The caps of an edition are made once by each node; a failure is not remembered. */
  function make(edition: Edition): Promise<void> {
    let making = made.get(edition.editionId);
    if (making === undefined) {
      making = caps.escrow.put(
        cappedOf(edition).map(({ capId, capFen }) => ({ capId, total: capFen, version: edition.editionNo })),
      );
      made.set(edition.editionId, making);
      making.catch(() => made.delete(edition.editionId));
    }
    return making;
  }

  async function readLeft(edition: Edition): Promise<ReadonlyMap<string, number>> {
    const capped = cappedOf(edition);
    if (capped.length === 0) return NOTHING;
    await make(edition);
    const left = await caps.escrow.unspent(capped.map(({ capId }) => capId));
    return new Map(capped.map(({ promotionId, capId, capFen }) => [promotionId, left.get(capId) ?? capFen]));
  }

  return {
    readLeft,
    leftOf(edition) {
      if (cappedOf(edition).length === 0) return Promise.resolve(NOTHING);
      const now = wall.now();
      if (held === null || held.edition !== edition || now - held.at >= TRUSTED_MS || now < held.at) {
        const fresh = { edition, left: readLeft(edition), at: now };
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

type Capped = { readonly promotionId: string; readonly capId: string; readonly capFen: number };
const CAPPED = new WeakMap<Edition, readonly Capped[]>();

function cappedOf(edition: Edition): readonly Capped[] {
  let capped = CAPPED.get(edition);
  if (capped === undefined) {
    capped = edition.compiled.promotions.flatMap(({ id, budgetCapFen }) =>
      budgetCapFen === undefined
        ? []
        : [{ promotionId: id, capId: `budget:${edition.campaignId}:${id}`, capFen: budgetCapFen }],
    );
    CAPPED.set(edition, capped);
  }
  return capped;
}

/** Promotions of which nothing is left. */
export function exhausted(left: ReadonlyMap<string, number>): string[] {
  return [...left].filter(([, fen]) => fen <= 0).map(([promotionId]) => promotionId);
}

/** Promotions that would take more of this cart than is left of them. */
export function overrun(quote: Quote, left: ReadonlyMap<string, number>): string[] {
  if (left.size === 0) return [];
  const taken = takenOf(quote, (promotionId) => left.has(promotionId));
  return [...taken].filter(([promotionId, fen]) => fen > left.get(promotionId)!).map(([id]) => id);
}

/** What a purchase of this quote spends of the capped promotions in it. */
export function budgetTakesOf({ edition, quote }: Priced): CapTake[] {
  const capped = edition === null ? [] : cappedOf(edition);
  if (capped.length === 0) return [];
  const byPromotion = new Map(capped.map(({ promotionId, capId }) => [promotionId, capId]));
  const taken = takenOf(quote, (promotionId) => byPromotion.has(promotionId));
  return [...taken].map(([promotionId, amount]) => ({ capId: byPromotion.get(promotionId)!, amount }));
}

/** Every fen that counted promotions take off goods and freight, whoever pays for it. */
function takenOf(quote: Quote, counts: (promotionId: string) => boolean): Map<string, number> {
  const taken = new Map<string, number>();
  const add = (promotionId: string | undefined, fen: number) => {
    if (promotionId === undefined || fen === 0 || !counts(promotionId)) return;
    taken.set(promotionId, (taken.get(promotionId) ?? 0) + fen);
  };
  for (const { allocations } of quote.lines)
    for (const { promotionId, fen } of allocations) add(promotionId, fen);
  for (const { promotionId, waivedFen } of quote.freight) add(promotionId, waivedFen);
  return taken;
}
