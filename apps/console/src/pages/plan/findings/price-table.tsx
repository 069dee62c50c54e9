import { fenText } from '@dacu/ui';
import { useT } from '../../../i18n/setup.ts';
import { useTimes } from '../../../parts/format.ts';
import type { LawFinding } from './finding.ts';

/** What an item sold for before a promotion opens; the lowest deal is what a rate is counted from. */
export function PriceTable({ prices, zone }: { prices: NonNullable<LawFinding['prices']>; zone: string }) {
  const t = useT();
  const at = useTimes(zone);
  const deals = prices.rows.flatMap(({ dealFen }) => (dealFen === null ? [] : [dealFen]));
  const lowest = Math.min(...deals);
  return (
    <div className="fi-proof">
      <p className="co-quiet">
        <code>{prices.skuId}</code> · {t('findings.prices.opens', { at: at(prices.startsAt) })}
      </p>
      <table className="co-table">
        <thead>
          <tr>
            <th scope="col">{t('findings.prices.from')}</th>
            <th scope="col">{t('findings.prices.until')}</th>
            <th scope="col" className="co-num">
              {t('findings.prices.list')}
            </th>
            <th scope="col" className="co-num">
              {t('findings.prices.deal')}
            </th>
          </tr>
        </thead>
        <tbody>
          {prices.rows.map(({ startsAt, endsAt, listFen, dealFen }) => (
            <tr key={startsAt}>
              <td>{at(startsAt, 'day')}</td>
              <td>{at(endsAt, 'day')}</td>
              <td className="co-num">{fenText(listFen, true)}</td>
              <td className={`co-num ${dealFen === lowest ? 'fi-below' : ''}`}>
                {dealFen === null ? t('findings.prices.none') : fenText(dealFen, true)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
