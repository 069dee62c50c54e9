import type { PurchaseView } from '@dacu/contract/api';
import {
  Countdown,
  fenText,
  formatInstant,
  Icon,
  Money,
  regionName,
  Skeleton,
  useLanguage,
  useWhenPassed,
} from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { purchaseQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { Off } from '../../parts/receipt.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { CasesPanel } from './cases-panel.tsx';
import { DeliveryPanel, useOnWay } from './delivery-panel.tsx';
import { InvoicePanel } from './invoice-panel.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderBoxes } from './order-boxes.tsx';
import { OrderSums } from './order-sums.tsx';
import { OrderTimeline } from './order-timeline.tsx';
import { ProtectionPanel } from './protection-panel.tsx';
import './order.css';

export function Component() {
  const t = useT();
  const { purchaseId = '' } = useParams();
  const {
    data: purchase,
    error,
    refetch,
  } = useQuery({
    ...purchaseQuery(purchaseId),
    // Paid in another tab, or closed by its deadline: an open order is looked at now and then.
    refetchInterval: (query) => (query.state.data?.state === 'held' ? 15_000 : false),
  });
  useWhenPassed(purchase?.state === 'held' ? purchase.payUntil : null, () => void refetch());
  useWhenPassed(purchase?.state === 'held' ? purchase.holdUntil : null, () => void refetch());
  return (
    <>
      <PageHead title={t('order.title')} backTo="/orders" />
      {!purchase && error ? (
        <Failure error={error} onRetry={refetch} of="order">
          <Link className="dc-button" to="/orders">
            {t('orders.title')}
          </Link>
        </Failure>
      ) : null}
      {!purchase && !error ? (
        <div className="container order" role="status" aria-label={t('loading')}>
          <Skeleton height="7rem" radius="lg" />
          <Skeleton height="16rem" radius="lg" />
        </div>
      ) : null}
      {purchase ? <Order purchase={purchase} /> : null}
    </>
  );
}

function Order({ purchase }: { purchase: PurchaseView }) {
  return (
    <div className="container order">
      <StateBanner purchase={purchase} />
      <div className="order-goods">
        {purchase.boxCount > 0 && purchase.paidAt !== null ? (
          <OrderBoxes purchaseId={purchase.purchaseId} />
        ) : null}
        {purchase.orders.map((order) => (
          <ShopOrder key={order.orderId} order={order} />
        ))}
      </div>
      <div className="order-side">
        {purchase.paidAt === null ? null : <CasesPanel purchase={purchase} />}
        {purchase.paidAt === null ? null : <DeliveryPanel purchase={purchase} />}
        {purchase.paidAt === null ? null : <ProtectionPanel purchase={purchase} />}
        <OrderTimeline purchase={purchase} />
        <OrderSums purchase={purchase} />
        {purchase.paidAt === null || purchase.kind === 'gift' ? null : (
          <InvoicePanel purchaseId={purchase.purchaseId} />
        )}
        <Facts purchase={purchase} />
      </div>
      <OrderActions purchase={purchase} />
    </div>
  );
}

const STATE_WORDS = {
  held: ['order.held', 'order.heldWords', 'clock'],
  depositPaid: ['orders.state.depositPaid', 'order.depositPaidWords', 'clock'],
  paid: ['orders.state.paid', 'order.paidWords', 'check'],
  closed: ['orders.state.closed', 'order.closedWords', 'close'],
  forfeited: ['orders.state.forfeited', 'order.forfeitedWords', 'close'],
  refunded: ['orders.state.refunded', 'order.refundedWords', 'return'],
} as const;

function StateBanner({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const [title, words, icon] = STATE_WORDS[purchase.state];
  const closedWords =
    purchase.closedReason === 'cancelled' ? 'order.closedCancelledWords' : 'order.closedExpiredWords';
  const partly = purchase.state === 'paid' && purchase.refundedFen > 0;
  const onWay = useOnWay(purchase);
  return (
    <section className={`order-banner banner-${purchase.state}`} role="status">
      <span className="order-banner-mark" aria-hidden="true">
        <Icon name={icon} size={26} />
      </span>
      <div>
        <h2>{t(onWay === null ? title : `delivery.banner.${onWay}`)}</h2>
        <p>
          {t(
            onWay !== null
              ? `delivery.banner.${onWay}Words`
              : purchase.state === 'closed'
                ? closedWords
                : words,
          )}
        </p>
        {partly ? (
          <p className="order-refund">{t('order.partRefund', { amount: fenText(purchase.refundedFen) })}</p>
        ) : null}
      </div>
      {purchase.state === 'held' ? <Countdown to={purchase.payUntil} label={t('pay.until')} /> : null}
    </section>
  );
}

function ShopOrder({ order }: { order: PurchaseView['orders'][number] }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <section className="cart-shop order-shop" aria-label={pick(order.shopName)}>
      <header>
        <Icon name="shop" size={18} />
        <h2>{pick(order.shopName)}</h2>
        <span>
          {order.freightFen === 0
            ? t('order.freightFree')
            : `${t('receipt.freight')} ${fenText(order.freightFen)}`}
        </span>
      </header>
      <ul>
        {order.lines.map((line) => (
          <li key={line.lineId} className="order-line">
            <Link
              to={`/products/${line.productId}?sku=${line.skuId}`}
              className={plateOf(line.productId)}
              tabIndex={-1}
              aria-hidden="true"
            >
              <img src={line.imageUrl} alt="" width="72" height="72" loading="lazy" />
            </Link>
            <div>
              <div className="order-line-head">
                <Link to={`/products/${line.productId}?sku=${line.skuId}`}>{pick(line.title)}</Link>
                <Money fen={line.netFen} />
              </div>
              <p className="order-line-note">
                {fenText(line.unitListFen)} × {line.quantity}
                {line.returnedQuantity > 0 ? (
                  <span className="state-word state-refunded">
                    {t('order.returned', { count: line.returnedQuantity })}
                  </span>
                ) : null}
              </p>
              {line.services.length > 0 ? (
                <p className="order-line-note">
                  {line.services
                    .map(({ title, chargedFen }) =>
                      chargedFen > 0 ? `${pick(title)} ${fenText(chargedFen)}` : pick(title),
                    )
                    .join(' · ')}
                </p>
              ) : null}
              {line.allocations.length > 0 ? (
                <details className="allocations">
                  <summary>
                    <span className="dc-hidden">
                      {t('order.lineAllocations', { title: pick(line.title) })}
                    </span>
                    <span aria-hidden="true">{t('order.allocations')}</span>{' '}
                    <Off fen={line.allocations.reduce((sum, each) => sum + each.fen, 0)} />
                    <Icon name="down" size={14} />
                  </summary>
                  <ul>
                    {line.allocations.map((each) => (
                      <li key={`${each.promotionId}-${each.layer}`}>
                        <span>{pick(each.title)}</span>
                        <Off fen={each.fen} />
                      </li>
                    ))}
                  </ul>
                  <p>{t('order.allocationsWords')}</p>
                </details>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <p className="order-shop-sum">
        {t('order.shopSum')} <Money fen={order.goodsFen + order.freightFen} />
      </p>
    </section>
  );
}

function Facts({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const notice = useNotice();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const time = (at: number) => formatInstant(at, zone, lang, 'full');
  const { address } = purchase;
  async function copy() {
    await navigator.clipboard.writeText(purchase.number);
    notice({ words: t('order.copied') });
  }
  return (
    <section className="panel order-facts">
      <dl>
        <div>
          <dt>{t('order.address')}</dt>
          <dd>
            {address.recipient} {address.phone}
            <br />
            {pick(regionName(address.region))} {address.line}
          </dd>
        </div>
        <div>
          <dt>{t('order.number')}</dt>
          <dd>
            <span className="order-number">{purchase.number}</span>
            {'clipboard' in navigator ? (
              <button type="button" className="link-button" onClick={copy} aria-label={t('order.copy')}>
                <Icon name="plan" size={16} />
              </button>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>{t('order.placed')}</dt>
          <dd>{time(purchase.placedAt)}</dd>
        </div>
        {purchase.paidAt === null ? null : (
          <div>
            <dt>{t('order.paid')}</dt>
            <dd>{time(purchase.paidAt)}</dd>
          </div>
        )}
        {purchase.closedAt === null ? null : (
          <div>
            <dt>{t('order.closedAt')}</dt>
            <dd>{time(purchase.closedAt)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
