import { fenText, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { PurchaseState } from '../../parts/purchase-state.tsx';
import type { BoardProps } from './board.tsx';

/** The last orders that were placed. No names: province, item, amount, state. */
export function Recent({ frame, zone }: BoardProps) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  return (
    <section className="co-cell is-recent">
      <div className="co-chart-head">
        <div>
          <h2>{t('recent.title')}</h2>
          <p>{t('recent.words', { at: at(frame.campaignAt, 'clockSeconds') })}</p>
        </div>
      </div>
      {frame.recent.length === 0 ? (
        <p className="co-recent-none">{t('recent.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what does not fit must scroll by keyboard too
        <div className="co-recent-scroll" tabIndex={0}>
          <table className="co-recent">
            <tbody>
              {frame.recent.map((order) => (
                <tr key={order.purchaseId}>
                  <td className="co-quiet">{at(order.at, 'clockSeconds')}</td>
                  <td>{pick(order.city)}</td>
                  <td className="co-recent-title" title={pick(order.title)}>
                    <Link to={`/orders/${order.purchaseId}`}>{pick(order.title)}</Link>
                  </td>
                  <td className="co-num co-strong">{fenText(order.payFen)}</td>
                  <td>
                    <PurchaseState state={order.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
