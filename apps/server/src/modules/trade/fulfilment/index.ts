/**
 * Fulfilment: from paid to in hand. Orders become parcels of the places that have the goods, parcels leave and are tracked,
 * goods are collected in stores with a code, orders are over seven days after they arrived, and a parcel that breaks its
 * promise is compensated without being asked.
 *
 * Invariants
 * - A paid unit is in one parcel, waits for goods, or came back before it left; what leaves counts out of its place and out of
 *   the network in the lane transaction that says so, and never more than is paid.
 * - A parcel stands by the time of its carrier's events: order and repetition of what arrives leave no trace.
 * - One compensation for each parcel, one transfer for each compensation, whoever looks how often.
 * - A code opens once, in one place; it is kept as a keyed hash, and for its owner under seal.
 * - No carrier and no bank is spoken to inside a transaction.
 *
 * When it fails: every step may be repeated. A round that broke off is run again whole; a label, a transfer and a refund
 * carry the parcel's name on both sides.
 */
import type { DeliveryOptions, FulfilmentView, OpsParcel, OpsParcels, StoresWith } from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import type { Members } from '../../base/members/index.ts';
import type { CatalogSource, Edition, Offers, PlanSource } from '../offers/index.ts';
import type { Orders } from '../orders/index.ts';
import type { Stock } from '../stock/index.ts';
import { type ActAnswer, type ActInput, actOnParcel, noteOnParcelHandler } from './act-on-parcel.ts';
import { allotParcelsHandler } from './allot.ts';
import type { Carriers, Payouts, Push } from './carriers.ts';
import { type CollectAnswer, type CollectInput, collect, collectHandler } from './collect.ts';
import { compensateLateHandler } from './compensate-late.ts';
import { completeOrdersHandler } from './complete-orders.ts';
import { type DeliveryAsked, deliveryOptions } from './delivery-options.ts';
import { expireCodeHandler } from './expire-code.ts';
import { type HearAnswer, hearScansHandler, receivePush } from './hear-scans.ts';
import { makeReadyHandler } from './make-ready.ts';
import { moveParcelHandler } from './move-parcel.ts';
import { type ParcelsAsked, readOpsParcel, readOpsParcels } from './ops-parcels.ts';
import { listUnallotted, openTroubles } from './ops-store.ts';
import type { PickupCodes } from './pickup-codes.ts';
import { presentFulfilment } from './present-fulfilment.ts';
import type { SandboxCarriers } from './sandbox/index.ts';
import { type LineProgress, progressOf, type Returned } from './standing.ts';
import { readFulfilments } from './store.ts';
import { storesWith } from './stores-with.ts';
import { unshipParcelHandler } from './unship.ts';

export { type Carriers, noCarriers, type Payouts } from './carriers.ts';
export { fulfilmentDue } from './due.ts';
export { fulfilmentConsumer } from './events.ts';
export { createPickupCodes } from './pickup-codes.ts';
export { fulfilmentRoutes } from './routes.ts';
export { createSandboxCarriers, type SandboxCarriers } from './sandbox/index.ts';
export { type LineProgress, type Returned, standings } from './standing.ts';
export { fulfilmentTable, parcelTable, pickupCodeTable, pickupTriesTable } from './store.ts';

export const fulfilmentHandlers = (returned: Returned) =>
  [
    allotParcelsHandler(returned),
    moveParcelHandler(returned),
    hearScansHandler,
    completeOrdersHandler,
    compensateLateHandler,
    makeReadyHandler,
    collectHandler(returned),
    expireCodeHandler(returned),
    unshipParcelHandler(returned),
    noteOnParcelHandler,
  ] as const;

export type FulfilmentDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly clocks: Clocks;
  readonly members: Members;
  readonly catalog: CatalogSource;
  readonly plan: PlanSource & { edition(editionId: string): Promise<Edition | null> };
  readonly offers: Pick<Offers, 'shelfOf'>;
  readonly orders: Pick<Orders, 'purchase'>;
  readonly stock: Stock;
  readonly carriers: Carriers;
  /** Null where no bank is connected: what is owed stays owed, and is shown as such. */
  readonly payouts: Payouts | null;
  readonly codes: PickupCodes;
  /** Units that came back before they left, as returns know them. */
  readonly returned: Returned;
  /** A return like any other, of units that will not reach their buyer. */
  readonly giveBack: GiveBack;
  /** Plays warehouse, carriers and clerks; null on a real database. */
  readonly sandboxCarriers: SandboxCarriers | null;
  readonly simulated: boolean;
  /** Rounds of work come at multiples of this. */
  readonly tickMs: number;
};
export type GiveBack = (input: {
  at: number;
  purchaseId: string;
  shopperId: string;
  idempotencyKey: string;
  lines: readonly { readonly lineId: string; readonly quantity: number }[];
  reason: string;
}) => Promise<{ readonly kind: 'returned' } | { readonly kind: 'refused'; readonly code: ErrorCode }>;

export type Fulfilment = {
  /** How its orders and parcels stand, for their shopper; null for a purchase of somebody else. */
  of(input: { at: number; purchaseId: string; shopperId: string }): Promise<FulfilmentView | null>;
  /** How far each line is, by purchase; one whose payment was not heard of yet has no entry. */
  standingOf(purchaseIds: readonly string[]): Promise<ReadonlyMap<string, readonly LineProgress[]>>;
  options(input: DeliveryAsked): Promise<DeliveryOptions>;
  /** Where an item can be seen, and whether there is any of it. */
  storesWith(input: { at: number; skuId: string; region: string | null }): Promise<StoresWith>;
  /** What a carrier pushed; null when it is not genuine. */
  receive(input: { at: number; push: Push }): Promise<HearAnswer | null>;
  collect(input: CollectInput): Promise<CollectAnswer>;
  act(input: ActInput): Promise<ActAnswer>;
  parcels(input: ParcelsAsked): Promise<OpsParcels>;
  parcel(parcelId: string, at: number): Promise<OpsParcel | null>;
  /** What waits for a person, for the list of all such lists. */
  readonly open: Readonly<
    Record<'parcels' | 'unallotted', () => Promise<{ open: number; oldestAt: number | null }>>
  >;
};

export function createFulfilment(deps: FulfilmentDeps): Fulfilment {
  return {
    of: (input) => presentFulfilment(deps, input),
    async standingOf(purchaseIds) {
      const rows = await readFulfilments(deps.db, purchaseIds);
      return new Map([...rows].map(([purchaseId, row]) => [purchaseId, progressOf(row)]));
    },
    options: (input) => deliveryOptions(deps, input),
    storesWith: (input) => storesWith(deps, input),
    receive: (input) => receivePush(deps, input),
    collect: (input) => collect(deps, input),
    act: (input) => actOnParcel(deps, input),
    parcels: (input) => readOpsParcels(deps, input),
    parcel: (parcelId, at) => readOpsParcel(deps, parcelId, at),
    open: {
      parcels: () => openTroubles(deps.db, deps.clocks.campaign.now()),
      async unallotted() {
        const rows = await listUnallotted(deps.db, deps.clocks.campaign.now());
        return { open: rows.length, oldestAt: rows[0]?.shipBy ?? null };
      },
    },
  };
}
