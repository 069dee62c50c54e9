import type { ErrorCode } from '@dacu/contract/errors';
import {
  afterWrongTry,
  isCode,
  NO_TRIES,
  TRIES_MAX,
  type Tries,
  triesLockedUntil,
} from '@dacu/engine/fulfilment';
import { shipFrom } from '@dacu/engine/ledger';
import type { Decision, LaneHandler, LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import type { PurchaseRow } from '../orders/index.ts';
import { goodsOf } from '../stock/index.ts';
import { completeAtOf } from './deliver.ts';
import type { FulfilmentDeps } from './index.ts';
import { divide, parcelNeeds } from './move-parcel.ts';
import { type Returned, stepOrder, withLines, withOrder } from './standing.ts';
import { readCodes, readParcels } from './store.ts';
import type { FulfilmentRow, ParcelRow, PickupCodeRow, PickupTriesRow } from './types.ts';

export type CollectInput = {
  readonly at: number;
  readonly placeId: string;
  /** As it was typed. */
  readonly code: string;
  /** Who hands the goods over. */
  readonly operatorId: string;
};
export type CollectAnswer =
  | { readonly kind: 'collected'; readonly row: ParcelRow }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly extra: Readonly<Record<string, unknown>> };
type CollectPayload = Omit<CollectInput, 'at' | 'code'> & {
  readonly codeKey: string;
  /** What the code stood for when it was looked up; its rows are locked. */
  readonly parcelId: string | null;
};

/**
 * Hands goods over for a code: once, in the place for which it was made. Refuses with `pickupCodeWrong` (how many tries are
 * `left`), `pickupLocked` (`until`), `pickupCodeUsed`, `pickupCodeExpired` or `pickupWithdrawn`.
 */
export async function collect(deps: FulfilmentDeps, input: CollectInput): Promise<CollectAnswer> {
  const { at, placeId, operatorId } = input;
  const digits = input.code.replaceAll(/[\s-]/g, '');
  const codeKey = deps.codes.keyOf(placeId, isCode(digits) ? digits : '');
  const known = (await readCodes(deps.db, [codeKey])).get(codeKey);
  const parcel = known && (await readParcels(deps.db, [known.parcelId])).get(known.parcelId);
  return deps.lane.submit<CollectAnswer>({
    ...{ kind: 'collect', at },
    needs: [
      { table: 'pickupTries', keys: [triesKey(placeId, operatorId)] },
      { table: 'pickupCode', keys: [codeKey] },
      ...(parcel === undefined ? [] : parcelNeeds(parcel, deps.returned)),
    ],
    payload: { placeId, operatorId, codeKey, parcelId: parcel?.parcelId ?? null } satisfies CollectPayload,
  });
}

const triesKey = (placeId: string, operatorId: string) => `${placeId}/${operatorId}`;

export const collectHandler = (returned: Returned): LaneHandler<CollectPayload, CollectAnswer> => ({
  kind: 'collect',
  decide(view, { at, payload }) {
    const key = triesKey(payload.placeId, payload.operatorId);
    const tries: Tries = view.row<PickupTriesRow>('pickupTries', key) ?? NO_TRIES;
    const until = triesLockedUntil(tries, at);
    if (until !== null) return refuse('pickupLocked', { until });
    const code = view.row<PickupCodeRow>('pickupCode', payload.codeKey);
    if (code === undefined || code.state === 'void') {
      const after = afterWrongTry(tries, at);
      const row: PickupTriesRow = { triesKey: key, ...after };
      const answer = refuse('pickupCodeWrong', { left: TRIES_MAX - after.wrong, until: after.lockedUntil });
      return { ...answer, writes: [{ table: 'pickupTries', key, row }] };
    }
    if (code.state === 'used') return refuse('pickupCodeUsed', { usedAt: code.endedAt });
    if (code.state === 'expired' || at >= code.expiresAt)
      return refuse('pickupCodeExpired', { expiredAt: code.expiresAt });
    // It was given to other goods between the look and the lock: looked up again it is right.
    if (code.parcelId !== payload.parcelId) return refuse('overloaded', {});
    const cleared: LaneWrite[] =
      tries.wrong === 0 ? [] : [{ table: 'pickupTries', key, row: { triesKey: key, ...NO_TRIES } }];
    return hand(view, { at, code, operatorId: payload.operatorId, returned, cleared });
  },
});

function refuse(code: ErrorCode, extra: Readonly<Record<string, unknown>>): Decision<CollectAnswer> {
  return { answer: { kind: 'refused', code, extra } };
}

function hand(
  view: LaneView,
  input: {
    at: number;
    code: PickupCodeRow;
    operatorId: string;
    returned: Returned;
    cleared: readonly LaneWrite[];
  },
): Decision<CollectAnswer> {
  const { at, code, operatorId } = input;
  const row = view.row<ParcelRow>('parcel', code.parcelId)!;
  const purchase = view.row<PurchaseRow>('purchase', row.purchaseId)!;
  const before = view.row<FulfilmentRow>('fulfilment', row.purchaseId)!;
  const order = before.orders.find(({ orderId }) => orderId === row.orderId)!;
  const { going, staying } = divide(row, order, input.returned.unshipped(view, purchase));
  const state = stepOrder(order, 'collect', 'clerk');
  if (going.length === 0 || state === null) return refuse('pickupWithdrawn', {});
  let moved = withLines(order, staying, (line, quantity) => ({
    ...line,
    parcelled: line.parcelled - quantity,
  }));
  moved = withLines(moved, going, (line, quantity) => ({
    ...{ ...line, shipped: line.shipped + quantity, delivered: line.delivered + quantity, deliveredAt: at },
  }));
  const fulfilment = withOrder(before, row.orderId, () => ({ ...moved, state, deliveredAt: at }));
  const parcel: ParcelRow = {
    ...{ ...row, state: 'delivered', units: going, deliveredAt: at },
    notes: [...row.notes, { at, operatorId, act: 'collect' }],
  };
  const { purchaseId, orderId, parcelId, placeId } = row;
  const told = { purchaseId, orderId, parcelId, placeId };
  const goods = goodsOf(view);
  // What stays was taken back by the store when it was refunded.
  goods.move(placeId, going, shipFrom);
  return {
    answer: { kind: 'collected', row: parcel },
    writes: [
      { table: 'fulfilment', key: purchaseId, row: { ...fulfilment, completeAt: completeAtOf(fulfilment) } },
      { table: 'parcel', key: parcelId, row: parcel },
      {
        ...{ table: 'pickupCode', key: code.codeKey },
        row: {
          ...code,
          state: 'used',
          endedAt: at,
          clerkId: operatorId,
          nextAt: null,
        } satisfies PickupCodeRow,
      },
      ...goods.writes(),
      ...input.cleared,
    ],
    events: [
      ...(staying.length === 0
        ? []
        : [
            {
              type: 'parcel.cancelled',
              aggregate: purchaseId,
              at,
              data: { ...told, units: staying, pledged: 'before', by: 'system' },
            },
          ]),
      {
        ...{ type: 'order.collected', aggregate: purchaseId, at },
        data: { ...told, units: going, by: 'clerk', operatorId },
      },
    ],
  };
}
