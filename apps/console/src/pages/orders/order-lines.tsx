import type { OpsOrderView } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { Panel } from '../../parts/page-head.tsx';
import '../../parts/chart-frame.css';

const FUNDERS = ['platform', 'seller', 'brand', 'government'] as const;

/** By shop: each line from list price to net price, with every promotion's share and who pays for it. */
export function OrderLines({ order }: { order: OpsOrderView }) {
  const t = useT();
  const { pick } = useLanguage();
  const funderText = (funder: string) => {
    const known = FUNDERS.find((each) => each === funder);
    return known ? t(`order.funder.${known}`) : funder;
  };
  return order.orders.map((shop) => (
    <Panel
      key={shop.orderId}
      title={pick(shop.shopName)}
      words={t('order.shopWords', { goods: fenText(shop.goodsFen), freight: fenText(shop.freightFen) })}
    >
      <table className="co-table co-order-lines">
        <thead>
          <tr>
            <th>{t('stock.col.item')}</th>
            <th className="co-num">{t('orders.col.units')}</th>
            <th className="co-num">{t('order.list')}</th>
            <th>{t('order.shares')}</th>
            <th className="co-num">{t('order.net')}</th>
          </tr>
        </thead>
        <tbody>
          {shop.lines.map((line) => (
            <tr key={line.lineId}>
              <td>
                <a href={`/products/${line.productId}`} target="_blank" rel="noreferrer">
                  {pick(line.title)}
                </a>
                <span className="co-line co-quiet">
                  {pick(line.skuTitle)} ·{' '}
                  <Link to={`/stock?q=${encodeURIComponent(line.skuId)}`}>
                    <code>{line.skuId}</code>
                  </Link>
                </span>
              </td>
              <td className="co-num">
                {line.quantity}
                {line.returnedQuantity > 0 ? (
                  <span className="co-line co-quiet">
                    {t('order.returnedUnits', { units: line.returnedQuantity })}
                  </span>
                ) : null}
              </td>
              <td className="co-num">{fenText(line.listFen)}</td>
              <td>
                {line.allocations.length === 0 ? (
                  <span className="co-quiet">{t('order.noShares')}</span>
                ) : null}
                <ul className="co-order-shares">
                  {line.allocations.map((share) => (
                    <li key={`${share.promotionId} ${share.layer}`}>
                      <span>
                        {order.campaignId ? (
                          <Link to={`/plan/${order.campaignId}?tab=promotions`}>{pick(share.title)}</Link>
                        ) : (
                          pick(share.title)
                        )}
                        <span className="co-line co-quiet">
                          {share.funders
                            .map(({ funder, fen }) => `${funderText(funder)} ${fenText(fen)}`)
                            .join(' · ')}
                        </span>
                      </span>
                      <span className="co-num">−{fenText(share.fen)}</span>
                    </li>
                  ))}
                </ul>
              </td>
              <td className="co-num co-strong">{fenText(line.netFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  ));
}
