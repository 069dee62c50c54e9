import { Icon } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import type { BoardProps } from './board.tsx';
import { useConcerns } from './concerns.ts';

/** Is anything wrong? Silence is said too. */
export function Watch({ frame }: BoardProps) {
  const t = useT();
  const concerns = useConcerns(frame);
  return (
    <section className="co-watch" aria-label={t('watch.label')}>
      <h2>{t('watch.label')}</h2>
      {concerns.length === 0 ? (
        <p className="is-calm">
          <Icon name="check" size={18} /> {t('watch.calm')}
        </p>
      ) : (
        <ul>
          {concerns.map(({ grade, words, to }) => (
            <li key={words} className={`is-${grade}`}>
              <Icon name="alert" size={18} />
              {to ? <Link to={to}>{words}</Link> : words}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
