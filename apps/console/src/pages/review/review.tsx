import type { ReviewDocument } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { useReview } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { ChannelBars } from '../../parts/channel-bars.tsx';
import { countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Presales, ReturnRates } from './after.tsx';
import { Audit } from './audit.tsx';
import { Discounts } from './discounts.tsx';
import { Funnel } from './funnel.tsx';
import { Goals } from './goals.tsx';
import { Improvements } from './improvements.tsx';
import { Indicators } from './indicators.tsx';
import { BestItems, StockOuts, WorstItems } from './items.tsx';
import { Phases } from './phases.tsx';
import { ReviewProvider } from './review-figure.tsx';
import './review.css';

export function Component() {
  const { reviewId = '' } = useParams();
  return (
    <div className="co-body co-review">
      <Loaded query={useReview(reviewId)}>{(review) => <ReviewPage review={review} />}</Loaded>
    </div>
  );
}

/** What came out, against what was wanted: verdict first, then goals, course, costs, goods, what to change, the books. */
function ReviewPage({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const at = useTimes(review.campaign.zone);
  const { window } = review;
  const base = `/api/ops/reviews/${encodeURIComponent(review.reviewId)}`;
  const asOf = t('note.asOf', { at: at(window.asOf, 'full'), position: window.asOfPosition });
  return (
    <ReviewProvider review={review}>
      <PageHead
        title={
          <>
            <Link className="co-crumb" to={review.kind === 'live' ? '/review' : '/rehearse'}>
              {t(review.kind === 'live' ? 'rail.review' : 'rail.rehearse')}
            </Link>
            {pick(review.campaign.title)}
          </>
        }
        words={
          <>
            {review.campaign.editionNo === null
              ? t('review.draft')
              : t('plan.edition', { no: review.campaign.editionNo })}{' '}
            · {at(window.startsAt, 'day')} – {at(window.endsAt - 1, 'day')} · {asOf}
            {review.simulated ? (
              <span className="co-tag is-warn co-review-tag">{t('review.simulated')}</span>
            ) : null}
          </>
        }
      >
        <Link className="co-head-go" to={`/rehearse/compare?a=${encodeURIComponent(review.reviewId)}`}>
          <Icon name="columns" size={16} /> {t('review.compare')}
        </Link>
        <a className="co-head-go" href={`${base}.md?lang=${lang}`} download>
          <Icon name="receipt" size={16} /> Markdown
        </a>
        <a className="co-head-go" href={base} download={`dacu-review-${review.reviewId}.json`}>
          <Icon name="receipt" size={16} /> JSON
        </a>
        <Button onClick={() => globalThis.print()}>{t('review.savePdf')}</Button>
      </PageHead>
      {review.rehearsal ? (
        <p className="co-rehearsal-line">
          {t('review.rehearsal', {
            seed: review.rehearsal.seed,
            scenario: t(`rehearse.scenario.${review.rehearsal.scenario}`),
            visits: countText(review.rehearsal.visits),
            scale: countText(review.rehearsal.scale),
            seconds: (review.rehearsal.durationMs / 1000).toFixed(1),
          })}{' '}
          <code title={review.rehearsal.hash}>{review.rehearsal.hash.slice(0, 16)}</code>
        </p>
      ) : null}
      <Goals review={review} />
      <Indicators review={review} />
      <Phases review={review} />
      <div className="co-two">
        <section className="co-panel is-padded">
          <Funnel review={review} />
        </section>
        <section className="co-panel is-padded">
          <ChannelBars channels={review.channels} subtitle={t('review.channelsWords', { asOf })} />
        </section>
      </div>
      <Discounts review={review} asOf={asOf} />
      <div className="co-two">
        <BestItems review={review} />
        <WorstItems review={review} />
      </div>
      <StockOuts review={review} />
      <Presales review={review} />
      <ReturnRates review={review} />
      <Improvements review={review} />
      <Audit review={review} />
    </ReviewProvider>
  );
}
