import type { ReviewDocument } from '@dacu/contract/api';
import type { ReviewList } from '@dacu/contract/client';
import { EmptyState, Icon, useLanguage } from '@dacu/ui';
import { Button, Select } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useReview, useReviews } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { scenarioText } from '../rehearse/scenario-words.ts';
import { Figures } from './figures.tsx';
import { Goals } from './goals.tsx';
import { Inputs } from './inputs.tsx';
import { Items } from './items.tsx';
import { PhasePairs, PromotionPairs } from './pairs.tsx';
import './compare.css';

/** Two reviews side by side; which two stands in the address. */
export function Component() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const [a, b] = [params.get('a') ?? '', params.get('b') ?? ''];
  const choose = (change: Readonly<Record<string, string>>) =>
    setParams((before) => {
      for (const [name, id] of Object.entries(change)) before.set(name, id);
      return before;
    });
  return (
    <div className="co-body co-compare">
      <PageHead
        title={
          <>
            <Link className="co-crumb" to="/rehearse">
              {t('rail.rehearse')}
            </Link>
            {t('compare.title')}
          </>
        }
        words={t('compare.words')}
      >
        <Button onClick={() => globalThis.print()}>{t('review.savePdf')}</Button>
      </PageHead>
      <Loaded query={useReviews()}>
        {({ reviews }) => (
          <div className="co-compare-choice">
            <Choice side="a" value={a} reviews={reviews} choose={(id) => choose({ a: id })} />
            <Button
              className="co-no-print"
              aria-label={t('compare.swap')}
              title={t('compare.swap')}
              icon={<Icon name="sort" size={16} />}
              disabled={a === '' || b === ''}
              onClick={() => choose({ a: b, b: a })}
            />
            <Choice side="b" value={b} reviews={reviews} choose={(id) => choose({ b: id })} />
          </div>
        )}
      </Loaded>
      {a === '' || b === '' ? (
        <div className="co-panel">
          <EmptyState icon="review" title={t('compare.choose')} words={t('compare.chooseWords')} />
        </div>
      ) : a === b ? (
        <div className="co-panel">
          <EmptyState icon="review" title={t('compare.same')} words={t('compare.sameWords')} />
        </div>
      ) : (
        <Both a={a} b={b} />
      )}
    </div>
  );
}

function Choice(props: {
  side: 'a' | 'b';
  value: string;
  reviews: ReviewList['reviews'];
  choose: (id: string) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const { side, value, reviews } = props;
  const known = reviews.find(({ reviewId }) => reviewId === value);
  const ran = (review: ReviewList['reviews'][number]) =>
    review.kind === 'live'
      ? t('compare.live')
      : [
          wallAt(review.createdAtWall),
          countText(review.visits ?? 0),
          review.scenario === null ? '' : scenarioText(t, review.scenario),
        ].join(' · ');
  return (
    <div className={`co-compare-side is-${side}`}>
      <span className="co-compare-mark">{t(`compare.${side}`)}</span>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={`${t(`compare.${side}`)}: ${t('compare.pick')}`}
        placeholder={t('compare.pick')}
        value={known?.reviewId ?? null}
        onChange={(id) => id && props.choose(id)}
        options={reviews.map((review) => ({
          value: review.reviewId,
          label: `${pick(review.title)} · ${ran(review)}`,
        }))}
      />
      {known ? (
        <Link className="co-line" to={`/review/${known.reviewId}`}>
          {t('rail.review')} →
        </Link>
      ) : null}
    </div>
  );
}

function Both({ a, b }: { a: string; b: string }) {
  const second = useReview(b);
  return (
    <Loaded query={useReview(a)}>
      {(one) => <Loaded query={second}>{(other) => <Compared a={one} b={other} />}</Loaded>}
    </Loaded>
  );
}

export type Sides = { readonly a: ReviewDocument; readonly b: ReviewDocument };

function Compared({ a, b }: Sides) {
  return (
    <>
      <Inputs a={a} b={b} />
      <Goals a={a} b={b} />
      <Figures a={a} b={b} />
      <div className="co-two">
        <PhasePairs a={a} b={b} />
        <PromotionPairs a={a} b={b} />
      </div>
      <Items a={a} b={b} />
    </>
  );
}
