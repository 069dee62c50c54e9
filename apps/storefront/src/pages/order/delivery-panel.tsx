import type { FulfilmentView, PurchaseView } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, regionName, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { fulfilmentQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useNotice } from '../../parts/notice.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { OrderPanel } from './order-panel.tsx';
import './delivery.css';

type Parcel = FulfilmentView['parcels'][number];

const LOOK_MS = 60_000;

/** Where the goods of a paid order are: what was promised, every parcel with what its carrier says, and what lateness paid. */
export function DeliveryPanel({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const asked = useQuery({
    ...fulfilmentQuery(purchase.purchaseId),
    refetchInterval: (query) =>
      query.state.data?.orders.every(({ state }) => ENDED.has(state)) ? false : LOOK_MS,
  });
  if (purchase.state === 'refunded' && asked.data?.parcels.length === 0) return null;
  return (
    <OrderPanel name="delivery" icon="truck" title={t('delivery.title')} asked={asked}>
      {(view) => <Standing purchase={purchase} view={view} />}
    </OrderPanel>
  );
}

const STAGES = ['shipped', 'ready', 'delivered', 'collected', 'completed'] as const;

/** How far a paid purchase is as a whole: as far as the shop's order that is behind the others; null before any has left. */
export function useOnWay(purchase: PurchaseView): (typeof STAGES)[number] | null {
  const { data } = useQuery({ ...fulfilmentQuery(purchase.purchaseId), enabled: purchase.state === 'paid' });
  const states = data?.orders.map(({ state }) => state).filter((state) => state !== 'returned') ?? [];
  const ranks = states.map((state) => (STAGES as readonly string[]).indexOf(state));
  return purchase.state === 'paid' && ranks.length > 0 ? (STAGES[Math.min(...ranks)] ?? null) : null;
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'returned', 'cancelled']);

function Standing({ purchase, view }: { purchase: PurchaseView; view: FulfilmentView }) {
  const t = useT();
  const time = useTime();
  const shown = view.parcels.filter(({ state }) => state !== 'cancelled');
  const waiting = view.orders.reduce((sum, order) => sum + order.waiting, 0);
  const promise = view.orders.find(({ state }) => state === 'toShip' || state === 'toPrepare');
  const delivered = view.orders.filter(({ deliveredAt }) => deliveredAt !== null);
  const open = view.codes.some(({ state }) => state === 'open');
  return (
    <>
      {open || view.orders.some(({ state }) => state === 'toPrepare') ? (
        <Link className="dc-button is-main delivery-code" to={`/orders/${purchase.purchaseId}/pickup`}>
          <Icon name="shop" size={18} /> {t(open ? 'pickup.show' : 'pickup.title')}
        </Link>
      ) : null}
      {promise === undefined ? null : (
        <p className="delivery-promise">
          {t('delivery.shipBy', { at: time(promise.shipBy) })}
          {promise.way === 'ship' ? ` · ${t('delivery.deliverBy', { at: time(promise.deliverBy) })}` : null}
        </p>
      )}
      {shown.length === 0 ? <p className="delivery-quiet">{t('delivery.noParcel')}</p> : null}
      {waiting > 0 && shown.length > 0 ? (
        <p className="delivery-quiet">{t('delivery.waiting', { count: waiting })}</p>
      ) : null}
      {shown.map((parcel, index) => (
        <ParcelStanding key={parcel.parcelId} parcel={parcel} n={shown.length > 1 ? index + 1 : null} />
      ))}
      {delivered.length > 0 && delivered.every(({ completedAt }) => completedAt === null) ? (
        <p className="delivery-quiet">
          {t('delivery.completedAt', {
            at: time(Math.min(...delivered.map(({ deliveredAt }) => deliveredAt!)) + RETURN_MS),
          })}
        </p>
      ) : null}
    </>
  );
}

/** Goods may go back without a reason for seven days. */
const RETURN_MS = 7 * 86_400_000;
const ALARMING: ReadonlySet<string> = new Set(['exception', 'returning', 'lost', 'returned']);

