import { Icon } from '@dacu/ui';
import { Popover } from 'antd';
import { Link } from 'react-router';
import { useBoardStream } from '../data/board-stream.tsx';
import { useT } from '../i18n/setup.ts';
import { useConcerns } from '../pages/run/concerns.ts';
import './alerts.css';

/** What needs a look, on every page: how much of it, and where each leads. */
export function Alerts() {
  const t = useT();
  const { frame } = useBoardStream();
  const concerns = useConcerns(frame);
  const bad = concerns.some(({ grade }) => grade === 'bad');
  const list = (
    <ul className="co-alerts">
      {concerns.map(({ grade, words, to }) => (
        <li key={words} className={`is-${grade}`}>
          <Icon name="alert" size={16} />
          <Link to={to ?? '/run'}>{words}</Link>
        </li>
      ))}
      {concerns.length === 0 ? (
        <li className="is-calm">
          <Icon name="check" size={16} /> {t('watch.calm')}
        </li>
      ) : null}
    </ul>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={list} title={t('watch.label')}>
      <button
        type="button"
        className={`co-top-button co-alert-button ${concerns.length === 0 ? '' : bad ? 'is-bad' : 'is-warn'}`}
        aria-label={`${t('watch.label')}: ${concerns.length}`}
      >
        <Icon name="bell" size={18} />
        {concerns.length > 0 ? <span className="co-alert-count">{concerns.length}</span> : null}
      </button>
    </Popover>
  );
}
