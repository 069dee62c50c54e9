import type { QuoteView } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { couponCentreQuery, myCouponsQuery, type Programme } from '../../data/coupons.ts';
import { useT } from '../../i18n/setup.ts';
import './product-coupons.css';

const Sheet = lazy(() => import('../../parts/sheet.tsx').then(({ Sheet }) => ({ default: Sheet })));
const CouponsSheet = lazy(() =>
  import('./coupons-sheet.tsx').then(({ CouponsSheet }) => ({ default: CouponsSheet })),
);
const CHIPS_MAX = 3;

/** Programmes whose coupons this item could use: those that its price has looked at, claimed or not. */
function useProgrammes(quote: QuoteView | undefined): readonly Programme[] {
  const { data: centre } = useQuery(couponCentreQuery);
  const { data: mine } = useQuery(myCouponsQuery('available'));
  if (!quote || !centre) return [];
  const held = new Set(mine?.coupons.map(({ promotionId }) => promotionId));
  const touched = new Set(
    quote.trace
      .filter(
        ({ reason, promotionId }) =>
          reason === 'couponNeeded' || (held.has(promotionId) && reason !== 'noEligibleLine'),
      )
      .map(({ promotionId }) => promotionId),
  );
  return centre.programmes.filter(
    ({ promotionId, state }) => touched.has(promotionId) && state !== 'ended' && state !== 'notForYou',
  );
}

/** Coupons for this item as chips in one row, which opens to claim them on the spot. */
export function ProductCoupons({ quote }: { quote: QuoteView | undefined }) {
  const t = useT();
  const { pick } = useLanguage();
  const [open, setOpen] = useState(false);
  const programmes = useProgrammes(quote);
  if (programmes.length === 0) return null;
  return (
    <>
      <button type="button" className="product-coupons" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <b>{t('product.coupons')}</b>
        <span className="product-coupon-chips">
          {programmes.slice(0, CHIPS_MAX).map((programme) => (
            <span key={programme.promotionId} className="coupon-chip">
              {chipWords(programme, pick)}
            </span>
          ))}
        </span>
        <Icon name="forward" size={16} />
      </button>
      {open ? (
        <Suspense>
          <Sheet open title={t('product.coupons')} onClose={() => setOpen(false)}>
            <CouponsSheet programmes={programmes} />
          </Sheet>
        </Suspense>
      ) : null}
    </>
  );
}

function chipWords({ face, terms, title }: Programme, pick: ReturnType<typeof useLanguage>['pick']): string {
  if (face?.kind !== 'off') return pick(title);
  const yuan = (fen: number) => String(fen / 100);
  return face.thresholdFen > 0
    ? pick({
        zh: `满${yuan(face.thresholdFen)}减${yuan(face.offFen)}`,
        en: `¥${yuan(face.offFen)} off ¥${yuan(face.thresholdFen)}`,
      })
    : pick(terms);
}
