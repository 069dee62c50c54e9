import type { AuditCart } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useT } from '../../../i18n/setup.ts';
import { useTimes } from '../../../parts/format.ts';

/** The cart that proves a finding: who asks for what and when, what each line costs and pays, and what took it off. */
export function CartTable({ cart, zone }: { cart: AuditCart; zone: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const { memberTier, newcomer, idleDays, channel } = cart.shopper;
  const who = [
    at(cart.at, 'full'),
    newcomer ? t('findings.cart.newcomer') : '',
    memberTier === null ? '' : t('findings.cart.tier', { tier: memberTier }),
    idleDays === null ? '' : t('findings.cart.idle', { count: idleDays }),
    channel === null ? '' : t('findings.cart.channel', { channel }),
    cart.couponCount === 0 ? '' : t('findings.cart.coupons', { count: cart.couponCount }),
  ].filter(Boolean);
  const sum = (key: 'listFen' | 'netFen' | 'costFen') => cart.lines.reduce((all, line) => all + line[key], 0);
  return (
    <div className="fi-proof">
      <p className="co-quiet">{who.join(' · ')}</p>
      <table className="co-table">
        <thead>
          <tr>
            <th scope="col">{t('findings.cart.item')}</th>
            <th scope="col" className="co-num">
              {t('findings.cart.list')}
            </th>
            <th scope="col" className="co-num">
              {t('findings.cart.cost')}
            </th>
            <th scope="col" className="co-num">
              {t('findings.cart.net')}
            </th>
          </tr>
        </thead>
        <tbody>
          {cart.lines.map((line) => (
            <tr key={`${line.skuId} ${line.way}`}>
              <td>
                {line.quantity} × {pick(line.title)}{' '}
                {line.way === null ? null : <span className="co-tag">{t(`findings.way.${line.way}`)}</span>}
              </td>
              <td className="co-num">{fenText(line.listFen, true)}</td>
              <td className="co-num">{fenText(line.costFen, true)}</td>
              <td className={`co-num ${line.netFen < line.costFen ? 'fi-below' : ''}`}>
                {fenText(line.netFen, true)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('findings.cart.sum')}</th>
            {(['listFen', 'costFen', 'netFen'] as const).map((key) => (
              <td key={key} className="co-num">
                {fenText(sum(key), true)}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      <ul className="fi-trace" aria-label={t('findings.cart.trace')}>
        {cart.trace.map(({ promotionId, title, discountFen }) => (
          <li key={promotionId}>
            <span>
              {pick(title)} <code>{promotionId}</code>
            </span>
            <span className="co-num">−{fenText(discountFen, true)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
