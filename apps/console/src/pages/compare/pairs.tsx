import { fenText, useLanguage } from '@dacu/ui';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup.ts';
import { ChartFrame } from '../../parts/chart-frame.tsx';
import { compactFen, countText, shareOf } from '../../parts/format.ts';
import type { Sides } from './compare.tsx';
import { comparePhases, comparePromotions, mostDifferent, type Pair } from './compare-reviews.ts';
import { ratioText } from './figures.tsx';

const DRAWN_MAX = 14;

/** Paid amount phase by phase: A above B, bars from zero on one scale. */
export function PhasePairs({ a, b }: Sides) {
  const t = useT();
  const finding = useFinding();
  const pairs = comparePhases(a, b).filter((pair) => pair.a > 0 || pair.b > 0);
  return (
    <PairChart
      pairs={pairs}
      title={(most) => finding('compare.phases.title', 'phase', most)}
      none={t('compare.phases.none')}
      subtitle={t('compare.phases.words')}
      head={t('phases.col.phase')}
    />
  );
}

/** What each promotion cost. */
export function PromotionPairs({ a, b }: Sides) {
  const t = useT();
  const finding = useFinding();
  const pairs = comparePromotions(a, b);
  const ordersOf = (id: string) => pairs.find((pair) => pair.id === id)!.orders;
  return (
    <PairChart
      pairs={pairs}
      title={(most) => finding('compare.promotions.title', 'promotion', most)}
      none={t('compare.promotions.none')}
      subtitle={t('compare.promotions.words')}
      head={t('discounts.col.promotion')}
      more={{
        head: [
          `${t('compare.a')} ${t('compare.col.orders')}`,
          `${t('compare.b')} ${t('compare.col.orders')}`,
        ],
        cells: (pair) => [countText(ordersOf(pair.id).a), countText(ordersOf(pair.id).b)],
      }}
    />
  );
}

/** Says the finding: what differs most, by how much and which way. */
function useFinding() {
  const t = useT();
  const { lang, pick } = useLanguage();
  return (
    key: 'compare.phases.title' | 'compare.promotions.title',
    name: 'phase' | 'promotion',
    most: Pair,
  ): string =>
    t(key, {
      [name]: pick(most.title),
      more: t(most.b > most.a ? 'compare.phases.more' : 'compare.phases.less'),
      amount: compactFen(Math.abs(most.b - most.a), lang),
    });
}

type PairChartProps = {
  readonly pairs: readonly Pair[];
  readonly title: (most: Pair) => string;
  readonly none: string;
  readonly subtitle: string;
  readonly head: string;
  readonly more?: { readonly head: readonly string[]; readonly cells: (pair: Pair) => readonly ReactNode[] };
};

function PairChart({ pairs, title, none, subtitle, head, more }: PairChartProps) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const most = mostDifferent(pairs);
  const scale = Math.max(1, ...pairs.map((pair) => Math.max(pair.a, pair.b)));
  const drawn = pairs.length <= DRAWN_MAX ? pairs : biggest(pairs);
  return (
    <section className="co-panel is-padded">
      <ChartFrame
        title={most ? title(most) : none}
        subtitle={subtitle}
        chart={
          <>
            <p className="co-pair-key" aria-hidden="true">
              <span className="is-a">{t('compare.a')}</span>
              <span className="is-b">{t('compare.b')}</span>
            </p>
            <ol className="co-pairs">
              {drawn.map((pair) => (
                <li key={pair.id}>
                  <span className="co-pair-name" title={pick(pair.title)}>
                    {pick(pair.title)}
                  </span>
                  <span className="co-pair-bars">
                    {(['a', 'b'] as const).map((side) => (
                      <span key={side} className={`co-pair-bar is-${side}`}>
                        <i style={{ inlineSize: `${shareOf(pair[side], scale) * 78}%` }} aria-hidden="true" />
                        <span className="dc-hidden">{t(`compare.${side}`)}</span>
                        {compactFen(pair[side], lang)}
                      </span>
                    ))}
                  </span>
                  <span className="co-pair-ratio">{pair.a === 0 ? '—' : ratioText(pair.b / pair.a)}</span>
                </li>
              ))}
            </ol>
          </>
        }
        table={{
          head: [
            head,
            t('compare.a'),
            t('compare.b'),
            t('compare.col.difference'),
            t('compare.col.ratio'),
            ...(more?.head ?? []),
          ],
          rows: pairs.map((pair) => [
            pick(pair.title),
            fenText(pair.a),
            fenText(pair.b),
            `${pair.b >= pair.a ? '+' : '−'}${fenText(Math.abs(pair.b - pair.a))}`,
            pair.a === 0 ? '—' : ratioText(pair.b / pair.a),
            ...(more?.cells(pair) ?? []),
          ]),
        }}
      />
    </section>
  );
}

/** The biggest ones, in the order they stand in. */
function biggest(pairs: readonly Pair[]): readonly Pair[] {
  const size = (pair: Pair) => Math.max(pair.a, pair.b);
  const kept = new Set([...pairs].sort((one, other) => size(other) - size(one)).slice(0, DRAWN_MAX));
  return pairs.filter((pair) => kept.has(pair));
}
