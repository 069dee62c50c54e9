import {
  decideStockAct,
  emptyPlace,
  type PlaceKind,
  type PlaceStockRow,
  placeStockKey,
  type StockAct,
  type StockChange,
  type StockRow,
} from '@dacu/engine/ledger';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Lane, LaneHandler } from '../../../platform/lane/types.ts';
import { readPlaces } from './place-store.ts';

/** A row of `stock_act`: what a person did, kept for good. */
export type StockActRow = {
  /** The operator's key: the same request again is answered, not done again. */
  readonly claimKey: string;
  readonly actId: string;
  readonly bodyHash: string;
  readonly kind: StockAct['kind'];
  readonly skuId: string;
  readonly changes: readonly StockChange[];
  readonly reason: string;
  readonly operatorId: string;
  readonly operatorName: string;
  readonly at: number;
};

export type ActInput = {
  readonly at: number;
  readonly operator: { readonly operatorId: string; readonly name: string };
  readonly idempotencyKey: string;
  /** Of the whole request: another one under the same key is refused. */
  readonly bodyHash: string;
  readonly skuId: string;
  readonly placeId: string;
  /** Of a transfer. */
  readonly toPlaceId?: string;
  readonly act: StockAct;
  readonly reason: string;
};
export type ActAnswer =
  | { readonly kind: 'done'; readonly row: StockActRow; readonly replayed: boolean }
  | {
      readonly kind: 'refused';
      readonly code: 'notFound' | 'stockPromised' | 'idempotencyKeyReused' | 'invalidRequest';
      readonly extra: Readonly<Record<string, number>>;
    };

type Place = { readonly placeId: string; readonly kind: PlaceKind };
type ActPayload = {
  readonly draft: Omit<StockActRow, 'changes'>;
  readonly act: StockAct;
  readonly from: Place;
  readonly to: Place | null;
};

/**
 * A person moves goods: received, counted, set aside, scrapped, transferred. Decided in the lane beside the orders that
 * count on the same rows, so nothing promised is ever taken away. Refuses with `notFound` (no such place, or goods that
 * never came in), `samePlace`, `stockPromised` (with what is free) or `idempotencyKeyReused`.
 */
export async function actOnStock(
  { db, lane, ids }: { readonly db: Db; readonly lane: Lane; readonly ids: Ids },
  input: ActInput,
): Promise<ActAnswer> {
  const { at, operator, skuId, act, bodyHash, reason } = input;
  const kinds = new Map((await readPlaces(db)).map(({ placeId, kind }) => [placeId, kind]));
  const placeOf = (placeId: string): Place | null => {
    const kind = kinds.get(placeId);
    return kind === undefined ? null : { placeId, kind };
  };
  const from = placeOf(input.placeId);
  const to = act.kind === 'transfer' ? placeOf(input.toPlaceId ?? '') : null;
  if (from === null || (act.kind === 'transfer' && to === null)) return refused('notFound');
  if (from.placeId === to?.placeId) return refused('invalidRequest');
  const claimKey = `${operator.operatorId}:${input.idempotencyKey}`;
  const draft = {
    ...{ claimKey, actId: ids.next('sa'), bodyHash, kind: act.kind, skuId, reason, at },
    ...{ operatorId: operator.operatorId, operatorName: operator.name },
  };
  return lane.submit<ActAnswer>({
    kind: 'actOnStock',
    at,
    needs: [
      { table: 'stock', keys: [skuId] },
      {
        table: 'placeStock',
        keys: [from, ...(to === null ? [] : [to])].map(({ placeId }) => placeStockKey(skuId, placeId)),
      },
      { table: 'stockAct', keys: [claimKey] },
    ],
    payload: { draft, act, from, to } satisfies ActPayload,
  });
}

export const actOnStockHandler: LaneHandler<ActPayload, ActAnswer> = {
  kind: 'actOnStock',
  decide(view, { at, payload: { draft, act, from, to } }) {
    const { claimKey, bodyHash, skuId } = draft;
    const known = view.row<StockActRow>('stockAct', claimKey);
    if (known !== undefined)
      return {
        answer:
          known.bodyHash === bodyHash
            ? { kind: 'done', row: known, replayed: true }
            : refused('idempotencyKeyReused'),
      };
    const network = view.row<StockRow>('stock', skuId);
    if (network === undefined) return { answer: refused('notFound') };
    const rowAt = ({ placeId, kind }: Place) => ({
      kind,
      row: view.row<PlaceStockRow>('placeStock', placeStockKey(skuId, placeId)) ?? emptyPlace(skuId, placeId),
    });
    const decision = decideStockAct({ network, at: rowAt(from), ...(to && { to: rowAt(to) }) }, act);
    if (decision.kind === 'refused')
      return {
        answer: refused('stockPromised', { free: decision.free, sellable: decision.sellable }),
      };
    const row: StockActRow = { ...draft, changes: decision.changes };
    return {
      answer: { kind: 'done', row, replayed: false },
      writes: [
        { table: 'stockAct', key: claimKey, row },
        { table: 'stock', key: skuId, row: decision.network },
        ...decision.places.map((place) => ({ table: 'placeStock', key: place.placeStockKey, row: place })),
      ],
      events: [
        {
          type: 'stock.moved',
          aggregate: skuId,
          at,
          data: {
            ...{ actId: row.actId, kind: row.kind, skuId, changes: row.changes },
            ...{ operatorId: row.operatorId, by: 'operator' },
          },
        },
      ],
    };
  },
};

function refused(
  code: Extract<ActAnswer, { kind: 'refused' }>['code'],
  extra: Readonly<Record<string, number>> = {},
): Extract<ActAnswer, { kind: 'refused' }> {
  return { kind: 'refused', code, extra };
}
