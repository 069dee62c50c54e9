import type { ReviewDocument } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { lazy, Suspense, useMemo } from 'react';
import { useT } from '../../i18n/setup.ts';
import { ChartFrame } from '../../parts/chart-frame.tsx';
import type { EchartOption, Palette } from '../../parts/echart.tsx';
import { compactFen, countText, shareOf } from '../../parts/format.ts';
import { wordOf } from '../plan/plan-words.ts';

const Echart = lazy(() => import('../../parts/echart.tsx').then((module) => ({ default: module.Echart })));
/** One colour for each payer, the same wherever payers are drawn. */
const FUNDER_COLOURS: Readonly<Record<string, string>> = {
  platform: '--art-1',
  seller: '--art-3',
  brand: '--art-2',
  government: '--art-4',
  channel: '--art-5',
};
const ROW_REM = 1.75;

/** What each promotion cost, split by who pays for it. */
export function Discounts({ review, asOf }: { review: ReviewDocument; asOf: string }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const rows = useMemo(
    () => [...review.discounts].sort((one, other) => other.costFen - one.costFen),
    [review.discounts],
  );
  const funders = useMemo(
    () => [...new Set(rows.flatMap((row) => row.funders.map(({ funder }) => funder)))],
    [rows],
  );
  const total = rows.reduce((sum, row) => sum + row.costFen, 0);
  const byFunder = (funder: string) =>
    rows.reduce((sum, row) => sum + (row.funders.find((part) => part.funder === funder)?.fen ?? 0), 0);
  const option = useMemo(
    () => (colour: Palette, rem: number) =>
      discountOption({ rows, funders, lang, colour, rem, name: (row) => pick(row.title) }),
    [rows, funders, lang, pick],
  );
  const first = rows[0];
  return (
    <section className="co-panel is-padded">
      <ChartFrame
        title={
          first && total > 0
            ? t('discounts.title', {
                promotion: pick(first.title),
                share: `${Math.round(shareOf(first.costFen, total) * 100)}%`,
                total: compactFen(total, lang),
              })
            : t('discounts.none')
        }
        subtitle={t('discounts.words', { asOf })}
        chart={
          rows.length === 0 ? null : (
            <>
              <p className="co-funders">
                {funders.map((funder) => (
                  <span key={funder}>
                    <i style={{ background: `var(${FUNDER_COLOURS[funder] ?? '--art-6'})` }} />
                    {wordOf(funder, lang)} {fenText(byFunder(funder))}
                  </span>
                ))}
              </p>
              <div style={{ blockSize: `${rows.length * ROW_REM + 2}rem` }}>
                <Suspense fallback={null}>
                  <Echart option={option} label={t('discounts.label')} />
                </Suspense>
              </div>
            </>
          )
        }
        table={{
          head: [
            t('discounts.col.promotion'),
            t('discounts.col.layer'),
            t('discounts.col.orders'),
            t('discounts.col.cost'),
            ...funders.map((funder) => wordOf(funder, lang)),
          ],
          rows: rows.map((row) => [
            pick(row.title),
            wordOf(row.layer, lang),
            countText(row.orders),
            fenText(row.costFen),
            ...funders.map((funder) => fenText(row.funders.find((part) => part.funder === funder)?.fen ?? 0)),
          ]),
        }}
        wordColumns={2}
      />
    </section>
  );
}

type Row = ReviewDocument['discounts'][number];
type OptionInput = {
  rows: readonly Row[];
  funders: readonly string[];
  lang: 'zh' | 'en';
  colour: Palette;
  rem: number;
  name: (row: Row) => string;
};

function discountOption({ rows, funders, lang, colour, rem, name }: OptionInput): EchartOption {
  const text = { color: colour('--ink-2'), fontSize: rem * 0.75, fontFamily: 'inherit' };
  return {
    animation: false,
    grid: { left: rem * 15, right: rem * 5, top: 0, bottom: rem * 1.5 },
    xAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      axisLabel: { ...text, color: colour('--ink-3'), formatter: (value: number) => compactFen(value, lang) },
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour('--line-strong') } },
      axisLabel: { ...text, width: rem * 14, overflow: 'truncate' },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      backgroundColor: colour('--surface'),
      borderColor: colour('--line'),
      textStyle: { color: colour('--ink'), fontSize: rem * 0.8 },
      valueFormatter: (value: unknown) => fenText(Number(value)),
    },
    series: funders.map((funder, index) => ({
      type: 'bar',
      name: wordOf(funder, lang),
      stack: 'cost',
      barWidth: '58%',
      itemStyle: { color: colour(FUNDER_COLOURS[funder] ?? '--art-6') },
      data: rows.map((row) => row.funders.find((part) => part.funder === funder)?.fen ?? 0),
      ...(index === funders.length - 1
        ? {
            label: {
              show: true,
              position: 'right',
              ...text,
              formatter: ({ dataIndex }: { dataIndex: number }) =>
                compactFen(rows[dataIndex]?.costFen ?? 0, lang),
            },
          }
        : {}),
    })) as EchartOption['series'],
  };
}
