import { Icon, type IconName, Mark } from '@dacu/ui';
import { NavLink } from 'react-router';
import { useT } from '../i18n/setup.ts';

const STAGES = [
  ['/plan', 'plan', 'rail.plan'],
  ['/rehearse', 'rehearse', 'rail.rehearse'],
  ['/run', 'run', 'rail.run'],
  ['/review', 'review', 'rail.review'],
] as const satisfies readonly (readonly [string, IconName, string])[];
const ROOMS = [
  ['/orders', 'receipt', 'rail.orders'],
  ['/exceptions', 'alert', 'rail.exceptions'],
  ['/stock', 'box', 'rail.stock'],
  ['/prices', 'shield', 'rail.prices'],
  ['/reconciliation', 'wallet', 'rail.reconciliation'],
  ['/catalogue', 'shop', 'rail.catalogue'],
  ['/people', 'members', 'rail.people'],
] as const satisfies readonly (readonly [string, IconName, string])[];

export function Rail() {
  const t = useT();
  const link = ([to, icon, label]: (typeof STAGES)[number] | (typeof ROOMS)[number]) => (
    <NavLink key={to} to={to} className="co-rail-link" title={t(label)}>
      <Icon name={icon} size={20} />
      <span>{t(label)}</span>
    </NavLink>
  );
  return (
    <nav className="co-rail" aria-label={t('rail.label')}>
      <p className="co-rail-mark">
        <Mark size={26} />
        <span>Dacu</span>
      </p>
      <div className="co-rail-group">{STAGES.map(link)}</div>
      <p className="co-rail-title">{t('rail.rooms')}</p>
      <div className="co-rail-group">{ROOMS.map(link)}</div>
    </nav>
  );
}
