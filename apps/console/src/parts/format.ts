import { fenText, formatInstant, type Lang, type TimeStyle, useClockView, useLanguage } from '@dacu/ui';

export type Unit = 'fen' | 'count' | 'bp' | 'perTenThousand' | 'score';

/** `1,234,567` in both languages. */
export function countText(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** 2 410 basis points are `24.1%`; two decimals at most, none that say nothing. */
export function bpText(bp: number): string {
  return `${(bp / 100).toFixed(2).replace(/\.?0+$/, '')}%`;
}

/** A figure in its own unit, exact: `¥1,234.50`, `24.1%`, `9‱`. */
export function figureText(value: number | null, unit: Unit): string {
  if (value === null) return '—';
  if (unit === 'fen') return fenText(value, true);
  if (unit === 'bp') return bpText(value);
  if (unit === 'perTenThousand') return `${value}‱`;
  return countText(value);
}

/** A target as people set it: round amounts and counts short, rates as they are. */
export function targetText(value: number, unit: Unit, lang: Lang): string {
  if (unit === 'fen') return compactFen(value, lang);
  if (unit === 'count') return compactCount(value, lang);
  return figureText(value, unit);
}

/** Short for charts and tight places: `¥5,612.3万` · `¥56.12M`. Three to five figures that mean something. */
export function compactFen(fen: number, lang: Lang): string {
  return `${fen < 0 ? '-' : ''}¥${compact(Math.abs(fen) / 100, lang)}`;
}

export function compactCount(value: number, lang: Lang): string {
  return compact(value, lang);
}

function compact(value: number, lang: Lang): string {
  const steps: readonly (readonly [number, string])[] =
    lang === 'zh'
      ? [
          [1e8, '亿'],
          [1e4, '万'],
        ]
      : [
          [1e9, 'B'],
          [1e6, 'M'],
          [1e4, 'k'],
        ];
  const step = steps.find(([from]) => value >= from);
  if (!step) return countText(Math.round(value));
  const scaled = value / (step[1] === 'k' ? 1e3 : step[0]);
  const decimals = scaled >= 1000 ? 0 : scaled >= 100 ? 1 : 2;
  const [whole = '', fraction = ''] = scaled.toFixed(decimals).split('.');
  const kept = fraction.replace(/0+$/, '');
  return `${countText(Number(whole))}${kept ? `.${kept}` : ''}${step[1]}`;
}

/** A share of a whole for bars and words, guarded against an empty whole. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** Times in the zone of the campaign; `zone` when the page shows another campaign than the one that runs. */
export function useTimes(zone?: string): (at: number, style?: TimeStyle) => string {
  const { lang } = useLanguage();
  const view = useClockView();
  const place = zone ?? view?.zone ?? 'Asia/Shanghai';
  return (at, style = 'moment') => formatInstant(at, place, lang, style);
}
