import type { QuoteView } from '@dacu/contract/api';
import { fenText, Icon, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';

const SHOWN_MAX = 2;

/** The next steps that can be reached: how far, what for. The nearest first. */
export function ProgressLines({ quote }: { quote: QuoteView }) {
  const t = useT();
  const { pick } = useLanguage();
  const near = quote.trace
    .filter((row) => (row.missingFen ?? 0) > 0 && (row.nextOffFen ?? 0) > 0)
    .toSorted((a, b) => (a.missingFen ?? 0) - (b.missingFen ?? 0))
    .slice(0, SHOWN_MAX);
  if (near.length === 0) return null;
  return (
    <section className="progress" aria-label={t('cart.progress')}>
      <ul>
        {near.map((row) => {
          const missing = row.missingFen ?? 0;
          return (
            <li key={`${row.promotionId}-${row.shopId}`}>
              <p>
                <strong>
                  {t('cart.progressLine', {
                    missing: fenText(missing, true),
                    off: fenText(row.nextOffFen ?? 0, true),
                  })}
                </strong>
                <span>{pick(row.title)}</span>
              </p>
              <span className="progress-track" aria-hidden="true">
                <span
                  style={{ inlineSize: `${Math.floor((row.baseFen * 100) / (row.baseFen + missing))}%` }}
                />
              </span>
            </li>
          );
        })}
      </ul>
      <Link to="/search?sort=sales" className="section-more">
        {t('cart.progressUse')} <Icon name="forward" size={15} />
      </Link>
    </section>
  );
}
