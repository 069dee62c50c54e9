import { useMemo } from 'react';
import { useOpenFigure } from '../../figures/figure-scope.ts';
import { useT } from '../../i18n/setup.ts';
import { ChartFrame } from '../../parts/chart-frame.tsx';
import { Echart, type EchartOption, type Palette } from '../../parts/echart.tsx';
import { MetricNote } from '../../parts/figure-note.tsx';
import { compactFen, countText, figureText, useTimes } from '../../parts/format.ts';
import type { BoardProps } from './board.tsx';
import { scopeOf } from './board-notes.ts';

const LATELY = 5;
const MINUTE_MS = 60_000;

/** Paid amount of each of the last sixty campaign minutes; the running minute is not over and is drawn hollow. */
export function Minutes({ frame, lang, zone }: BoardProps) {
  const t = useT();
  const at = useTimes(zone);
  const { minutes } = frame;
  const whole = minutes.slice(0, -1);
  const mean = (rows: typeof minutes) =>
    rows.reduce((sum, row) => sum + row.paidFen, 0) / Math.max(1, rows.length);
  const lately = mean(whole.slice(-LATELY));
  const before = mean(whole.slice(0, -LATELY));
  const change = before > 0 ? Math.round((lately / before - 1) * 100) : null;
  const option = useMemo(
    () => (colour: Palette, rem: number) => minuteOption({ minutes, colour, rem, lang, at }),
    [minutes, lang, at],
  );
  const minuteNote = {
    asOf: t('note.asOf', { at: at(frame.campaignAt, 'full'), position: frame.position }),
    from: t('note.fromBoard'),
  };
  const open = useOpenFigure();
  const pickMinute = (index: number) => {
    const from = minutes[index]?.at;
    if (from !== undefined) open({ ...scopeOf(frame), metric: 'paidGmv', from, to: from + MINUTE_MS });
  };
  const title =
    lately === 0
      ? t('minutes.quiet')
      : change === null
        ? t('minutes.first', { amount: compactFen(Math.round(lately), lang) })
        : Math.abs(change) < 5
          ? t('minutes.steady', { amount: compactFen(Math.round(lately), lang) })
          : change >= 100
            ? t('minutes.times', {
                amount: compactFen(Math.round(lately), lang),
                times: (lately / before).toFixed(lately < 10 * before ? 1 : 0),
              })
            : t(change > 0 ? 'minutes.up' : 'minutes.down', {
                amount: compactFen(Math.round(lately), lang),
                share: `${Math.abs(change)}%`,
              });
  return (
    <section className="co-cell is-minutes">
      <ChartFrame
        title={title}
        subtitle={t('minutes.words', { at: at(frame.campaignAt, 'clockSeconds') })}
        chart={<Echart option={option} label={title} onPick={pickMinute} />}
        table={{
          head: [
            t('minutes.col.at'),
            t('minutes.col.paid'),
            t('minutes.col.orders'),
            t('minutes.col.visitors'),
          ],
          rows: [...minutes].reverse().map((row) => [
            at(row.at, 'clock'),
            <MetricNote
              key="paid"
              metric="paidGmv"
              {...minuteNote}
              scope={{ ...scopeOf(frame), from: row.at, to: row.at + MINUTE_MS }}
            >
              {figureText(row.paidFen, 'fen')}
            </MetricNote>,
            countText(row.orders),
            countText(row.visitors),
          ]),
        }}
      />
    </section>
  );
}

type OptionInput = {
  minutes: BoardProps['frame']['minutes'];
  colour: Palette;
  rem: number;
  lang: BoardProps['lang'];
  at: ReturnType<typeof useTimes>;
};

function minuteOption({ minutes, colour, rem, lang, at }: OptionInput): EchartOption {
  const text = { color: colour('--ink-3'), fontSize: rem * 0.7, fontFamily: 'inherit' };
  const last = minutes.length - 1;
  const quiet = minutes.every((row) => row.paidFen === 0);
  return {
    animation: false,
    grid: { left: rem * 3.6, right: rem * 0.4, top: rem * 0.6, bottom: rem * 1.5 },
    xAxis: {
      type: 'category',
      data: minutes.map((row) => at(row.at, 'clock')),
      axisLine: { lineStyle: { color: colour('--line-strong') } },
      axisTick: { show: false },
      axisLabel: { ...text, interval: 9 },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      // A whole yuan between lines. Without a payment there is nothing to measure: the ground line stands alone.
      minInterval: 100,
      ...(quiet ? { max: 100 } : {}),
      axisLabel: {
        ...text,
        formatter: (value: number) => (quiet && value > 0 ? '' : compactFen(value, lang)),
      },
      splitLine: { show: !quiet, lineStyle: { color: colour('--line') } },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      backgroundColor: colour('--surface-2'),
      borderColor: colour('--line'),
      textStyle: { color: colour('--ink'), fontSize: rem * 0.8 },
      formatter: (points: unknown) => {
        const row = minutes[(points as { dataIndex: number }[])[0]?.dataIndex ?? 0];
        return row
          ? `${at(row.at, 'clock')} · ${figureText(row.paidFen, 'fen')} · ${countText(row.orders)}`
          : '';
      },
    },
    series: [
      {
        type: 'bar',
        barCategoryGap: '28%',
        itemStyle: { color: colour('--second'), borderRadius: [2, 2, 0, 0] },
        data: minutes.map((row, index) =>
          index === last
            ? {
                value: row.paidFen,
                itemStyle: {
                  color: 'transparent',
                  borderColor: colour('--second'),
                  borderWidth: 1,
                  borderType: 'dashed',
                },
              }
            : row.paidFen,
        ),
      },
    ],
  };
}
