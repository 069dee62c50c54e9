import type { PurchaseView } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, type IconName, Skeleton, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { aftercareQuery, paymentsQuery } from '../../data/queries.ts';
import type { MessageKey } from '../../i18n/setup.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { type Step, timelineOf } from './timeline.ts';

const ICONS = {
  placed: 'receipt',
  declined: 'alert',
  paid: 'check',
  cancelled: 'close',
  expired: 'clock',
  depositPaid: 'wallet',
  forfeited: 'clock',
  depositReturned: 'return',
  late: 'return',
  returned: 'return',
  complained: 'chat',
  refunded: 'check',
} as const satisfies Record<Step['kind'], IconName>;

/** What happened to the order, newest first. */
export function OrderTimeline({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const words = useFailureWords();
  const payments = useQuery(paymentsQuery(purchase.purchaseId));
  const aftercare = useQuery(aftercareQuery(purchase.purchaseId));
  const error = payments.error ?? aftercare.error;
  const known = payments.data && aftercare.data;
  return (
    <section className="panel order-timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('order.timeline')}</h2>
      {known ? (
        <ol>
          {timelineOf(purchase, payments.data.payments, aftercare.data).map((step, index) => (
            <li key={`${step.kind}-${step.at}-${'complaintId' in step ? step.complaintId : index}`}>
              <span className="timeline-mark" aria-hidden="true">
                <Icon name={ICONS[step.kind]} size={14} />
              </span>
              <StepWords step={step} />
              <time dateTime={new Date(step.at).toISOString()}>
                {formatInstant(step.at, zone, lang, 'full')}
              </time>
            </li>
          ))}
        </ol>
      ) : error ? (
        <p className="section-note">
          {words(error)}{' '}
          <button
            type="button"
            className="link-button"
            onClick={() => {
              void payments.refetch();
              void aftercare.refetch();
            }}
          >
            {t('timeline.again')}
          </button>
        </p>
      ) : (
        <div role="status" aria-label={t('loading')} className="timeline-skeleton">
          <Skeleton width="60%" />
          <Skeleton width="45%" />
        </div>
      )}
    </section>
  );
}

function StepWords({ step }: { step: Step }) {
  const t = useT();
  if (step.kind === 'late') return <strong>{t('order.step.late', { amount: fenText(step.fen) })}</strong>;
  if (step.kind === 'depositPaid' || step.kind === 'forfeited' || step.kind === 'depositReturned')
    return <strong>{t(`order.step.${step.kind}`, { amount: fenText(step.fen) })}</strong>;
  if (step.kind === 'returned')
    return (
      <strong>
        {t('order.step.returned', { count: step.units, amount: fenText(step.fen) })}
        <small>{known(t, 'order.return', step.reason)}</small>
        {besides(t, step).map((words) => (
          <small key={words}>{words}</small>
        ))}
      </strong>
    );
  if (step.kind === 'complained')
    return (
      <strong>
        {t('order.step.complained', { topic: known(t, 'order.complain', step.topic) })}
        <small>{t('order.complaintOpen', { id: step.complaintId })}</small>
      </strong>
    );
  return <strong>{t(`order.step.${step.kind}`)}</strong>;
}

/** What a return moved beside the money of its goods. */
function besides(
  t: ReturnType<typeof useT>,
  { points, giftsFen }: Extract<Step, { kind: 'returned' }>,
): readonly string[] {
  const { returned, clawedBack, short, shortFen } = points;
  return [
    ...(returned > 0 ? [t('order.step.pointsBack', { count: returned })] : []),
    ...(clawedBack > 0 ? [t('order.step.pointsTaken', { count: clawedBack })] : []),
    ...(shortFen > 0 ? [t('order.step.pointsShort', { count: short, amount: fenText(shortFen) })] : []),
    ...(giftsFen > 0 ? [t('order.step.giftsKept', { amount: fenText(giftsFen) })] : []),
  ];
}

/** The word of a reason or topic, or the code itself should a newer server know more of them than this page. */
function known(t: ReturnType<typeof useT>, room: string, code: string): string {
  const key = `${room}.${code}` as MessageKey;
  const words = t(key);
  return words === key ? code : words;
}
