import type { OpsPlaces, StockStory } from '@dacu/contract/api';
import { useClockView, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import '../../parts/plain-table.css';
import { ActForm } from './act-form.tsx';
import { StoreLink } from './store-link.tsx';
import './item.css';

const FRESH_MS = 10_000;

/** One item: its counts, where it stands, what can be done to it, and every movement that brought it there. */
export function Component() {
  const t = useT();
  const { skuId = '' } = useParams();
  const story = useQuery({
    queryKey: ['stock', 'story', skuId],
    refetchInterval: FRESH_MS,
    queryFn: () => api.stockStory(skuId),
  });
  const places = useQuery({ queryKey: ['places'], queryFn: () => api.places(), staleTime: 300_000 });
  const { pick } = useLanguage();
  const title = story.data === undefined ? skuId : pick(story.data.title);
  return (
    <div className="co-body">
      <PageHead
        title={title}
        words={
          <>
            <Link to="/stock">← {t('rail.stock')}</Link> · <code>{skuId}</code>
          </>
        }
      />
      <Loaded query={story}>
        {(item) => (
          <>
            <Counts item={item} places={places.data?.places ?? []} />
            <Loaded query={places}>
              {(known) => (
                <div className="co-stock-two">
                  <Places item={item} places={known.places} />
                  {known.places.length > 0 ? <ActForm item={item} places={known.places} /> : null}
                </div>
              )}
            </Loaded>
            <Movements item={item} places={places.data?.places ?? []} />
          </>
        )}
      </Loaded>
    </div>
  );
}

const COUNTS = ['sellable', 'onHand', 'reserved', 'locked', 'unavailable', 'sold'] as const;

function Counts({ item, places }: { item: StockStory; places: readonly Place[] }) {
  const t = useT();
  const stores = new Set(places.filter(({ kind }) => kind === 'store').map(({ placeId }) => placeId));
  const inStores = item.places.filter(({ placeId }) => stores.has(placeId));
  return (
    <dl className="co-stock-counts">
      {COUNTS.map((count) => (
        <div key={count} title={t(`stock.why.${count}`)}>
          <dt>{t(`stock.col.${count}`)}</dt>
          <dd>{countText(item[count])}</dd>
        </div>
      ))}
      {inStores.length === 0 ? null : (
        <div title={t('stock.why.inStores')}>
          <dt>{t('stock.col.inStores')}</dt>
          <dd>{countText(inStores.reduce((sum, { free }) => sum + free, 0))}</dd>
        </div>
      )}
    </dl>
  );
}

type Place = OpsPlaces['places'][number];

function Places({ item, places }: { item: StockStory; places: readonly Place[] }) {
  const t = useT();
  const { pick } = useLanguage();
  const rows = places.flatMap((place) => {
    const here = item.places.find(({ placeId }) => placeId === place.placeId);
    return here === undefined ? [] : [{ place, here }];
  });
  return (
    <Panel title={t('stock.places')} words={t('stock.placesWords')}>
      {rows.length === 0 ? (
        <p className="co-quiet">{t('stock.noPlaces')}</p>
      ) : (
        <table className="co-table">
          <thead>
            <tr>
              <th>{t('stock.place')}</th>
              <th className="co-num">{t('stock.col.onHand')}</th>
              <th className="co-num">{t('stock.allotted')}</th>
              <th className="co-num">{t('stock.col.unavailable')}</th>
              <th className="co-num">{t('stock.free')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ place, here }) => (
              <tr key={place.placeId}>
                <th scope="row">
                  <span className="co-stock-place">
                    {pick(place.name)} <span className="co-tag">{t(`stock.kind.${place.kind}`)}</span>
                    {place.kind === 'store' && item.productId !== null ? (
                      <StoreLink
                        {...{ placeId: place.placeId, store: place.name }}
                        {...{ productId: item.productId, item: item.title }}
                      />
                    ) : null}
                  </span>
                </th>
                <td className="co-num">{countText(here.onHand)}</td>
                <td className="co-num">{countText(here.allotted)}</td>
                <td className="co-num">{countText(here.unavailable)}</td>
                <td className="co-num">{countText(here.free)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

type Movement = StockStory['movements'][number];
const ACTIONS = [
  ...(['receive', 'place', 'count', 'setAside', 'scrap', 'transfer', 'reserve', 'giveBack'] as const),
  ...(['lock', 'lockAgain', 'unlock', 'ship', 'allot', 'unallot', 'restock', 'collect'] as const),
  ...(['pledge', 'pledgeAgain', 'withdraw', 'handOver', 'sell'] as const),
];
const CHANGES = ['onHand', 'reserved', 'locked', 'unavailable', 'allotted'] as const;

function Movements({ item, places }: { item: StockStory; places: readonly Place[] }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const names = new Map(places.map(({ placeId, name }) => [placeId, pick(name)]));
  const changed = (key: (typeof CHANGES)[number]): Column<Movement> => ({
    id: key,
    title: key === 'allotted' ? t('stock.allotted') : t(`stock.col.${key}`),
    align: 'end',
    value: (row) => row[key],
    cell: (row) => (row[key] === 0 ? <span className="co-quiet">—</span> : signed(row[key])),
    width: 92,
  });
  const actionText = (action: string) => {
    const known = ACTIONS.find((each) => each === action);
    return known ? t(`stock.action.${known}`) : action;
  };
  const settled = settledSeqs(item.movements);
  const columns: Column<Movement>[] = [
    {
      id: 'at',
      title: t('figure.col.at'),
      value: (row) => row.at,
      cell: (row) => `${at(row.at, 'day')} ${at(row.at, 'clockSeconds')}`,
      exported: (row) => at(row.at, 'full'),
      width: 150,
    },
    {
      id: 'action',
      title: t('stock.movement'),
      value: (row) => actionText(row.action),
      filter: { kind: 'choice' },
      width: 120,
    },
    {
      id: 'place',
      title: t('stock.place'),
      value: (row) => (row.placeId === null ? '' : (names.get(row.placeId) ?? row.placeId)),
      filter: { kind: 'choice' },
      width: 150,
    },
    ...CHANGES.map(changed),
    {
      id: 'after',
      title: t('stock.after'),
      hint: t('stock.afterWhy'),
      align: 'end',
      value: (row) => row.after?.sellable ?? null,
      cell: (row) =>
        row.after === null || !settled.has(row.seq) ? (
          <span className="co-quiet">—</span>
        ) : (
          countText(row.after.sellable)
        ),
      width: 104,
    },
    {
      id: 'cause',
      title: t('stock.cause'),
      value: (row) => (row.by === null ? row.bizId : `${row.by.name}: ${row.by.reason}`),
      cell: (row) =>
        row.by !== null ? (
          `${row.by.name} · ${row.by.reason}`
        ) : row.bizId.startsWith('pu_') ? (
          <Link to={`/orders/${row.bizId}`}>{t('stock.toOrder')}</Link>
        ) : row.bizId.startsWith('catalogue:') ? (
          t('stock.cause.catalogue')
        ) : row.bizType === 'receipt' ? (
          <span title={row.bizId}>{t('stock.cause.receipt', { id: row.bizId })}</span>
        ) : (
          <code>{row.bizId}</code>
        ),
      width: 230,
    },
  ];
  return (
    <Panel
      title={t('stock.story')}
      words={item.more > 0 ? t('stock.storyMore', { count: countText(item.more) }) : t('stock.storyWords')}
    >
      <DataTable<Movement>
        id="stock-movements"
        label={t('stock.story')}
        columns={columns}
        source={{ kind: 'all', rows: item.movements }}
        rowKey={(row) => String(row.seq)}
        prefix="m."
        fileName={`movements-${item.skuId}`}
        empty={{ title: t('order.noMovements'), words: t('order.noMovementsWords') }}
        height="panel"
      />
    </Panel>
  );
}

/** What one cause moves at one instant is one move: what is left after it stands at its last row, the newest of them. */
function settledSeqs(movements: readonly Movement[]): ReadonlySet<number> {
  const last = new Map<string, number>();
  for (const { at, bizId, after, seq } of movements) {
    const cause = `${at} ${bizId}`;
    if (after !== null) last.set(cause, Math.max(seq, last.get(cause) ?? 0));
  }
  return new Set(last.values());
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `−${Math.abs(value)}`;
}
