import type { PointsView } from '@dacu/contract/api';
import { EmptyState, fenText, formatInstant, Skeleton, useLanguage } from '@dacu/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { pointsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/use-zone.ts';
import './points.css';

/** The account of points: what can be used, what is to come, what ends first, and every change of it. */
export function Component() {
  const t = useT();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(pointsQuery);
  const points = data?.pages[0];
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead title={t('points.mine')} backTo="/me" measure="account" />
      <div className="container points-page">
        {!points && error ? <Failure error={error} onRetry={refetch} /> : null}
        {!points && !error ? (
          <div role="status" aria-label={t('loading')}>
            <Skeleton height="8rem" radius="lg" />
          </div>
        ) : null}
        {points ? <Balance points={points} /> : null}
        {points && rows.length === 0 ? (
          <EmptyState
            title={t('points.empty')}
            words={t('points.emptyWords')}
            icon="wallet"
            className="page-state"
          >
            <Link className="dc-button is-main" to="/">
              {t('nav.toVenue')}
            </Link>
          </EmptyState>
        ) : null}
        {rows.length > 0 ? (
          <section className="panel points-history" aria-labelledby="points-history">
            <h2 id="points-history">{t('points.history')}</h2>
            <ul>
              {rows.map((row) => (
                <Row key={`${row.purchaseId} ${row.kind} ${row.at}`} row={row} />
              ))}
            </ul>
            {hasNextPage ? (
              <button
                type="button"
                className="dc-button"
                disabled={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t('points.more')}
              </button>
            ) : null}
          </section>
        ) : null}
      </div>
    </>
  );
}

function Balance({ points }: { points: PointsView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const { usable, promised, promisedFrom, soonest, terms } = points;
  const day = (at: number) => formatInstant(at, zone, lang, 'moment');
  return (
    <section className="panel points-balance" aria-label={t('points.usable')}>
      <p className="points-figure">
        <small>{t('points.usable')}</small>
        <strong>{usable.toLocaleString('en-US')}</strong>
        {terms && usable > 0 ? (
          <span>
            {t('points.worth', { amount: fenText(Math.floor((usable * 100) / terms.pointsPerYuan)) })}
          </span>
        ) : null}
      </p>
      {promised > 0 && promisedFrom !== null ? (
        <p>{t('points.promised', { count: promised, time: day(promisedFrom) })}</p>
      ) : null}
      {soonest ? (
        <p>
          {t('points.soonest', {
            count: soonest.points,
            time: formatInstant(soonest.expiresAt, zone, lang, 'momentOfYear'),
          })}
        </p>
      ) : null}
      <p>{terms ? `${pick(terms.title)} · ${pick(terms.words)}` : t('points.noTerms')}</p>
    </section>
  );
}

function Row({ row }: { row: PointsView['rows'][number] }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const time = (at: number) => formatInstant(at, zone, lang, 'moment');
  const notes = [
    row.kind === 'earned' && row.usableFrom !== null
      ? t('points.from', { time: time(row.usableFrom) })
      : null,
    row.expiresAt === null
      ? null
      : t('points.until', { time: formatInstant(row.expiresAt, zone, lang, 'momentOfYear') }),
  ].filter((note) => note !== null);
  return (
    <li>
      <span className="points-row-words">
        <b>{t(`points.kind.${row.kind}`)}</b>
        <small>
          {time(row.at)}
          {row.number === null ? null : (
            <>
              {' · '}
              <Link to={`/orders/${row.purchaseId}`}>{t('points.order', { number: row.number })}</Link>
            </>
          )}
        </small>
        {notes.length > 0 ? <small>{notes.join(' · ')}</small> : null}
      </span>
      <span className={`points-row-count ${row.points > 0 ? 'is-in' : ''}`}>
        {row.points > 0 ? '+' : '−'}
        {Math.abs(row.points).toLocaleString('en-US')}
      </span>
    </li>
  );
}