function ParcelStanding({ parcel, n }: { parcel: Parcel; n: number | null }) {
  const t = useT();
  const { pick } = useLanguage();
  const state = stateOf(parcel);
  const tone = ALARMING.has(state) ? 'is-alarm' : parcel.deliveredAt !== null ? 'is-done' : '';
  const steps = stepsOf(parcel);
  const [last, ...before] = steps;
  return (
    <article className="parcel">
      <header>
        <h3>
          {n === null ? null : <span>{t('delivery.parcel', { n })}</span>}
          <strong className={tone}>{t(`delivery.state.${state}`)}</strong>
        </h3>
        <CarrierLine parcel={parcel} />
      </header>
      <p className="parcel-units">
        {parcel.units
          .map(({ title, quantity }) => t('delivery.unit', { title: pick(title), count: quantity }))
          .join('、')}
      </p>
      <Lateness parcel={parcel} />
      <ol className="parcel-steps">{last === undefined ? null : <StepRow step={last} />}</ol>
      {before.length > 0 ? (
        <details className="parcel-more" open={parcel.deliveredAt === null}>
          <summary>
            {t('delivery.earlier', { count: before.length })} <Icon name="down" size={14} />
          </summary>
          <ol className="parcel-steps">
            {before.map((step) => (
              <StepRow key={`${step.key}-${step.at}`} step={step} />
            ))}
          </ol>
        </details>
      ) : null}
    </article>
  );
}

function stateOf({ way, state, carrier }: Parcel) {
  if (way === 'pickup') return state === 'packed' ? 'ready' : state === 'delivered' ? 'collected' : state;
  return carrier?.id === 'electronic' && state === 'delivered' ? 'sent' : state;
}

function CarrierLine({ parcel }: { parcel: Parcel }) {
  const t = useT();
  const notice = useNotice();
  const { pick } = useLanguage();
  const { carrier, trackingNo } = parcel;
  if (carrier === null || trackingNo === null)
    return <p className="parcel-carrier">{t('delivery.from', { place: pick(parcel.placeName) })}</p>;
  async function copy() {
    await navigator.clipboard.writeText(trackingNo!);
    notice({ words: t('delivery.copied') });
  }
  return (
    <p className="parcel-carrier">
      {pick(carrier.title)} <span className="parcel-no">{trackingNo}</span>
      {'clipboard' in navigator ? (
        <button type="button" className="link-button" onClick={copy} aria-label={t('delivery.copyNo')}>
          <Icon name="plan" size={14} />
        </button>
      ) : null}
    </p>
  );
}

function Lateness({ parcel: { late, compensation } }: { parcel: Parcel }) {
  const t = useT();
  const lateness = compensation?.lateness ?? late;
  if (lateness === null) return null;
  return (
    <p className="parcel-late" role="note">
      <Icon name="clock" size={16} />
      <span>
        {t(lateness === 'shipping' ? 'delivery.lateShipping' : 'delivery.lateDelivery')}
        {compensation && compensation.fen > 0 ? (
          <strong>
            {t(compensation.paidAt === null ? 'delivery.owed' : 'delivery.paid', {
              amount: fenText(compensation.fen),
            })}
          </strong>
        ) : null}
      </span>
    </p>
  );
}

type Step = {
  readonly key:
    | `delivery.${'created' | 'left' | 'readyAt'}`
    | `delivery.scan.${Parcel['scans'][number]['code']}`;
  readonly at: number;
  readonly province: string | null;
  /** Told so long after it happened that a reader would wonder. */
  readonly toldLater: boolean;
};
const LATER_MS = 3 * 3_600_000;

/** Everything that is known of a parcel, newest first; nothing that has not happened. */
function stepsOf({ way, carrier, createdAt, shippedAt, scans }: Parcel): Step[] {
  const own = (key: Step['key'], at: number): Step => ({ key, at, province: null, toldLater: false });
  const steps = [own('delivery.created', createdAt)];
  if (shippedAt !== null && carrier?.id !== 'electronic')
    steps.push(own(way === 'pickup' ? 'delivery.readyAt' : 'delivery.left', shippedAt));
  for (const { code, at, heardAt, province } of scans)
    steps.push({ key: `delivery.scan.${code}`, at, province, toldLater: heardAt - at > LATER_MS });
  return steps
    .map((step, index) => ({ step, index }))
    .toSorted((a, b) => b.step.at - a.step.at || b.index - a.index)
    .map(({ step }) => step);
}

function StepRow({ step }: { step: Step }) {
  const t = useT();
  const time = useTime();
  const { pick } = useLanguage();
  return (
    <li>
      <strong>
        {step.province === null ? null : <span>{pick(regionName(step.province))} </span>}
        {t(step.key)}
      </strong>
      <time dateTime={new Date(step.at).toISOString()}>
        {time(step.at)}
        {step.toldLater ? ` · ${t('delivery.heardLater')}` : null}
      </time>
    </li>
  );
}

function useTime(): (at: number) => string {
  const { lang } = useLanguage();
  const zone = useZone();
  return (at) => formatInstant(at, zone, lang);
}
