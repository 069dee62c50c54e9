import type { FlashItem } from '@dacu/contract/api';
import { formatInstant, useCampaignNow, useLanguage, useWhenPassed } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../data/api.ts';
import { flashQuery, productQuery, reservationsQuery } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { useFailureWords } from './failure.tsx';
import { useNotice } from './notice.tsx';
import { useZone } from './use-zone.ts';
import './reserve-flash.css';

/** Whoever reserved is told this long before the opening, on whatever page of the flash sale they are. */
const REMIND_MS = 3 * 60_000;

/**
 * Reserves a flash item that is still to come, or gives it up, with how many have reserved it. Nothing where it cannot be
 * reserved now: never a button that cannot be pressed.
 */
export function ReserveFlash({ item }: { item: FlashItem }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const client = useQueryClient();
  const notice = useNotice();
  const words = useFailureWords();
  const now = useCampaignNow(1_000);
  const { reservation } = item;
  const { data } = useQuery({ ...reservationsQuery, enabled: reservation !== null });
  const mine = data?.reservations.some(({ activityId }) => activityId === item.activityId) ?? false;
  const time = formatInstant(item.startsAt, zone, lang, 'clock');
  const change = useMutation({
    mutationFn: (keep: boolean) => api.reserveFlash(item.activityId, keep),
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
    onSuccess: (_answer, keep) => {
      notice({ words: keep ? t('reserve.done', { time }) : t('reserve.givenUp') });
      void client.invalidateQueries(productQuery(item.productId));
      return client.invalidateQueries(flashQuery);
    },
  });
  useWhenPassed(mine ? item.startsAt - REMIND_MS : null, () =>
    notice({ words: t('reserve.soon', { time }) }),
  );
  if (reservation === null || item.state !== 'upcoming' || now === null) return null;
  const open = reservation.opensAt <= now && now < reservation.closesAt;
  const count =
    reservation.count > 0 ? <small>{t('reserve.count', { count: reservation.count })}</small> : null;
  if (!open)
    return (
      <span className="reserve-flash">
        {mine ? <span>{t('reserve.mine')}</span> : null}
        {count}
      </span>
    );
  const on = change.isPending ? change.variables : mine;
  return (
    <span className="reserve-flash">
      <button
        type="button"
        className={`dc-button reserve-button ${on ? '' : 'is-main'}`}
        aria-pressed={on}
        onClick={() => {
          if (!change.isPending) change.mutate(!on);
        }}
      >
        {t(on ? 'reserve.mine' : 'reserve.do')}
      </button>
      {count}
    </span>
  );
}

/** While an open item is kept for those who reserved it: until when, for everybody else. */
export function KeptNote({ item }: { item: FlashItem }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow(1_000);
  const kept =
    item.state === 'open' && item.reservation !== null && now !== null && now < item.reservation.aloneUntil;
  const { data } = useQuery({ ...reservationsQuery, enabled: kept });
  if (!kept || data === undefined) return null;
  const mine = data.reservations.some(({ activityId }) => activityId === item.activityId);
  const time = formatInstant(item.reservation!.aloneUntil, zone, lang, 'clock');
  return <p className="kept-note">{t(mine ? 'reserve.keptForYou' : 'reserve.kept', { time })}</p>;
}
