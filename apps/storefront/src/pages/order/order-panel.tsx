import { Icon, Skeleton } from '@dacu/ui';
import type { ComponentProps, ReactNode } from 'react';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';

/** A panel of an order that is asked for by itself: what came, or why nothing did and another try, or that it is under way. */
export function OrderPanel<View>({
  name,
  icon,
  title,
  asked: { data, error, refetch },
  children,
}: {
  /** Of its heading's id and of its style sheet. */
  name: string;
  icon: ComponentProps<typeof Icon>['name'];
  title: string;
  asked: { readonly data: View | undefined; readonly error: Error | null; refetch(): unknown };
  children: (view: View) => ReactNode;
}) {
  const t = useT();
  const words = useFailureWords();
  return (
    <section className={`panel ${name}`} aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>
        <Icon name={icon} size={18} />
        {title}
      </h2>
      {data !== undefined ? (
        children(data)
      ) : error ? (
        <p className="section-note">
          {words(error)}{' '}
          <button type="button" className="link-button" onClick={() => void refetch()}>
            {t('timeline.again')}
          </button>
        </p>
      ) : (
        <div role="status" aria-label={t('loading')}>
          <Skeleton width="70%" />
        </div>
      )}
    </section>
  );
}
