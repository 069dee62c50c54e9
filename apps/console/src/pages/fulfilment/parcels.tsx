import type { OpsParcel } from '@dacu/contract/api';
import { fenText, regionName, useClockView, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import type { Arrangement } from '../../table/arrangement.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';
import { useArrangement } from '../../table/use-arrangement.ts';
import { PARCELS, useFulfilmentFacts } from './facts.ts';
import { ParcelActs } from './parcel-acts.tsx';

const PAGE = 100;
const TROUBLES = ['any', 'late', 'exception', 'returning', 'silent'] as const;
const STATES = [
  ...(['created', 'picked', 'packed', 'shipped', 'inTransit', 'outForDelivery', 'lockerReady'] as const),
  ...(['delivered', 'exception', 'returning', 'returned', 'lost', 'cancelled'] as const),
];
export function Parcels() {
  const t = useT();
  const { lang } = useLanguage();
  const columns = useColumns();
  const arrangement = useArrangement(columns);
  const query = queryOf(arrangement);
  const source = usePagedRows<OpsParcel>({
    queryKey: [...PARCELS, query],
    readPage: async (cursor) => {
      const { parcels, nextCursor } = await api.parcels({ ...query, ...(cursor && { cursor }), limit: PAGE });
      return { rows: parcels, nextCursor };
    },
  });
  return (
    <DataTable<OpsParcel>
      id="parcels"
      label={t('parcels.tab.parcels')}
      columns={columns}
      source={source}
      arrangement={arrangement}
      rowKey={(row) => row.parcelId}
      fileName={`parcels-${lang}`}
      search={t('parcels.search')}
      empty={{ title: t('parcels.nothing'), words: t('parcels.nothingWords') }}
    />
  );
}

function queryOf({ filters, sought }: Arrangement) {
  const one = (id: string) => (filters[id] as readonly string[] | undefined)?.[0];
  const [state, trouble, placeId] = [one('state'), one('trouble'), one('place')];
  return {
    ...(sought !== '' && { q: sought }),
    ...(state !== undefined && { state: state as OpsParcel['state'] }),
    ...(trouble !== undefined && { trouble: trouble as (typeof TROUBLES)[number] }),
    ...(placeId !== undefined && { placeId }),
  };
}

export function useStateWords() {
  const t = useT();
  return ({ state, way }: Pick<OpsParcel, 'state' | 'way'>) =>
    t(`parcels.state.${way === 'pickup' && state === 'packed' ? 'ready' : state}`);
}

const TONES: Readonly<Partial<Record<OpsParcel['state'], string>>> = {
  ...{ delivered: 'is-good', exception: 'is-bad', returning: 'is-bad', lost: 'is-bad', returned: 'is-warn' },
};

function useColumns(): Column<OpsParcel>[] {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const facts = useFulfilmentFacts().data;
  const role = useSession().data?.role;
  const words = useStateWords();
  const counts = new Map(facts?.counts.map(({ state, count }) => [state, count]));
  const troubles = new Map(facts?.troubles.map(({ trouble, count }) => [trouble as string, count]));
  const moment = (value: number) => `${at(value, 'day')} ${at(value, 'clock')}`;
  const time = (id: 'shipBy' | 'deliverBy'): Column<OpsParcel> => ({
    ...{ id, title: t(`parcels.col.${id}`), width: 116 },
    value: (row) => row[id],
    cell: (row) => moment(row[id]),
    exported: (row) => at(row[id], 'full'),
  });
  const last = (row: OpsParcel) => row.scans.at(-1);
  return [
    {
      ...{ id: 'number', title: t('parcels.col.number'), always: true, width: 176 },
      value: (row) => row.number,
      cell: (row) => (
        <Link className="co-dt-link" to={`/orders/${row.purchaseId}`}>
          <code>{row.number}</code>
        </Link>
      ),
    },
    {
      ...{ id: 'parcel', title: t('parcels.col.parcel'), hidden: true, inFile: true, width: 200 },
      value: (row) => row.parcelId,
    },
    {
      ...{ id: 'trouble', title: t('parcels.col.trouble'), width: 118 },
      value: (row) => row.troubles.map((trouble) => t(`parcels.trouble.${trouble}`)).join(' · '),
      cell: (row) => (
        <span className="co-troubles">
          {row.troubles.map((trouble) => (
            <em key={trouble}>{t(`parcels.trouble.${trouble}`)}</em>
          ))}
        </span>
      ),
      filter: {
        ...{ kind: 'choice', bar: true, single: true },
        options: TROUBLES.map((value) => ({
          value,
          label: `${t(`parcels.trouble.${value}`)}${value === 'any' ? '' : ` ${troubles.get(value) ?? 0}`}`,
        })),
      },
    },
    {
      ...{ id: 'state', title: t('parcels.col.state'), width: 112 },
      value: words,
      cell: (row) => <span className={`co-parcel-state ${TONES[row.state] ?? ''}`}>{words(row)}</span>,
      filter: {
        ...{ kind: 'choice', single: true },
        options: STATES.map((value) => ({
          value,
          label: `${t(`parcels.state.${value}`)} ${counts.get(value) ?? 0}`,
        })),
      },
    },
    {
      ...{ id: 'acts', title: t('parcels.col.acts'), sortable: false, width: 168 },
      value: (row) => row.acts.join(' '),
      cell: (row) =>
        role === 'commander' || role === 'merchandiser' ? (
          <ParcelActs parcel={row} carriers={facts?.carriers ?? []} />
        ) : null,
    },
    {
      ...{ id: 'place', title: t('parcels.col.place'), width: 132 },
      value: (row) => pick(row.placeName),
      filter: {
        ...{ kind: 'choice', single: true },
        options: (facts?.places ?? []).map(({ placeId, name }) => ({ value: placeId, label: pick(name) })),
      },
    },
    {
      ...{ id: 'region', title: t('parcels.col.region'), width: 84 },
      value: (row) => pick(regionName(row.region)),
    },
    {
      ...{ id: 'carrier', title: t('parcels.col.carrier'), width: 168 },
      value: (row) => (row.carrier === null ? '' : `${pick(row.carrier.title)} ${row.trackingNo ?? ''}`),
    },
    {
      ...{ id: 'goods', title: t('parcels.col.goods'), width: 210 },
      value: (row) => row.units.map(({ title, quantity }) => `${pick(title)} × ${quantity}`).join('; '),
    },
    time('shipBy'),
    time('deliverBy'),
    {
      ...{ id: 'last', title: t('parcels.col.last'), width: 168 },
      value: (row) => last(row)?.at ?? row.shippedAt ?? row.createdAt,
      cell: (row) => {
        const scan = last(row);
        if (scan === undefined)
          return <span className="co-quiet">{moment(row.shippedAt ?? row.createdAt)}</span>;
        return `${moment(scan.at)} ${t(`parcels.scan.${scan.code}`)}`;
      },
      exported: (row) => at(last(row)?.at ?? row.shippedAt ?? row.createdAt, 'full'),
    },
    {
      ...{ id: 'compensation', title: t('parcels.col.compensation'), align: 'end', width: 112 },
      value: (row) => row.compensation?.fen ?? null,
      cell: (row) =>
        row.compensation === null ? (
          <span className="co-quiet">—</span>
        ) : (
          <>
            {fenText(row.compensation.fen)}
            {row.compensation.paidAt === null ? (
              <small className="co-owed"> {t('parcels.owed')}</small>
            ) : null}
          </>
        ),
      exported: (row) => (row.compensation === null ? null : (row.compensation.fen / 100).toFixed(2)),
      exportTitle: t('parcels.csv.compensation'),
    },
  ];
}
