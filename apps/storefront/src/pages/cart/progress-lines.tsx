import { fenText, Icon, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import type { NextStep } from './cart-groups.ts';

const SHOWN_MAX = 2;

/** The next steps that can be reached: how far, what for, and where to find what is missing. */
export function ProgressLines({ steps, label }: { steps: readonly NextStep[]; label: string }) {
  const t = useT();
  const { pick } = useLanguage();
  if (steps.length === 0) return null;
  return (
    <section className="progress" aria-label={label}>
      <ul>
        {steps.slice(0, SHOWN_MAX).map((row) => (
          <li key={`${row.promotionId}-${row.shopId}`}>
            <Link to={`/search?topUp=${encodeURIComponent(row.promotionId)}`} className="progress-link">
              <span className="progress-words">
                <strong>
                  {t('cart.progressLine', {
                    missing: fenText(row.missingFen, true),
                    off: fenText(row.nextOffFen, true),
                  })}
                </strong>
                <span className="progress-title">
                  {pick(row.title)}
                  {row.discountFen > 0
                    ? ` · ${t('cart.progressHad', { amount: fenText(row.discountFen, true) })}`
                    : null}
                </span>
                <span className="progress-go">
                  {t('cart.progressUse')} <Icon name="forward" size={14} />
                </span>
              </span>
              <span className="progress-track" aria-hidden="true">
                <span
                  style={{
                    inlineSize: `${Math.floor((row.baseFen * 100) / (row.baseFen + row.missingFen))}%`,
                  }}
                />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
