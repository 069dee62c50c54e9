import type { OpsParcel, OpsParcels } from '@dacu/contract/api';
import type { FulfilmentDeps } from './index.ts';
import * as opsStore from './ops-store.ts';
import { CARRIER_IDS, carrierTitle, latenessOf, presentParcel } from './present-fulfilment.ts';
import { readParcels } from './store.ts';
import { ELECTRONIC, type ParcelRow } from './types.ts';

export type ParcelsAsked = {
  readonly at: number;
  readonly state: OpsParcel['state'] | null;
  readonly trouble: OpsParcel['troubles'][number] | 'any' | null;
  readonly placeId: string | null;
  readonly sought: string;
  readonly cursor: string | null;
  readonly limit: number;
};
type Deps = Pick<FulfilmentDeps, 'db' | 'stock' | 'catalog'>;

/** Parcels for the people who send them: what is where, what needs a person, and what may be done with each. */
export async function readOpsParcels(deps: Deps, asked: ParcelsAsked): Promise<OpsParcels> {
  const { at, cursor, limit } = asked;
  const after = /^(\d{1,15}):([\w.]{1,60})$/.exec(cursor ?? '');
  const [rows, counts, troubles, unallotted, places] = await Promise.all([
    opsStore.listParcels(deps.db, {
      ...asked,
      after: after && { createdAt: Number(after[1]), parcelId: after[2]! },
      limit: limit + 1,
    }),
    opsStore.countStates(deps.db),
    opsStore.countTroubles(deps.db, at),
    opsStore.listUnallotted(deps.db, at),
    deps.stock.places(),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    asOf: at,
    nextCursor: rows.length > limit && last !== undefined ? `${last.createdAt}:${last.parcelId}` : null,
    ...{ counts, troubles, unallotted },
    places: places.map(({ placeId, kind, name }) => ({ placeId, kind, name })),
    carriers: CARRIER_IDS.map((id) => ({ id, title: carrierTitle(id) })),
    parcels: await present(deps, shown, at),
  };
}

export async function readOpsParcel(deps: Deps, parcelId: string, at: number): Promise<OpsParcel | null> {
  const row = (await readParcels(deps.db, [parcelId])).get(parcelId);
  return row === undefined ? null : (await present(deps, [row], at))[0]!;
}

async function present(
  { db, stock, catalog }: Deps,
  rows: readonly ParcelRow[],
  at: number,
): Promise<OpsParcel[]> {
  const skuIds = [...new Set(rows.flatMap(({ units }) => units.map(({ skuId }) => skuId)))];
  const operatorIds = [...new Set(rows.flatMap(({ notes }) => notes.map(({ operatorId }) => operatorId)))];
  const [skus, places, names] = await Promise.all([
    catalog.getSkus(skuIds),
    stock.places(),
    opsStore.readOperatorNames(db, operatorIds),
  ]);
  const placeOf = new Map(places.map((place) => [place.placeId, place]));
  return rows.map((row) => {
    const lines = new Map(
      row.units.flatMap(({ lineId, skuId }) => {
        const sku = skus.get(skuId);
        return sku === undefined ? [] : [[lineId, sku] as const];
      }),
    );
    return {
      ...presentParcel(row, at, lines, placeOf),
      ...{ purchaseId: row.purchaseId, number: row.number, region: row.region, netFen: row.netFen },
      troubles: troublesOf(row, at),
      notes: row.notes.map((note) => ({
        at: note.at,
        act: note.act,
        by: names.get(note.operatorId) ?? note.operatorId,
      })),
      acts: actsOf(row),
    };
  });
}

function troublesOf(row: ParcelRow, at: number): OpsParcel['troubles'] {
  const troubles: OpsParcel['troubles'] = [];
  const underWay = row.deliveredAt === null && !['cancelled', 'returned', 'lost'].includes(row.state);
  if (underWay && latenessOf(row, at) !== null) troubles.push('late');
  if (row.state === 'exception') troubles.push('exception');
  if (row.state === 'returning') troubles.push('returning');
  if (underWay && row.trackingNo !== null && lastHeard(row) + opsStore.SILENT_TROUBLE_MS <= at)
    troubles.push('silent');
  return troubles;
}

function lastHeard({ track, shippedAt }: ParcelRow): number {
  return track.reduce(
    (latest, { heardAt }) => Math.max(latest, heardAt),
    shippedAt ?? Number.POSITIVE_INFINITY,
  );
}

function actsOf(row: ParcelRow): OpsParcel['acts'] {
  const acts: OpsParcel['acts'] = [];
  const waits = ['created', 'picked', 'packed'].includes(row.state);
  if (row.way === 'pickup') {
    if (row.state === 'created' || row.state === 'picked') acts.push('ready');
  } else if (row.carrier !== ELECTRONIC) {
    if (row.state === 'created') acts.push('pick');
    if (row.state === 'picked') acts.push('pack');
    if (row.state === 'packed') acts.push('ship');
    if (waits) acts.push('changeCarrier');
    const left = row.shippedAt !== null && row.deliveredAt === null;
    if (left && !['returned', 'lost', 'delivered'].includes(row.state)) acts.push('lost');
    if (left && (row.state === 'exception' || row.state === 'returning')) acts.push('back');
  }
  const open = row.deliveredAt === null && !['cancelled', 'returned', 'lost'].includes(row.state);
  const paused = row.pauses.some(({ until }) => until === null);
  if (paused) acts.push('resume');
  else if (open && row.compensation === null) acts.push('pause');
  return acts;
}
