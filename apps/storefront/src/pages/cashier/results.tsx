import type { PurchaseView } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, Money, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';

/** Paid, or paid and given back since. */
export function Paid({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const refunded = purchase.state === 'refunded';
  return (
    <section className={`paid ${refunded ? 'is-back' : ''}`} role="status">
      <span className="paid-mark" aria-hidden="true">
        <Icon name={refunded ? 'return' : 'check'} size={44} />
      </span>
      <h2>{t(refunded ? 'pay.refundedTitle' : 'pay.done')}</h2>
      <Money fen={refunded ? purchase.refundedFen : purchase.payFen} size="xl" />
      <p>
        {refunded ? t('pay.refundedWords', { amount: fenText(purchase.refundedFen) }) : t('pay.doneWords')}
      </p>
      {purchase.paidAt === null ? null : (
        <p className="paid-at">{formatInstant(purchase.paidAt, zone, lang, 'full')}</p>
      )}
      <div className="paid-actions">
        <Link className="dc-button is-main" to={`/orders/${purchase.purchaseId}`} replace>
          {t('pay.toOrder')}
        </Link>
        <Link className="dc-button" to="/" replace>
          {t('pay.toVenue')}
        </Link>
      </div>
    </section>
  );
}

/** The first of two payments is made: when the second can be. */
export function DepositPaid({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const { presale, purchaseId } = purchase;
  if (!presale) return null;
  const time = (at: number) => formatInstant(at, zone, lang, 'moment');
  return (
    <section className="paid" role="status">
      <span className="paid-mark" aria-hidden="true">
        <Icon name="check" size={44} />
      </span>
      <h2>{t('presale.depositPaidTitle')}</h2>
      <Money fen={presale.depositFen} size="xl" />
      <p>
        {t('presale.depositPaidWords', {
          from: time(presale.balanceStartsAt),
          until: time(presale.balanceEndsAt),
        })}
      </p>
      <div className="paid-actions">
        <Link className="dc-button is-main" to={`/orders/${purchaseId}`} replace>
          {t('pay.toOrder')}
        </Link>
        <Link className="dc-button" to="/" replace>
          {t('pay.toVenue')}
        </Link>
      </div>
    </section>
  );
}

/** Closed, by whom, and where late money went. */
export function Closed({ purchase, sentBackFen }: { purchase: PurchaseView; sentBackFen: number }) {
  const t = useT();
  const cancelled = purchase.closedReason === 'cancelled';
  const first = purchase.orders[0]?.lines[0];
  return (
    <section className="paid is-closed" role="status">
      <span className="paid-mark" aria-hidden="true">
        <Icon name={cancelled ? 'close' : 'clock'} size={40} />
      </span>
      <h2>{t(cancelled ? 'pay.closedCancelled' : 'pay.closed')}</h2>
      <p>{t(cancelled ? 'pay.closedCancelledWords' : 'pay.closedWords')}</p>
      {sentBackFen > 0 ? <p>{t('pay.closedRefunded', { amount: fenText(sentBackFen) })}</p> : null}
      <div className="paid-actions">
        {first ? (
          <Link className="dc-button is-main" to={`/products/${first.productId}?sku=${first.skuId}`} replace>
            {t('order.again')}
          </Link>
        ) : null}
        <Link className="dc-button" to="/" replace>
          {t('nav.toVenue')}
        </Link>
      </div>
    </section>
  );
}
