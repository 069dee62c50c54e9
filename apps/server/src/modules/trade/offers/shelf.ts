import { type ShownStock, shownStock } from '@dacu/engine/ledger';
import { setAsideUnits } from '@dacu/engine/presale';
import type { Db } from '../../../platform/db/types.ts';
import type { Presales, SetAside } from './presales.ts';
import type { Edition, Sources } from './sources.ts';
import * as store from './store.ts';

/** What can be had of an item, and what screens may say of it. */
export type ShelfStock = ShownStock & {
  /** What an ordinary order can take: what a running pre-sale keeps for its bookings is not in it. */
  readonly sellable: number;
  /** Units paid for and kept, shipped or not. */
  readonly sold: number;
  /** The most that one store has for whoever collects there; beside `sellable`, never part of it. */
  readonly storeMost: number;
  /** By an ordinary order or by a booking, while bookings are taken: what a card says, which leads to both. */
  readonly either: ShownStock;
};

export type Shelf = {
  /** The same numbers by which an order is refused. An unknown sku is out. */
  shelfOf(skuIds: readonly string[], at: number): Promise<ReadonlyMap<string, ShelfStock>>;
  /** Counts up with every instant that has passed at which something is set aside or set free, as far as this node knows. */
  shelfTurns(at: number): number;
};

type Kept = ReadonlyMap<string, { readonly units: number; readonly books: boolean }>;
const NONE_KEPT: Kept = new Map();
const NOTHING = { sellable: 0, sold: 0, storeMost: 0 };

export function createShelf(
  db: Db,
  { plan, stock }: Sources,
  presales: Pick<Presales, 'setAsides' | 'bookable'>,
): Shelf {
  /** The edition that was asked of last: its instants are what turns a shelf without anybody writing. */
  let last: Edition | null = null;

  /** Of what is set aside: how many units of it nobody has booked yet, and whether bookings are taken. */
  async function keptOf(asides: ReadonlyMap<string, SetAside>, at: number): Promise<Kept> {
    const [taken, open, stopped] = await Promise.all([
      store.readTaken(
        db,
        [...asides.values()].map(({ activityId }) => activityId),
      ),
      presales.bookable([...asides.keys()], at),
      plan.stoppedPromotionIds(at),
    ]);
    return new Map(
      [...asides].map(([skuId, aside]) => {
        const { stockTotal, taken: sold } = taken.get(aside.activityId) ?? { stockTotal: 0, taken: 0 };
        const promotionId = open.get(skuId)?.programme.promotionId;
        const books = promotionId !== undefined && !stopped.includes(promotionId);
        return [skuId, { units: setAsideUnits({ stockTotal, held: 0, sold }, aside, at), books }];
      }),
    );
  }

  return {
    async shelfOf(skuIds, at) {
      const [stocks, asides, edition] = await Promise.all([
        stock.stockOf(skuIds),
        presales.setAsides(skuIds, at),
        plan.editionAt(at),
      ]);
      last = edition;
      const kept = asides.size === 0 ? NONE_KEPT : await keptOf(asides, at);
      const found = new Map<string, ShelfStock>();
      for (const skuId of skuIds) {
        const { sellable: all, sold, storeMost } = stocks.get(skuId) ?? NOTHING;
        const { units, books } = kept.get(skuId) ?? { units: 0, books: false };
        const sellable = Math.max(0, all - units);
        const own = shownStock(sellable);
        found.set(skuId, { sellable, sold, storeMost, ...own, either: books ? shownStock(all) : own });
      }
      return found;
    },

    shelfTurns(at) {
      return (last?.compiled.presales ?? [])
        .flatMap(({ deposit, balance }) => [deposit.startsAt, deposit.endsAt, balance.startsAt])
        .filter((turn) => turn <= at).length;
    },
  };
}
