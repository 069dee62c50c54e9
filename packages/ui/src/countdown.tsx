import { useCampaignNow, useClockView } from './clock.tsx';
import { useLanguage } from './language.tsx';
import { splitSpan } from './time.ts';

const two = (value: number) => String(value).padStart(2, '0');

type CountdownProps = {
  /** Campaign instant it counts to. */
  readonly to: number;
  /** What happens then, for screen readers: "Flash sale opens". */
  readonly label: string;
  readonly size?: 'sm' | 'lg';
  readonly className?: string;
};

/** Counts down on campaign time. At zero it shows zeros: what follows is the server's to say, not ours to guess. */
export function Countdown({ to, label, size = 'sm', className = '' }: CountdownProps) {
  const now = useCampaignNow();
  const running = useClockView()?.running ?? true;
  const { lang } = useLanguage();
  if (now === null) return <span className={`dc-countdown dc-countdown-${size} is-waiting ${className}`} />;
  const left = splitSpan(to - now);
  const hours = two(left.hours);
  const long = left.days > 0 ? 'has-days' : '';
  const words =
    lang === 'zh'
      ? `${label}，还有${left.days ? `${left.days}天` : ''}${left.hours}小时${left.minutes}分`
      : `${label} in ${left.days ? `${left.days} d ` : ''}${left.hours} h ${left.minutes} min`;
  return (
    <span
      className={`dc-countdown dc-countdown-${size} ${long} ${className}`}
      role="timer"
      aria-label={words}
    >
      <span aria-hidden="true" className="dc-countdown-row">
        {left.days > 0 ? (
          <>
            <span className="dc-countdown-cell">{left.days}</span>
            <span className="dc-countdown-unit">{lang === 'zh' ? '天' : 'd'}</span>
          </>
        ) : null}
        <span className="dc-countdown-cell">{hours}</span>
        <span className="dc-countdown-colon">:</span>
        <span className="dc-countdown-cell">{two(left.minutes)}</span>
        <span className="dc-countdown-colon">:</span>
        <span className="dc-countdown-cell dc-countdown-seconds">{two(left.seconds)}</span>
      </span>
      {running ? null : (
        <span className="dc-countdown-paused">{lang === 'zh' ? '时钟已暂停' : 'Clock paused'}</span>
      )}
    </span>
  );
}
