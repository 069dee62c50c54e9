import { formatFen, formatFenBrief } from '@dacu/engine/money';
import { LANG_TAGS, type Lang } from './language.tsx';

/** The parts of an amount of whole fen: `1,234` and `50`, with the sign apart. */
export function fenParts(fen: number): { negative: boolean; yuan: string; cents: string } {
  const [yuan = '', cents = ''] = formatFen(Math.abs(fen)).slice('¥'.length).split('.');
  return { negative: fen < 0, yuan, cents };
}

/** `¥1,234.50`; `trim` drops `.00`, for running text where no column has to line up. */
export function fenText(fen: number, trim = false): string {
  return trim ? formatFenBrief(fen) : formatFen(fen);
}

/** A large count in short, never rounded up: `3.3万+` · `33K+`. Up to 9999 it is exact. */
export function shortCount(count: number, lang: Lang): string {
  if (count < 10_000) return String(count);
  const format = new Intl.NumberFormat(LANG_TAGS[lang], {
    notation: 'compact',
    maximumFractionDigits: 1,
    roundingMode: 'floor',
  });
  return `${format.format(count)}+`;
}

type MoneyProps = {
  readonly fen: number;
  readonly size?: 'sm' | 'md' | 'lg' | 'xl';
  /** `auto` leaves `.00` away (cards); `always` keeps columns aligned (receipts, orders). */
  readonly cents?: 'auto' | 'always';
  readonly sign?: 'minus' | 'none';
  readonly className?: string;
};

/** An amount as people read prices: currency and decimals small, yuan large, read aloud as one amount. */
export function Money({ fen, size = 'md', cents = 'always', sign = 'none', className = '' }: MoneyProps) {
  const parts = fenParts(fen);
  const minus = (parts.negative || sign === 'minus') && fen !== 0;
  const shownCents = cents === 'auto' && parts.cents === '00' ? '' : `.${parts.cents}`;
  const spoken = `${minus ? '-' : ''}¥${parts.yuan}${shownCents}`;
  return (
    <span className={`dc-money dc-money-${size} ${className}`}>
      <span aria-hidden="true">
        {minus ? <span className="dc-money-sign">−</span> : null}
        <span className="dc-money-mark">¥</span>
        <span className="dc-money-yuan">{parts.yuan}</span>
        <span className="dc-money-cents">{shownCents}</span>
      </span>
      <span className="dc-hidden">{spoken}</span>
    </span>
  );
}
