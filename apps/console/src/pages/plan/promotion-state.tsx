import type { CampaignView } from '@dacu/contract/client';
import { useT } from '../../i18n/setup.ts';

export type Promotion = CampaignView['promotions'][number];
export const PROMOTION_STATES = ['live', 'stopped', 'upcoming', 'over'] as const;

/** What a promotion does now: a switch goes before its window. */
export function promotionNow(row: Promotion): (typeof PROMOTION_STATES)[number] {
  if (row.stopped) return 'stopped';
  if (row.live) return 'live';
  return row.nextOpensAt === null ? 'over' : 'upcoming';
}

/** The same in words, with until or from when. */
export function PromotionState({ row, at }: { row: Promotion; at: (instant: number) => string }) {
  const t = useT();
  const state = promotionNow(row);
  if (state === 'stopped') return <span className="co-tag is-bad">{t('promo.now.stopped')}</span>;
  if (state === 'live')
    return (
      <>
        <span className="co-tag is-good">{t('promo.now.live')}</span>{' '}
        {row.openUntil === null ? null : (
          <span className="co-quiet">{t('promo.until', { at: at(row.openUntil) })}</span>
        )}
      </>
    );
  if (row.nextOpensAt === null) return <span className="co-quiet">{t('promo.now.over')}</span>;
  return <span className="co-quiet">{t('promo.from', { at: at(row.nextOpensAt) })}</span>;
}
