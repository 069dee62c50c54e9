import type { ReplayDocument } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { Alert, Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { useT } from '../../../i18n/setup.ts';
import { bpText, countText } from '../../../parts/format.ts';
import { changeText, toneOf } from './change-text.ts';
import { Losers } from './losers.tsx';
import { OffTable } from './off-table.tsx';
import { Promotions } from './promotions.tsx';
import { SegmentsTable } from './segments-table.tsx';
import { ShopsTable } from './shops-table.tsx';

const VIEWS = ['segments', 'shops', 'off', 'promotions', 'losers'] as const;

/** What a replay found: the sums, what to mind about them, and the tables behind. */
export function Result({ document }: { document: ReplayDocument }) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'segments';
  const body = {
    segments: <SegmentsTable segments={document.segments} />,
    shops: <ShopsTable shops={document.shops} />,
    off: <OffTable off={document.off} />,
    promotions: <Promotions document={document} />,
    losers: <Losers document={document} />,
  };
  return (
    <div className="co-rp-result">
      <Alert
        type="warning"
        showIcon
        title={t('replay.assumed')}
        description={<Notes document={document} />}
      />
      <Figures document={document} />
      <Tabs
        activeKey={view}
        onChange={(next) => {
          const id = params.get('id');
          setParams({ ...(id !== null && { id }), view: next });
        }}
        items={VIEWS.map((key) => ({
          key,
          label: t(`replay.tab.${key}`),
          children: key === view ? body[key] : null,
        }))}
      />
    </div>
  );
}

function Notes({ document }: { document: ReplayDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  const { assumptions, leftOut, phases, past, workedOut } = document;
  const { couponsUnknown, flashUnknown, servicesUnknown } = document;
  const missing = phases.filter(({ draft, purchases }) => draft === null && purchases > 0);
  const { at, coupons, stops } = assumptions;
  return (
    <ul className="co-rp-notes">
      <li>
        {t('replay.at')}: {t(`replay.at.${at}`)} · {t('replay.coupons')}: {t(`replay.coupons.${coupons}`)} ·{' '}
        {t('replay.stops')}: {t(`replay.stops.${stops}`)}
      </li>
      {past.scale > 1 ? <li>{t('replay.scale', { scale: countText(Math.round(past.scale)) })}</li> : null}
      {leftOut.map(({ reason, purchases, paidFen }) => (
        <li key={reason}>
          {t(`replay.leftOut.${reason}`, { count: countText(purchases), paid: fenText(paidFen) })}
        </li>
      ))}
      {missing.length > 0 && at === 'phase' ? (
        <li>
          {t('replay.missingPhases', {
            phases: missing
              .map(({ title, purchases }) => `${pick(title)} ${countText(purchases)}`)
              .join(' · '),
          })}
        </li>
      ) : null}
      {workedOut > 0 ? <li>{t('replay.workedOut', { count: countText(workedOut) })}</li> : null}
      {couponsUnknown > 0 ? (
        <li>{t('replay.couponsUnknown', { count: countText(couponsUnknown) })}</li>
      ) : null}
      {flashUnknown > 0 ? <li>{t('replay.flashUnknown', { count: countText(flashUnknown) })}</li> : null}
      {servicesUnknown > 0 ? (
        <li>{t('replay.servicesUnknown', { count: countText(servicesUnknown) })}</li>
      ) : null}
      {past.presales ? <li>{t('replay.presales', { count: countText(past.presales) })}</li> : null}
    </ul>
  );
}

function Figures({ document }: { document: ReplayDocument }) {
  const t = useT();
  const { purchases, priced, changed, dearer, cheaper, pay, shops, off } = document;
  const sum = (list: readonly { readonly pastFen: number; readonly draftFen: number }[]) => ({
    pastFen: list.reduce((total, { pastFen }) => total + pastFen, 0),
    draftFen: list.reduce((total, { draftFen }) => total + draftFen, 0),
  });
  const margin = sum(
    shops.map(({ pastMarginFen, draftMarginFen }) => ({ pastFen: pastMarginFen, draftFen: draftMarginFen })),
  );
  const paidBy = (funder: string) => sum(off.filter((one) => one.funder === funder));
  return (
    <dl className="co-rp-figures">
      <Figure
        name={t('replay.fig.orders')}
        value={countText(priced)}
        beside={t('replay.fig.ofOrders', { count: countText(purchases) })}
      />
      <Figure
        name={t('replay.fig.changed')}
        value={priced === 0 ? '—' : bpText(Math.round((changed * 10_000) / priced))}
        beside={t('replay.fig.changedWords', { dearer: countText(dearer), cheaper: countText(cheaper) })}
      />
      <Beside name={t('replay.fig.pay')} both={pay} />
      <Beside name={t('replay.fig.margin')} both={margin} />
      <Beside name={t('replay.fig.platform')} both={paidBy('platform')} />
      <Beside name={t('replay.fig.seller')} both={paidBy('seller')} />
    </dl>
  );
}

function Beside({ name, both }: { name: string; both: { pastFen: number; draftFen: number } }) {
  const t = useT();
  const changeFen = both.draftFen - both.pastFen;
  return (
    <Figure
      name={name}
      value={fenText(both.draftFen)}
      beside={`${t('replay.fig.was', { past: fenText(both.pastFen) })} · ${changeText(changeFen)}`}
      tone={toneOf(changeFen)}
    />
  );
}

function Figure(props: { name: string; value: string; beside: string; tone?: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
      <dd className={`co-rp-beside ${props.tone ?? ''}`}>{props.beside}</dd>
    </div>
  );
}
