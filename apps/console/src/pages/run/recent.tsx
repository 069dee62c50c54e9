import { fenText, Icon, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { PurchaseState } from '../../parts/purchase-state.tsx';
import { useWholeRows } from '../../parts/use-whole-rows.ts';
import type { BoardProps } from './board.tsx';

/** The last orders that were placed, as many as there is room for. No names: province, item, amount, state. */
export function Recent({ frame, zone }: BoardProps) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const [room, rows] = useWholeRows();
  return (
    <section className="co-cell is-recent">
      <div className="co-chart-head">
        <div>
          <h2>{t('recent.title')}</h2>
          <p>{t('recent.words', { at: at(frame.campaignAt, 'clockSeconds') })}</p>
        </div>
        <Link className="co-recent-all" to="/orders">
          {t('recent.all')} <Icon name="forward" size={15} />
        </Link>
      </div>
      {frame.recent.length === 0 ? (
        <p className="co-recent-none">{t('recent.none')}</p>
      ) : (
        <div className="co-recent-room" ref={room}>
          <table className="co-recent">
            <tbody>
              {frame.recent.slice(0, rows).map((order) => (
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
