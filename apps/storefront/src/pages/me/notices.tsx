import { formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { noticesQuery } from '../../data/presale.ts';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';

const SHOWN_MAX = 5;

/** What the shopper was told of open balances; nothing where there is nothing. */
export function Notices() {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const client = useQueryClient();
  const { data } = useQuery(noticesQuery);
  const read = useMutation({
    mutationFn: () => api.readNotices(),
    onSuccess: (list) => client.setQueryData(noticesQuery.queryKey, list),
  });
  if (!data || data.notices.length === 0) return null;
  return (
    <section className="panel me-notices" aria-labelledby="notices-title">
      <header className="section-head">
        <h2 id="notices-title">
          {t('presale.notices')}
          {data.unread > 0 ? <span className="chip-count">{data.unread}</span> : null}
        </h2>
        {data.unread > 0 ? (
          <button
            type="button"
            className="link-button"
            disabled={read.isPending}
            onClick={() => read.mutate()}
          >
            {t('presale.noticesRead')}
          </button>
        ) : null}
      </header>
      <ul>
        {data.notices.slice(0, SHOWN_MAX).map((notice) => (
          <li key={notice.noticeId} className={notice.read ? '' : 'is-new'}>
            <Link to={`/orders/${notice.purchaseId}`}>
              <Icon name="clock" size={20} />
              <span>
                <strong>{t(`presale.notice.${notice.kind}`)}</strong>
                <small>{pick(notice.title)}</small>
              </span>
              <small>
                {t('presale.noticeUntilShort', {
                  time: formatInstant(notice.balanceEndsAt, zone, lang, 'moment'),
                })}
              </small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
