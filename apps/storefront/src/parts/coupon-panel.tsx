import type { QuoteView } from '@dacu/contract/api';
import { Icon } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { ApiFailure } from '../data/api.ts';
import type { Choice } from '../data/coupon-choice.ts';
import { claimableFor, couponCentreQuery, myCouponsQuery } from '../data/coupons.ts';
import { useT } from '../i18n/setup.ts';
import { type Priced, Verdict } from './coupon-verdict.tsx';
import { useFailureWords } from './failure.tsx';
import { useNotice } from './notice.tsx';
import { Off } from './receipt.tsx';
import './coupon-panel.css';

const ChooseCoupons = lazy(() =>
  import('./choose-coupons.tsx').then(({ ChooseCoupons }) => ({ default: ChooseCoupons })),
);

type CouponPanelProps = {
  readonly quote: QuoteView;
  readonly priced: Priced;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  /** Nothing may change while it is not known whether the order was placed. */
  readonly locked?: boolean;
  readonly waiting?: boolean;
};

/** Coupons in one row: what they save, whether that is the best there is, and the way to choose otherwise. */
export function CouponPanel({ quote, priced, choice, onChoose, locked, waiting }: CouponPanelProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { data: mine } = useQuery(myCouponsQuery('available'));
  const { data: centre } = useQuery(couponCentreQuery);
  const inHand = mine?.counts.available ?? 0;
  const claimable = claimableFor(quote, centre);
  const saved = quote.coupons.reduce((sum, { savedFen }) => sum + savedFen, 0);
  const used = quote.coupons.length;
  if (mine && inHand === 0 && used === 0 && claimable.length === 0 && choice === null) {
    return (
      <section className="panel coupon-panel" aria-label={t('coupon.nav')}>
        <Link to="/coupons" className="coupon-panel-row">
          <Icon name="ticket" size={20} />
          <span className="coupon-panel-name">{t('coupon.nav')}</span>
          <span className="coupon-panel-none">{t('choice.noneInHand')}</span>
          <Icon name="forward" size={16} />
        </Link>
      </section>
    );
  }
  return (
    <section className="panel coupon-panel" aria-label={t('coupon.nav')}>
      <button
        type="button"
        className="coupon-panel-row"
        aria-haspopup="dialog"
        disabled={locked}
        onClick={() => setOpen(true)}
      >
        <Icon name="ticket" size={20} />
        <span className="coupon-panel-name">
          {t('coupon.nav')}
          {used > 0 ? <small>{t('choice.count', { count: used })}</small> : null}
        </span>
        {used > 0 ? (
          <Off fen={saved} className={`coupon-panel-off ${waiting ? 'is-waiting' : ''}`} />
        ) : (
          <span className="coupon-panel-none">
            {choice === null && inHand > 0 ? t('choice.noUse', { count: inHand }) : t('choice.noneUsed')}
          </span>
        )}
        <Icon name="forward" size={16} />
      </button>
      {used > 0 || choice !== null ? (
        <div className="coupon-panel-verdict">
          <Verdict quote={quote} own={choice !== null} />
          {choice === null ? null : (
            <button type="button" className="link-button" disabled={locked} onClick={() => onChoose(null)}>
              {t('choice.useBest')}
            </button>
          )}
        </div>
      ) : null}
      {claimable.length > 0 ? (
        <button
          type="button"
          className="coupon-panel-more"
          disabled={locked}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <Icon name="plus" size={14} /> {t('choice.canClaim', { count: claimable.length })}
        </button>
      ) : null}
      {open ? (
        <Suspense>
          <ChooseCoupons priced={priced} choice={choice} onChoose={onChoose} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}

const BROKEN: readonly (string | null)[] = ['couponUsed', 'couponExpired', 'couponUnknown'];

/** A chosen coupon that is gone (used in another tab, expired) must not hold up the order: the best is taken again, and said. */
export function useDropBroken(error: unknown, choice: Choice, choose: (choice: Choice) => void): void {
  const t = useT();
  const notice = useNotice();
  const words = useFailureWords();
  const broken = choice !== null && error instanceof ApiFailure && BROKEN.includes(error.code);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    if (!broken) return;
    choose(null);
    notice({ words: t('choice.dropped', { words: words(error) }), tone: 'bad' });
  }, [broken, error]);
}
