import type { ReplayCart, ReplayDocument } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { Drawer } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useT } from '../../../i18n/setup.ts';
import { useTimes } from '../../../parts/format.ts';
import type { Column } from '../../../table/column.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { Cart } from './cart.tsx';
import { changeColumn, moneyColumn } from './money-column.tsx';

/** The carts that lose most under the draft; each opens to why. */
export function Losers({ document }: { document: ReplayDocument }) {
  const t = useT();
  const { pick, lang } = useLanguage();
  const at = useTimes('Asia/Shanghai');
  const [params, setParams] = useSearchParams();
  const { losers } = document;
  const source = useMemo(() => ({ kind: 'all', rows: losers }) as const, [losers]);
  const titles = useMemo(() => segmentTitles(document), [document]);
  const shopper = (row: ReplayCart) => {
    const tier = titles.get(`memberTier ${row.shopper.memberTier}`);
    const channel = titles.get(`channel ${row.shopper.channel}`);
    return [tier && pick(tier), channel && pick(channel), row.shopper.newcomer ? t('replay.newcomer') : '']
      .filter(Boolean)
      .join(' · ');
  };
  const columns: Column<ReplayCart>[] = [
    {
      id: 'order',
      title: t('replay.col.order'),
      value: (row) => row.lines.map(({ title }) => pick(title)).join(lang === 'zh' ? '、' : ', '),
      found: (row) =>
        `${row.purchaseId} ${row.lines.map(({ title }) => `${title.zh} ${title.en}`).join(' ')}`,
      exported: (row) => row.purchaseId,
      always: true,
      width: 380,
    },
    {
      id: 'placed',
      title: t('replay.col.placed'),
      value: (row) => row.at,
      cell: (row) => at(row.at, 'full'),
      exported: (row) => new Date(row.at).toISOString(),
      width: 176,
    },
    { id: 'shopper', title: t('replay.col.shopper'), value: shopper, width: 200 },
    moneyColumn('past', t('replay.col.past'), (row) => row.pay.pastFen),
    moneyColumn('draft', t('replay.col.draft'), (row) => row.pay.draftFen),
    changeColumn('change', t('replay.col.change'), (row) => row.changeFen),
  ];
  const href = (purchaseId: string | null) => {
    const next = new URLSearchParams(params);
    if (purchaseId === null) next.delete('cart');
    else next.set('cart', purchaseId);
    return next;
  };
  const opened = losers.find(({ purchaseId }) => purchaseId === params.get('cart'));
  return (
    <>
      <DataTable<ReplayCart>
        id="replay-losers"
        prefix="l-"
        label={t('replay.tab.losers')}
        columns={columns}
        source={source}
        rowKey={(row) => row.purchaseId}
        href={(row) => `/plan/replay?${href(row.purchaseId)}`}
        search={t('replay.search')}
        fileName="replay-losers"
        height="panel"
        empty={{ title: t('replay.noLosers'), words: t('replay.noLosersWords') }}
      />
      <Drawer
        open={opened !== undefined}
        onClose={() => setParams(href(null))}
        size={720}
        title={t('replay.cart')}
        destroyOnHidden
      >
        {opened ? (
          <div className="co-stack">
            <p>
              <strong>
                {t('replay.cartWords', {
                  past: fenText(opened.pay.pastFen),
                  draft: fenText(opened.pay.draftFen),
                  change: fenText(opened.changeFen),
                })}
              </strong>{' '}
              <span className="co-quiet">{shopper(opened)}</span>
            </p>
            <Cart cart={opened} promotions={document.promotions} />
          </div>
        ) : null}
      </Drawer>
    </>
  );
}

/** What tiers and channels are called, as the segments have it. */
function segmentTitles({ segments }: ReplayDocument) {
  return new Map(segments.map(({ dimension, key, title }) => [`${dimension} ${key}`, title]));
}
