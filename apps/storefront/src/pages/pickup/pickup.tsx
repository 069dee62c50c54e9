import type { FulfilmentView } from '@dacu/contract/api';
import { EmptyState, formatInstant, Icon, Skeleton, useLanguage, useWhenPassed } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { fulfilmentQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { useZone } from '../../parts/use-zone.ts';
import './pickup.css';

type Code = FulfilmentView['codes'][number];

/** What is held up in the store: the code large enough to be read across a counter, as digits and to be scanned. */
export function Component() {
  const t = useT();
  const { purchaseId = '' } = useParams();
  const { data, error, refetch } = useQuery({
    ...fulfilmentQuery(purchaseId),
    // It ends while it is looked at: the clerk hands the goods over.
    refetchInterval: (query) =>
      query.state.data?.codes.every(({ state }) => state !== 'open') ? 30_000 : 5_000,
  });
  const expiry = data?.codes.filter(({ state }) => state === 'open').map(({ expiresAt }) => expiresAt);
  useWhenPassed(expiry?.length ? Math.min(...expiry) : null, () => void refetch());
  return (
    <>
      <PageHead title={t('pickup.title')} backTo={`/orders/${purchaseId}`} />
      {!data && error ? <Failure error={error} onRetry={refetch} of="order" /> : null}
      {!data && !error ? (
        <div className="container pickup" role="status" aria-label={t('loading')}>
          <Skeleton height="24rem" radius="lg" />
        </div>
      ) : null}
      {data ? <Codes view={data} purchaseId={purchaseId} /> : null}
    </>
  );
}

function Codes({ view, purchaseId }: { view: FulfilmentView; purchaseId: string }) {
  const t = useT();
  const preparing = view.orders.filter(({ state }) => state === 'toPrepare');
  if (view.codes.length === 0 && preparing.length === 0)
    return (
      <EmptyState title={t('pickup.none')} words={t('pickup.noneWords')} icon="shop" className="page-state">
        <Link className="dc-button is-main" to={`/orders/${purchaseId}`}>
          {t('pickup.toOrder')}
        </Link>
      </EmptyState>
    );
  return (
    <div className="container pickup">
      {view.codes.map((code) => (
        <CodeCard key={code.parcelId} code={code} view={view} />
      ))}
      {preparing.map(({ orderId, place }) => (
        <section key={orderId} className="panel pickup-card">
          <p className="pickup-words">{t('pickup.preparing')}</p>
          {place ? <Store place={place} /> : null}
        </section>
      ))}
    </div>
  );
}

function CodeCard({ code, view }: { code: Code; view: FulfilmentView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const time = (at: number) => formatInstant(at, zone, lang);
  const units = view.parcels.find(({ parcelId }) => parcelId === code.parcelId)?.units ?? [];
  const digits = code.code;
  return (
    <section className={`panel pickup-card pickup-${code.state}`}>
      {digits === null ? (
        <p className="pickup-ended" role="status">
          <Icon name={code.state === 'used' ? 'check' : 'clock'} size={28} />
          {code.state === 'used'
            ? t('pickup.used', { at: time(code.endedAt ?? code.expiresAt) })
            : t('pickup.expired')}
        </p>
      ) : (
        <>
          <QrCode digits={digits} label={t('pickup.qr', { code: digits })} />
          <p className="pickup-code">
            <span>{digits.slice(0, 4)}</span> <span>{digits.slice(4)}</span>
          </p>
          <p className="pickup-until">
            <strong>{t('pickup.until', { at: time(code.expiresAt) })}</strong>
            <small>{t('pickup.after')}</small>
          </p>
          <p className="pickup-words">{t('pickup.words')}</p>
        </>
      )}
      <ul className="pickup-units">
        {units.map(({ lineId, title, imageUrl, quantity }) => (
          <li key={lineId}>
            <img src={imageUrl} alt="" width="48" height="48" />
            <span>{pick(title)}</span>
            <strong>× {quantity}</strong>
          </li>
        ))}
      </ul>
      <Store place={code.place} />
    </section>
  );
}

function Store({ place }: { place: Code['place'] }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <dl className="pickup-store">
      <div>
        <dt>{t('pickup.where')}</dt>
        <dd>
          <strong>{pick(place.name)}</strong>
          <br />
          {pick(place.address)}
        </dd>
      </div>
      {place.hours === null ? null : (
        <div>
          <dt>{t('pickup.hours')}</dt>
          <dd>{pick(place.hours)}</dd>
        </div>
      )}
    </dl>
  );
}
