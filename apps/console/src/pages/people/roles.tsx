import { Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/page-head.tsx';
import '../../parts/plain-table.css';

/** Read off the routes of the server: what it does and whom it lets in. */
export function Roles() {
  const t = useT();
  const { pick } = useLanguage();
  const query = useQuery({ queryKey: ['roles'], queryFn: api.roles, staleTime: Number.POSITIVE_INFINITY });
  return (
    <Loaded query={query}>
      {({ roles, acts, reads }) => (
        <Panel title={t('roles.title')} words={t('roles.words', { count: countText(acts.length) })}>
          <table className="co-table co-roles">
            <thead>
              <tr>
                <th>{t('roles.col.act')}</th>
                {roles.map((role) => (
                  <th key={role}>{t(`role.${role}`)}</th>
                ))}
                <th>{t('roles.col.route')}</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>{t('roles.reads', { count: countText(reads) })}</td>
                {roles.map((role) => (
                  <td key={role}>
                    <Yes />
                  </td>
                ))}
                <td>
                  <code>GET /api/ops/*</code>
                </td>
              </tr>
              {acts.map((act) => (
                <tr key={act.route}>
                  <td>{pick(act.act)}</td>
                  {roles.map((role) => (
                    <td key={role}>
                      {act.roles.includes(role) ? (
                        <Yes />
                      ) : (
                        <span className="co-quiet">
                          <span aria-hidden="true">—</span>
                          <span className="dc-hidden">{t('roles.no')}</span>
                        </span>
                      )}
                    </td>
                  ))}
                  <td>
                    <code>{act.route}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </Loaded>
  );
}

function Yes() {
  const t = useT();
  return (
    <span className="co-roles-yes">
      <Icon name="check" size={16} />
      <span className="dc-hidden">{t('roles.yes')}</span>
    </span>
  );
}
