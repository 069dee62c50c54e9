import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { useLanguage } from './language.tsx';

/** A grey plate the size of what will come. Hidden from screen readers: the region above it says it is busy. */
export function Skeleton({
  width = '100%',
  height = '1rem',
  radius = 'sm',
  className = '',
}: {
  width?: string;
  height?: string;
  radius?: 'xs' | 'sm' | 'md' | 'lg' | 'round';
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={`dc-skeleton ${className}`}
      style={{ inlineSize: width, blockSize: height, borderRadius: `var(--radius-${radius})` }}
    />
  );
}

type StateProps = {
  readonly title: string;
  readonly words?: string;
  readonly icon?: IconName;
  readonly children?: ReactNode;
  readonly className?: string;
};

/** Nothing here: why, and what to do, as a link or button in `children`. */
export function EmptyState({ title, words, icon = 'box', children, className = '' }: StateProps) {
  return (
    <div className={`dc-state ${className}`}>
      <span className="dc-state-mark" aria-hidden="true">
        <Icon name={icon} size={34} />
      </span>
      <p className="dc-state-title">{title}</p>
      {words ? <p className="dc-state-words">{words}</p> : null}
      {children ? <div className="dc-state-actions">{children}</div> : null}
    </div>
  );
}

/** Something failed: what happened, the request to quote, and a way to try again. */
export function FailedState({
  title,
  words,
  requestId,
  onRetry,
  children,
  className = '',
}: Omit<StateProps, 'icon'> & { readonly requestId?: string | undefined; readonly onRetry?: () => void }) {
  const { lang } = useLanguage();
  return (
    <div className={`dc-state is-failed ${className}`} role="alert">
      <span className="dc-state-mark" aria-hidden="true">
        <Icon name="alert" size={34} />
      </span>
      <p className="dc-state-title">{title}</p>
      {words ? <p className="dc-state-words">{words}</p> : null}
      {requestId ? (
        <p className="dc-state-id">
          {lang === 'zh' ? '请求编号' : 'Request'} {requestId}
        </p>
      ) : null}
      <div className="dc-state-actions">
        {onRetry ? (
          <button type="button" className="dc-button" onClick={onRetry}>
            <Icon name="refresh" size={18} /> {lang === 'zh' ? '再试一次' : 'Try again'}
          </button>
        ) : null}
        {children}
      </div>
    </div>
  );
}

/** Stands on every screen of a database whose shoppers are simulated. */
export function SimulatedBadge({ className = '' }: { className?: string }) {
  const { lang } = useLanguage();
  return (
    <span className={`dc-simulated ${className}`}>
      <span aria-hidden="true" className="dc-simulated-dot" />
      {lang === 'zh' ? '模拟数据' : 'Simulated'}
    </span>
  );
}
