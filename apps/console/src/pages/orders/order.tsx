import type { OpsOrderView } from '@dacu/contract/api';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api } from '../../data/api.ts';
import { useChannelName } from '../../data/channel-names.ts';
import { useT } from '../../i18n/setup.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { PurchaseState } from '../../parts/purchase-state.tsx';
import { EndPresale } from './end-presale.tsx';
import { OrderEvents } from './order-events.tsx';
import { OrderLines } from './order-lines.tsx';
import { OrderMovements } from './order-movements.tsx';
import { ShopperPasskeys } from './shopper-passkeys.tsx';
import './order.css';

/** One order: what is owed and why, what happened, how stock moved for it. */
export function Component() {
  const { purchaseId = '' } = useParams();
  const t = useT();
  const query = useQuery({ queryKey: ['orders', 'one', purchaseId], queryFn: () => api.order(purchaseId) });
  return (
    <div className="co-body">
      <PageHead
        title={
          <>
            <Link className="co-crumb" to="/orders">
              {t('rail.orders')}
            </Link>
            {query.data?.number ?? ''} {query.data ? <PurchaseState state={query.data.state} /> : null}
          </>
        }
        words={<code>{purchaseId}</code>}
      >
        <CopyButton text={window.location.href} label={t('palette.command.copy')} />
      </PageHead>
      <Loaded query={query}>{(order) => <Order order={order} />}</Loaded>
    </div>
  );
}

function Order({ order }: { order: OpsOrderView }) {
  const t = useT();
  return (
    <>
      <div className="co-order-top">
        <Panel title={t('order.money')}>
          <Money order={order} />
        </Panel>
        <Panel title={t('order.facts')}>
          <Facts order={order} />
        </Panel>
        <Panel title={t('order.events')} words={t('order.eventsWords')}>
          <OrderEvents order={order} />
        </Panel>
      </div>
      {order.kind === 'presale' ? <EndPresale order={order} /> : null}
      <OrderLines order={order} />
      <Panel title={t('order.movements')} words={t('order.movementsWords')}>
        <OrderMovements order={order} />
      </Panel>
      <ShopperPasskeys shopperId={order.shopperId} />
    </>
  );
}

/** List price − what every promotion took off + freight = what is paid. */
function Money({ order }: { order: OpsOrderView }) {
  const t = useT();
  const off = order.listFen - order.goodsFen;
  return (
    <dl className="co-order-sum">
      <Row label={t('order.list')} value={fenText(order.listFen)} />
      <Row label={t('order.off')} value={`−${fenText(off)}`} />
      <Row label={t('order.goods')} value={fenText(order.goodsFen)} />
      <Row label={t('order.freight')} value={fenText(order.freightFen)} />
      <Row label={t('order.pay')} value={fenText(order.payFen)} main />
      {order.refundedFen > 0 ? (
        <Row label={t('order.refunded')} value={`−${fenText(order.refundedFen)}`} />
      ) : null}
    </dl>
  );
}

function Row({ label, value, main = false }: { label: string; value: string; main?: boolean }) {
  return (
    <div className={main ? 'is-main' : ''}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Facts({ order }: { order: OpsOrderView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const nameOf = useChannelName();
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('orders.col.kind'), t(`orders.kind.${order.kind}`)],
    [t('orders.col.channel'), nameOf(order.channel)],
    ...(order.source
      ? ([
          [
            t('order.source'),
            t('order.sourceWords', { store: pick(order.source.name), at: at(order.source.openedAt, 'full') }),
          ],
        ] as const)
      : []),
    [t('orders.col.placed'), at(order.placedAt, 'full')],
    ...(order.state === 'held' ? ([[t('order.holdUntil'), at(order.holdUntil, 'full')]] as const) : []),
    [
      t('orders.col.edition'),
      order.campaignId ? (
        <Link key="edition" to={`/plan/${order.campaignId}?tab=editions`}>
          {t('plan.edition', { no: order.editionNo })}
        </Link>
      ) : (
        t('plan.edition', { no: order.editionNo })
      ),
    ],
    [t('order.recipient'), `${order.address.recipient} ${order.address.phone}`],
    [t('order.address'), order.address.line],
    [t('figure.col.shopper'), <code key="shopper">{order.shopperId}</code>],
    ...(order.activityId
      ? ([
          [
            t(order.kind === 'presale' ? 'order.pool' : 'order.activity'),
            <code key="activity">{order.activityId}</code>,
          ],
        ] as const)
      : []),
  ];
  return (
    <dl className="co-order-facts" lang={lang === 'zh' ? 'zh-CN' : 'en'}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
