/** The parts of an amount of whole fen: `¥`, `1,234`, `50`. Integer arithmetic only. */
export function fenParts(fen: number): { negative: boolean; yuan: string; cents: string } {
  const whole = Math.abs(Math.trunc(fen));
  const cents = whole % 100;
  const yuan = String((whole - cents) / 100).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return { negative: fen < 0, yuan, cents: String(cents).padStart(2, '0') };
}

/** `¥1,234.50`; `trim` drops `.00`, for running text where no column has to line up. */
export function fenText(fen: number, trim = false): string {
  const { negative, yuan, cents } = fenParts(fen);
  return `${negative ? '-' : ''}¥${yuan}${trim && cents === '00' ? '' : `.${cents}`}`;
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
