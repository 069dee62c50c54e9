import { useLanguage } from './language.tsx';

type StockBarProps = {
  readonly total: number;
  /** Held and paid together: what nobody else can have now. */
  readonly taken: number;
  /** What Chinese counts it in. */
  readonly unit?: '件' | '张';
  readonly className?: string;
};

/** How much of an activity's stock is gone. It shows the server's figures and nothing else: no floor, no easing up. */
export function StockBar({ total, taken, unit = '件', className = '' }: StockBarProps) {
  const { lang } = useLanguage();
  const gone = Math.min(Math.max(taken, 0), total);
  const left = total - gone;
  // Floor: it says 100% only when the last one is gone.
  const percent = total > 0 ? Math.floor((gone * 100) / total) : 100;
  const few = left > 0 && left * 5 <= total;
  const words =
    left === 0
      ? { zh: '已抢光', en: 'All taken' }
      : few
        ? { zh: `仅剩 ${left} ${unit}`, en: `${left} left` }
        : { zh: `已抢 ${percent}%`, en: `${percent}% taken` };
  return (
    <span className={`dc-stock ${left === 0 ? 'is-out' : few ? 'is-few' : ''} ${className}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> cannot be dressed alike in all browsers */}
      <span
        className="dc-stock-track"
        role="meter"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={gone}
        aria-label={lang === 'zh' ? `共 ${total} ${unit}，剩 ${left} ${unit}` : `${left} of ${total} left`}
      >
        <span className="dc-stock-fill" style={{ inlineSize: `${percent}%` }} />
      </span>
      <span className="dc-stock-words">{words[lang]}</span>
    </span>
  );
}
