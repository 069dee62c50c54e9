import type { ReviewList } from '@dacu/contract/client';
import { EmptyState, fenText, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useReviews } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { bpText, countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import './review.css';

/** The review of the live campaign first, then those that rehearsals left. */
export function Component() {
  const t = useT();
  return (
    <div className="co-body">
      <PageHead title={t('rail.review')} words={t('reviews.words')} />
      <Loaded query={useReviews()}>
        {({ reviews }) =>
          reviews.length === 0 ? (
            <EmptyState icon="review" title={t('reviews.none')} words={t('reviews.noneWords')} />
          ) : (
            <ul className="co-reviews">
              {[...reviews]
                .sort((one, other) =>
                  one.kind === other.kind
                    ? other.createdAtWall - one.createdAtWall
                    : one.kind === 'live'
                      ? -1
                      : 1,
                )
                .map((review) => (
                  <ReviewCard key={review.reviewId} review={review} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function ReviewCard({ review }: { review: ReviewList['reviews'][number] }) {
  const t = useT();
  const { pick } = useLanguage();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <li className="co-panel co-review-card">
      <div>
        <span className={`co-tag ${review.kind === 'live' ? 'is-info' : ''}`}>
          {t(`reviews.kind.${review.kind}`)}
        </span>
        <Link to={`/review/${review.reviewId}`}>{pick(review.title)}</Link>
        <p className="co-quiet">
          {review.kind === 'live'
            ? t('reviews.liveWords')
            : t('reviews.rehearsalWords', {
                seed: review.seed ?? '—',
                visits: countText(review.visits ?? 0),
                at: wallAt(review.createdAtWall),
              })}
        </p>
      </div>
      <dl>
        <div>
          <dt>{t('rehearse.col.paid')}</dt>
          <dd>{fenText(review.paidFen)}</dd>
        </div>
        <div>
          <dt>{t('rehearse.col.attainment')}</dt>
          <dd>{review.attainmentBp === null ? '—' : bpText(review.attainmentBp)}</dd>
        </div>
        <div>
          <dt>{t('rehearse.col.audit')}</dt>
          <dd>
            {review.auditPassed === null ? (
              <span className="co-quiet">{t('audit.whenOpened')}</span>
            ) : (
              <span className={`co-tag ${review.auditPassed ? 'is-good' : 'is-bad'}`}>
                {t(review.auditPassed ? 'audit.passed' : 'audit.failed')}
              </span>
            )}
          </dd>
        </div>
      </dl>
    </li>
  );
}
