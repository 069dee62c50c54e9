import type { ReconciliationView } from '@dacu/contract/api';
import { fenText, useClockView } from '@dacu/ui';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';

/** Money that we owe back and that has not arrived: what the provider says of it, and the way to try again. */
export function StuckRefunds(props: {
  refunds: ReconciliationView['refunds'];
  pending: boolean;
  onRetry: ((refundId: string) => void) | null;
}) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const { refunds, pending, onRetry } = props;
  return (
    <section className="co-stuck" aria-label={t('bill.stuck')}>
      <h2>{t('bill.stuck')}</h2>
      <p>{t('bill.stuckWords')}</p>
      <ul>
        {refunds.map((refund) => (
          <li key={refund.refundId}>
            <span className={`co-tag ${refund.state === 'abnormal' ? 'is-bad' : 'is-warn'}`}>
              {t(`bill.refund.${refund.state}`)}
            </span>
            <strong>{fenText(refund.fen)}</strong>
            <span>{t(`bill.by.${refund.provider}`)}</span>
            <span className="co-quiet">
              {at(refund.askedAt, 'moment')} {refund.reason ?? ''}
            </span>
            <Link to={`/orders/${refund.purchaseId}`}>{t('bill.toOrder')}</Link>
            {onRetry && refund.state === 'abnormal' ? (
              <Button size="small" disabled={pending} onClick={() => onRetry(refund.refundId)}>
                {t('bill.retry')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
