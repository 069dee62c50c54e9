import type { QuoteView } from '@dacu/contract/api';
import { fenText, Icon } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';
import './points-panel.css';

type PointsPanelProps = {
  readonly points: QuoteView['points'];
  readonly on: boolean;
  readonly onTurn: (on: boolean) => void;
  /** Nothing may change while it is not known whether the order was placed. */
  readonly locked?: boolean;
  readonly waiting?: boolean;
};

/** Points as a switch: as many as this order takes, with what they save and the cap; and what paying earns. */
export function PointsPanel({ points, on, onTurn, locked, waiting }: PointsPanelProps) {
  const t = useT();
  if (points === null || (points.usable === 0 && points.earns === 0)) return null;
  const { usable, used, fen, canUse, canFen, capFen, earns } = points;
  const useWords = {
    count: on && used > 0 ? used : canUse,
    amount: fenText(on && used > 0 ? fen : canFen, true),
  };
  return (
    <section className="panel points-panel" aria-label={t('points.title')}>
      {canUse > 0 ? (
        <label className={`points-switch ${waiting ? 'is-waiting' : ''}`}>
          <Icon name="wallet" size={20} />
          <span>
            {t(on && used > 0 ? 'points.used' : 'points.use', useWords)}
            <small>{t('points.hold', { usable, cap: fenText(capFen, true) })}</small>
          </span>
          <input
            type="checkbox"
            role="switch"
            aria-checked={on}
            checked={on}
            disabled={locked}
            onChange={(event) => onTurn(event.target.checked)}
          />
        </label>
      ) : usable > 0 ? (
        <p className="points-note">
          <Icon name="wallet" size={20} /> {t('points.tooFew', { usable })}
        </p>
      ) : null}
      {earns > 0 ? (
        <p className="points-note">
          <Icon name="plus" size={16} /> {t('points.earns', { count: earns })}
        </p>
      ) : null}
    </section>
  );
}
