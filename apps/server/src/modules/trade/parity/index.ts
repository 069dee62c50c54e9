/**
 * The same price online and in stores (线上线下同价): what the plan promises is compared with what stores were seen to
 * ask, whenever prices can have changed and every hour besides; where they part, a difference is alarmed to the operators
 * and stays until somebody answers for it or the prices meet again.
 *
 * Invariants
 * - One open difference of an item in a store. It keeps the instant since when, and the prices as last compared.
 * - Compared is the item price everybody sees online, before any cart, with the last price seen in the store.
 * - What an operator has solved comes back only when one of its two prices has moved.
 * - Nothing here changes a price, and nothing is paid: it says what differs and who is to make it good.
 *
 * When it fails: a comparison that broke off is tried again; a shelf that nobody looked at stands as last seen.
 */
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { ShelfPrice } from '../../base/catalog/index.ts';
import type { Members } from '../../base/members/index.ts';
import type { CatalogSource, Edition, Offers, PlanSource } from '../offers/index.ts';
import { type Compared, comparePrices } from './compare-prices.ts';
import { type MoveAnswer, type MoveInput, moveDifference } from './move-difference.ts';
import { countOpen, DIFFERENCES_MAX, type DifferenceRow, readDifferences } from './store.ts';

export { parityConsumer, parityDue } from './due.ts';
export { parityRoutes } from './routes.ts';

export type ParityDeps = {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly members: Pick<Members, 'people'>;
  readonly catalog: CatalogSource & { shelfPrices(at: number): Promise<readonly ShelfPrice[]> };
  readonly plan: PlanSource & { edition(editionId: string): Promise<Edition | null> };
  readonly offers: Offers;
};

export type Parity = {
  /** Compares now; null where the plan in force promises nothing of the kind. */
  compare(at: number): Promise<Compared | null>;
  /** Newest first; `open` leaves out what is solved. At most `DIFFERENCES_MAX`. */
  differences(input: { open: boolean }): Promise<readonly DifferenceRow[]>;
  /** What nobody has solved, and when the oldest of it was found. */
  open(): Promise<{ open: number; oldestAt: number | null }>;
  move(input: MoveInput): Promise<MoveAnswer>;
};

export function createParity(deps: ParityDeps): Parity {
  return {
    compare: (at) => comparePrices(deps, at),
    differences: ({ open }) => readDifferences(deps.db, { open, limit: DIFFERENCES_MAX }),
    open: () => countOpen(deps.db),
    move: (input) => moveDifference(deps, input),
  };
}
