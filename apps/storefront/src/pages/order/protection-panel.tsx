import type { ProtectionView, PurchaseView } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, Money, useLanguage, useWhenPassed } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../data/api.ts';
import { PURCHASES, paymentsQuery, protectionQuery, purchaseQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { OrderPanel } from './order-panel.tsx';
import './protection.css';

type Line = ProtectionView['lines'][number];

/** What a paid order is owed because prices fell, until when each item is covered, and what was refunded so far. */
export function ProtectionPanel({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const asked = useQuery(protectionQuery(purchase.purchaseId));
  const { data, refetch } = asked;
  const next = data?.lines.flatMap(({ until, nextAt }) => [until, nextAt]).filter((at) => at !== null);
  const soonest = next?.filter((at) => at > (data?.asOf ?? 0)).sort((a, b) => a - b)[0];
  useWhenPassed(soonest ?? null, () => void refetch());
  if (purchase.state === 'refunded' && data?.payments.length === 0) return null;
  return (
    <OrderPanel name="protection" icon="shield" title={t('protection.title')} asked={asked}>
      {(view) => <Standing purchase={purchase} view={view} />}
    </OrderPanel>
  );
}

function Standing({ purchase, view }: { purchase: PurchaseView; view: ProtectionView }) {
  const t = useT();
  if (view.lines.every(({ state }) => state === 'notPromised') && view.payments.length === 0)
    return <p className="protection-quiet">{t('protection.noneAll')}</p>;
  const compared = view.lines.some(({ state }) => state === 'due');
  return (
    <>
      {view.dueFen > 0 ? <Owed purchase={purchase} dueFen={view.dueFen} /> : null}
      <ul className="protection-lines" aria-label={t('protection.each')}>
        {view.lines.map((line) => (
          <LineStanding key={line.lineId} purchase={purchase} line={line} />
        ))}
      </ul>
      {compared ? <p className="protection-quiet">{t('protection.compareWords')}</p> : null}
      {view.payments.length > 0 ? <Payments view={view} /> : null}
    </>
  );
}

function Owed({ purchase, dueFen }: { purchase: PurchaseView; dueFen: number }) {
  const t = useT();
  const client = useQueryClient();
  const notice = useNotice();
  const words = useFailureWords();
  const { purchaseId } = purchase;
  const claim = useMutation({
    mutationFn: () => api.claimProtection(purchaseId, {}),
    onSuccess: ({ fen }) => notice({ words: t('protection.done', { amount: fenText(fen) }) }),
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
    onSettled: () => {
      void client.invalidateQueries(protectionQuery(purchaseId));
      void client.invalidateQueries(purchaseQuery(purchaseId));
      void client.invalidateQueries(paymentsQuery(purchaseId));
      void client.invalidateQueries(PURCHASES);
    },
  });
  return (
    <div className="protection-owed">
      <p>
        <span>{t('protection.due')}</span>
        <Money fen={dueFen} size="xl" className="price-net" />
      </p>
      <button
        type="button"
        className="dc-button is-main"
        disabled={claim.isPending}
        onClick={() => claim.mutate()}
      >
        {claim.isPending ? t('protection.claiming') : t('protection.claim', { amount: fenText(dueFen) })}
      </button>
      <small>{t('protection.toAccount')}</small>
    </div>
  );
}

function LineStanding({ purchase, line }: { purchase: PurchaseView; line: Line }) {
  const t = useT();
  const { pick, lang } = useLanguage();
  const zone = useZone();
  const time = (at: number) => formatInstant(at, zone, lang, 'moment');
  const bought = purchase.orders.flatMap((order) => order.lines).find(({ lineId }) => lineId === line.lineId);
  const open = line.until !== null && line.state !== 'over' && line.state !== 'allReturned';
  return (
    <li>
      <span className="protection-name">{bought ? pick(bought.title) : line.lineId}</span>
      {line.state === 'due' ? (
        <span className="protection-sum">{fenText(line.dueFen)}</span>
      ) : (
        <span className="protection-state">
          {t(`protection.state.${line.state}`, { time: line.until === null ? '' : time(line.until) })}
        </span>
      )}
      {line.state === 'due' && line.comparedPaidFen !== null && line.comparedNowFen !== null ? (
        <small>
          {t('protection.compare', {
            paid: fenText(line.comparedPaidFen),
            now: fenText(line.comparedNowFen),
          })}
        </small>
      ) : null}
      {open && line.until !== null ? (
        <small>
          {line.title ? `${pick(line.title)} · ` : ''}
          {t('protection.until', { time: time(line.until) })}
        </small>
      ) : null}
      {open && line.automatic ? (
        <small>
          {line.nextAt === null
            ? t('protection.automaticLast')
            : t('protection.automatic', { time: time(line.nextAt) })}
        </small>
      ) : null}
    </li>
  );
}

function Payments({ view }: { view: ProtectionView }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  return (
    <div className="protection-paid">
      <ul>
        {view.payments.map(({ protectionId, at, fen, source }) => (
          <li key={protectionId}>
            <Icon name="check" size={16} />
            <span>
              {t('protection.paid', { amount: fenText(fen) })}
              <small>
                {t(source === 'automatic' ? 'protection.bySweep' : 'protection.byClaim')} ·{' '}
                {t('protection.toAccount')}
              </small>
            </span>
            <time dateTime={new Date(at).toISOString()}>{formatInstant(at, zone, lang, 'moment')}</time>
          </li>
        ))}
      </ul>
      <p className="protection-quiet">{t('protection.returnWords')}</p>
    </div>
  );
}
