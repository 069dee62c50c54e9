import type { PurchaseView } from '@dacu/contract/api';
import { fenText, Money, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { Off } from '../../parts/receipt.tsx';

/** What the order comes to, with what goes along and what it earns. */
export function OrderSums({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const { pick } = useLanguage();
  const earns = purchase.points?.earns ?? 0;
  return (
    <section className="panel order-sums">
      <dl>
        <div>
          <dt>{t('order.goods')}</dt>
          <dd>{fenText(purchase.goodsFen)}</dd>
        </div>
        <div>
          <dt>{t('receipt.freight')}</dt>
          <dd>{purchase.freightFen === 0 ? t('receipt.freightFree') : fenText(purchase.freightFen)}</dd>
        </div>
        {purchase.servicesFen > 0 ? (
          <div>
            <dt>{t('order.services')}</dt>
            <dd>{fenText(purchase.servicesFen)}</dd>
          </div>
        ) : null}
        {purchase.gifts.map((gift) => (
          <div key={gift.promotionId}>
            <dt>{t('order.gifts')}</dt>
            <dd>
              {pick(gift.title)} × {gift.quantity}
              {gift.valueFen > 0 ? (
                <small> {t('receipt.giftWorth', { amount: fenText(gift.valueFen, true) })}</small>
              ) : null}
            </dd>
          </div>
        ))}
        {purchase.points && purchase.points.used > 0 ? (
          <div>
            <dt>{t('order.pointsUsed')}</dt>
            <dd>
              {t('points.count', { count: purchase.points.used })} <Off fen={purchase.points.fen} />
            </dd>
          </div>
        ) : null}
        {purchase.savedFen > 0 ? (
          <div className="is-good">
            <dt>{t('order.saved')}</dt>
            <dd>{fenText(purchase.savedFen)}</dd>
          </div>
        ) : null}
        {purchase.refundedFen > 0 ? (
          <div>
            <dt>{t('orders.state.refunded')}</dt>
            <dd>{fenText(purchase.refundedFen)}</dd>
          </div>
        ) : null}
        {purchase.presale && purchase.state === 'depositPaid' ? (
          <>
            <div>
              <dt>{t('presale.contract')}</dt>
              <dd>{fenText(purchase.payFen)}</dd>
            </div>
            <div>
              <dt>{t('presale.paidDeposit')}</dt>
              <dd>−{fenText(purchase.presale.depositFen)}</dd>
            </div>
          </>
        ) : null}
        <div className="is-total">
          <dt>{t(totalWords(purchase))}</dt>
          <dd>
            <Money fen={totalOf(purchase)} size="lg" className="price-net" />
          </dd>
        </div>
      </dl>
      {earns > 0 && purchase.state !== 'closed' ? (
        <p className="fine-print">
          {t(purchase.paidAt === null ? 'points.earns' : 'points.earned', { count: earns })}
        </p>
      ) : null}
    </section>
  );
}

/** Of a pre-sale the line at the foot is what the next payment asks, until both are made. */
function totalOf({ presale, paidAt, state, payFen }: PurchaseView): number {
  if (!presale || paidAt !== null) return payFen;
  if (state === 'held') return presale.depositFen;
  return state === 'depositPaid' ? presale.balanceFen : payFen;
}

function totalWords({ presale, paidAt, state }: PurchaseView) {
  if (paidAt !== null) return 'order.net';
  if (presale && state === 'held') return 'presale.nowPay';
  if (presale && state === 'depositPaid') return 'presale.balance';
  return presale && state !== 'closed' ? 'presale.contract' : 'receipt.pay';
}
