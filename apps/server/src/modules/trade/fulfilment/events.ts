import type { Tx } from '../../../platform/db/types.ts';
import { addDue } from '../../../platform/due/add-due.ts';
import { NO_EDITION } from '../offers/index.ts';
import type { Movement } from '../stock/index.ts';
import { workDraft } from './due.ts';
import { fulfilmentOf } from './fulfilment-of.ts';
import type { FulfilmentDeps } from './index.ts';
import { insertFulfilments, readPurchases } from './store.ts';
import type { ParcelUnits } from './types.ts';

type Event = {
  readonly type: string;
  readonly aggregate: string;
  readonly at: number;
  readonly data: unknown;
};

const HANDLED = new Set([
  'purchase.paid',
  'order.shipped',
  'order.collected',
  'parcel.allotted',
  'parcel.cancelled',
  'parcel.unshipped',
]);

/** A paid purchase is to be sent, and goods that moved with a parcel are written down as movements of stock. */
export function fulfilmentConsumer(deps: Pick<FulfilmentDeps, 'plan' | 'catalog' | 'stock' | 'tickMs'>) {
  return {
    name: 'fulfilment',
    handles: (type: string) => HANDLED.has(type),
    async apply(tx: Tx, events: readonly Event[]): Promise<void> {
      const paid = events.filter(({ type }) => type === 'purchase.paid');
      if (paid.length > 0) await begin(deps, tx, paid);
      await deps.stock.noteMovements(tx, events.flatMap(movementsOf));
    },
  };
}

async function begin(
  { plan, catalog, stock, tickMs }: Pick<FulfilmentDeps, 'plan' | 'catalog' | 'stock' | 'tickMs'>,
  tx: Tx,
  paid: readonly Event[],
): Promise<void> {
  const purchases = await readPurchases(tx, [...new Set(paid.map(({ aggregate }) => aggregate))]);
  const skuIds = purchases.flatMap(({ body }) =>
    body.orders.flatMap(({ lines }) => lines.map(({ skuId }) => skuId)),
  );
  const [skus, places] = await Promise.all([catalog.getSkus([...new Set(skuIds)]), stock.places()]);
  const electronic = new Set(
    [...skus.values()].filter(({ tags }) => tags.includes('virtual')).map(({ skuId }) => skuId),
  );
  const warehouses = places.filter(({ kind }) => kind === 'warehouse');
  const rows = [];
  for (const purchase of purchases) {
    const { editionId } = purchase.body;
    const edition = editionId === NO_EDITION ? null : await plan.edition(editionId);
    rows.push(fulfilmentOf(purchase, edition?.compiled.delivery ?? null, { warehouses, electronic }));
  }
  await insertFulfilments(tx, rows);
  const drafts = new Map(
    rows.map(({ allotAt }) => workDraft(allotAt!, tickMs)).map((draft) => [draft.key, draft]),
  );
  await addDue(tx, [...drafts.values()]);
}

type Moved = {
  /** Of what was unshipped, and of it what had been refunded already: it is locked for nobody. */
  readonly goods?: 'back' | 'lost';
  /** The store had set the units aside with the order, or did so now; left out for goods of the network. */
  readonly pledged?: 'before' | 'now';
  readonly refunded?: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly parcelId: string;
  readonly placeId: string;
  readonly units: readonly ParcelUnits[];
};

/** How the counted stock moved with an event: the same arithmetic as the decisions, written down. */
function movementsOf({ type, at, data }: Event): Movement[] {
  if (type === 'purchase.paid') return [];
  const { parcelId, placeId, units, goods, pledged, refunded = [] } = data as Moved;
  return units.flatMap(({ lineId, skuId, quantity }): Movement[] => {
    const base = { bizId: `${parcelId}/${lineId}`, skuId, at } as const;
    switch (type) {
      case 'parcel.allotted':
        if (pledged === 'before') return [];
        return [
          { ...base, bizType: 'parcel', action: 'allot', placeId, allotted: quantity },
          ...(pledged === 'now'
            ? [{ ...base, bizType: 'receipt', action: 'pledge', onHand: quantity } as const]
            : []),
        ];
      case 'parcel.cancelled':
        return pledged === 'before'
          ? []
          : [{ ...base, bizType: 'parcel', action: 'unallot', placeId, allotted: -quantity }];
      case 'order.shipped':
        return [
          {
            ...{ ...base, bizType: 'parcel', action: 'ship', placeId },
            ...{ onHand: -quantity, allotted: -quantity, locked: -quantity, sold: quantity },
          },
        ];
      case 'parcel.unshipped': {
        const owed = quantity - (refunded.find((line) => line.lineId === lineId)?.quantity ?? 0);
        return goods === 'back'
          ? [
              {
                ...{ ...base, bizType: 'parcel', action: 'comeBack', placeId },
                ...{ onHand: quantity, locked: owed, sold: -quantity },
              },
            ]
          : [
              // Another unit takes the place of the lost one, which is written off.
              {
                ...base,
                bizType: 'parcel',
                action: 'lose',
                onHand: quantity,
                locked: owed,
                sold: -quantity,
              },
              { ...base, bizType: 'receipt', action: 'writeOff', onHand: -quantity },
            ];
      }
      default:
        return [
          {
            ...base,
            bizType: 'collection',
            action: 'handOver',
            placeId,
            onHand: -quantity,
            allotted: -quantity,
          },
          // The network has counted the unit since it was pledged.
          {
            ...base,
            bizType: 'collection',
            action: 'sell',
            onHand: -quantity,
            locked: -quantity,
            sold: quantity,
          },
        ];
    }
  });
}
