import { explain, type Quote, STACKING, type TraceEntry } from '@dacu/engine/pricing';
import { EmptyState, fenText, Icon, useLanguage } from '@dacu/ui';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useT } from '../../../../i18n/setup.ts';
import { countText } from '../../../../parts/format.ts';
import { Panel } from '../../../../parts/page-head.tsx';
import { useLayerName } from '../promotion-words.ts';
import type { Sale } from '../sale.ts';

const FILTERS = ['all', 'applied', 'near', 'out'] as const;
type Filter = (typeof FILTERS)[number];

/** `near`: one more step is in sight. */
function sortOf(entry: TraceEntry): Exclude<Filter, 'all'> {
  if (entry.reason === 'applied') return 'applied';
  const step = entry.missingFen ?? entry.missingQuantity ?? entry.missingPoints;
  return step === undefined ? 'out' : 'near';
}

/** Every rule that reaches the cart, layer by layer, with its reason. */
export function TraceList({ sale, quote }: { sale: Sale; quote: Quote }) {
  const t = useT();
  const layerName = useLayerName();
  const [filter, setFilter] = useState<Filter>('all');
  const count = (each: Filter) =>
    each === 'all' ? quote.trace.length : quote.trace.filter((entry) => sortOf(entry) === each).length;
  const shown = quote.trace.filter((entry) => filter === 'all' || sortOf(entry) === filter);
  return (
    <Panel
      title={t('wb.trace.title')}
      words={t('wb.trace.words')}
      tools={
        <Segmented<Filter>
          size="small"
          value={filter}
          onChange={setFilter}
          aria-label={t('wb.trace.filter')}
          options={FILTERS.map((value) => ({
            value,
            label: `${t(`wb.trace.${value}`)} ${countText(count(value))}`,
          }))}
        />
      }
    >
      {shown.length === 0 ? (
        <EmptyState icon="filter" title={t('wb.trace.none')} words={t('wb.trace.noneWords')} />
      ) : (
        <ol className="wb-trace" aria-label={t('wb.trace.title')}>
          {STACKING.map(({ layer }, i) => {
            const own = shown.filter((entry) => entry.layer === layer);
            if (own.length === 0) return null;
            return (
              <li key={layer}>
                <h3>
                  <span className="wb-layer-no">{i + 1}</span>
                  {layerName(layer)}
                </h3>
                <ul>
                  {own.map((entry) => (
                    <Entry
                      key={`${entry.promotionId} ${entry.shopId} ${entry.couponId}`}
                      sale={sale}
                      entry={entry}
                    />
                  ))}
                </ul>
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}

function Entry({ sale, entry }: { sale: Sale; entry: TraceEntry }) {
  const t = useT();
  const { pick } = useLanguage();
  const sort = sortOf(entry);
  const { shopId, baseFen } = entry;
  const shop = shopId === undefined ? '' : pick(sale.shops.get(shopId)?.name) || shopId;
  const about = [shop, baseFen > 0 ? t('wb.trace.base', { base: fenText(baseFen) }) : ''].filter(Boolean);
  return (
    <li className={`is-${sort}`}>
      <Icon
        name={sort === 'applied' ? 'check' : sort === 'near' ? 'up' : 'close'}
        size={16}
        label={t(`wb.trace.${sort}`)}
      />
      <span className="wb-trace-title">{pick(entry.title)}</span>
      <span title={entry.reason}>
        {pick(explain(entry))}
        {about.length > 0 ? <span className="co-line co-quiet">{about.join(' · ')}</span> : null}
      </span>
      <span className="wb-trace-fen">{entry.discountFen > 0 ? `−${fenText(entry.discountFen)}` : ''}</span>
    </li>
  );
}
