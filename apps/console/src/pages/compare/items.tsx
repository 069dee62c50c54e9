import { fenText, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { Panel } from '../../parts/page-head.tsx';
import type { Sides } from './compare.tsx';
import { compareItems, type ItemPair } from './compare-reviews.ts';

/** The ten best items of each, with their ranks. */
export function Items({ a, b }: Sides) {
  const t = useT();
  const { pick } = useLanguage();
  const items = compareItems(a, b);
  const both = items.filter((item) => item.a !== null && item.b !== null).length;
  if (items.length === 0) return null;
  return (
    <Panel title={t('compare.items.title', { count: both })} words={t('compare.items.words')}>
      <div className="co-scroll">
        <table className="co-table co-inset">
          <thead>
            <tr>
              <th>{t('items.col.item')}</th>
              <th className="co-num" colSpan={2}>
                {t('compare.a')}
              </th>
              <th className="co-num" colSpan={2}>
                {t('compare.b')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.skuId}>
                <td>{pick(item.title)}</td>
                <Place place={item.a} />
                <Place place={item.b} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Place({ place }: { place: ItemPair['a'] }) {
  const t = useT();
  return (
    <>
      <td className="co-num co-quiet">{place ? t('compare.items.rank', { rank: place.rank }) : ''}</td>
      <td className="co-num">{place ? fenText(place.paidFen) : ''}</td>
    </>
  );
}
