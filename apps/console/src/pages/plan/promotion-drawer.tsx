import type { CampaignView } from '@dacu/contract/client';
import { fenText, useCampaignNow, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { usePlanTimeline, useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import { operatorWords } from '../../parts/words-of.ts';
import { barsOf } from './gantt/gantt-scale.ts';
import { PromotionRule } from './promotion-rule.tsx';
import { type Promotion, PromotionState } from './promotions.tsx';
import './promotion-drawer.css';

/** One promotion: its rule in words, its windows in the campaign, whether it runs, and the switch that stops it. */
export function PromotionDrawer(props: {
  campaign: CampaignView;
  promotion: Promotion | null;
  zone: string;
  onClose: () => void;
}) {
  const { campaign, promotion, zone } = props;
  const { pick } = useLanguage();
  const at = useTimes(zone);
  return (
    <Drawer
      open={promotion !== null}
      onClose={props.onClose}
      size={720}
      title={promotion ? pick(promotion.title) : ''}
      extra={promotion ? <PromotionState row={promotion} at={at} /> : null}
      destroyOnHidden
    >
      {promotion ? (
        <div className="co-stack">
          <p>{pick(promotion.summary)}</p>
          <Windows campaign={campaign} promotion={promotion} zone={zone} />
          <PromotionRule yaml={campaign.yaml} promotionId={promotion.promotionId} />
          <Switch key={promotion.promotionId} campaign={campaign} promotion={promotion} zone={zone} />
        </div>
      ) : null}
    </Drawer>
  );
}

const GAP = 0.004;

/** Where its windows lie in the campaign, with now; how many there are, and the next. */
function Windows({
  campaign,
  promotion,
  zone,
}: {
  campaign: CampaignView;
  promotion: Promotion;
  zone: string;
}) {
  const t = useT();
  const at = useTimes(zone);
  const now = useCampaignNow(60_000);
  const timeline = usePlanTimeline(campaign.campaignId).data;
  const row = timeline?.rows.find(({ rowId }) => rowId === `promotion:${promotion.promotionId}`);
  if (!timeline || !row) return <div className="co-promo-windows" aria-busy="true" />;
  const view = { from: timeline.startsAt, until: timeline.endsAt };
  const share = now === null ? -1 : (now - view.from) / (view.until - view.from);
  const left = row.windows.filter(([, until]) => now === null || until > now).length;
  return (
    <figure className="co-promo-windows">
      <div className="co-promo-track" aria-hidden="true">
        {barsOf(row.windows, view, GAP).map((bar) => (
          <i
            key={bar.from}
            className={bar.windows > 1 ? 'is-folded' : ''}
            style={{
              insetInlineStart: `${bar.from * 100}%`,
              inlineSize: `max(3px, ${(bar.until - bar.from) * 100}%)`,
            }}
          />
        ))}
        {share >= 0 && share <= 1 ? <b style={{ insetInlineStart: `${share * 100}%` }} /> : null}
      </div>
      <figcaption>
        <span>{at(view.from, 'day')}</span>
        <span>
          {t('promo.windows', { count: countText(row.windows.length), left: countText(left) })}
          {promotion.nextOpensAt === null ? '' : ` · ${t('promo.from', { at: at(promotion.nextOpensAt) })}`}
        </span>
        <span>{at(view.until, 'day')}</span>
      </figcaption>
    </figure>
  );
}

/** Says what will change and for whom, asks why, and does it. */
function Switch({
  campaign,
  promotion,
  zone,
}: {
  campaign: CampaignView;
  promotion: Promotion;
  zone: string;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const mayThrow = useSession().data?.role === 'commander';
  const on = !promotion.stopped;
  const change = useMutation({
    mutationFn: () =>
      api.throwSwitch({
        campaignId: campaign.campaignId,
        target: promotion.promotionId,
        on,
        reason: reason.trim(),
      }),
    onSuccess: async () => {
      setReason('');
      void message.success(t(on ? 'promo.stop.done' : 'promo.resume.done', { title: pick(promotion.title) }));
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
    },
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  if (promotion.support === 'described')
    return (
      <Alert
        type="info"
        showIcon
        title={t('promo.support.described')}
        description={t('promo.describedSwitch')}
      />
    );
  const effects = on
    ? [
        promotion.live ? t('promo.stop.live') : t('promo.stop.notLive'),
        promotion.kind === 'flashSale' ? t('promo.stop.flash') : t('promo.stop.quotes'),
        t('promo.stop.orders', { spent: fenText(promotion.spentFen) }),
        t('promo.stop.back'),
      ]
    : [
        promotion.openUntil !== null
          ? t('promo.resume.open', { at: at(promotion.openUntil) })
          : promotion.nextOpensAt !== null
            ? t('promo.resume.next', { at: at(promotion.nextOpensAt) })
            : t('promo.resume.never'),
        t('promo.resume.orders'),
      ];
  return (
    <section className="co-promo-switch">
      <h3>{t(on ? 'promo.stop.title' : 'promo.resume.title')}</h3>
      <ul>
        {effects.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      {mayThrow ? (
        <div className="co-tools">
          <Input
            value={reason}
            maxLength={300}
            placeholder={t('promo.reason')}
            aria-label={t('promo.reason')}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            danger={on}
            type="primary"
            disabled={reason.trim() === ''}
            loading={change.isPending}
            onClick={() => change.mutate()}
          >
            {t(on ? 'promo.stop.go' : 'promo.resume.go')}
          </Button>
        </div>
      ) : (
        <p className="co-quiet">{t('promo.commanderOnly')}</p>
      )}
    </section>
  );
}
