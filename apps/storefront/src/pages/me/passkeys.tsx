import type { PasskeyList } from '@dacu/contract/api';
import type { CheckWay } from '@dacu/engine/risk';
import { EmptyState, Icon, Skeleton, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { laterApi } from '../../data/later.ts';
import {
  browserHasPasskeys,
  deviceKind,
  makePasskey,
  PasskeyNotDone,
  passkeysQuery,
} from '../../data/passkeys.ts';
import { useT } from '../../i18n/setup.ts';
import { CheckPanel } from '../../parts/check/check-panel.tsx';
import { waysIn } from '../../parts/check/ways.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PasskeyItem } from './passkey-item.tsx';
import { PasskeyResetCallout } from './passkey-reset.tsx';
import './passkeys.css';

/** What confirms payments for this account: add, name, remove. */
export function Component() {
  const t = useT();
  const { data, error, refetch } = useQuery(passkeysQuery);
  return (
    <>
      <PageHead title={t('passkeys.title')} backTo="/me" measure="account" />
      <div className="container passkeys">
        {data ? <Passkeys list={data} /> : null}
        {!data && error ? <Failure error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton height="6rem" radius="lg" /> : null}
      </div>
    </>
  );
}

/** What is to be done; again, once the account has shown that it is theirs. */
type Wish = { readonly kind: 'add' } | { readonly kind: 'remove'; readonly passkeyId: string };

function Passkeys({ list }: { list: PasskeyList }) {
  const t = useT();
  const words = useFailureWords();
  const { lang } = useLanguage();
  const client = useQueryClient();
  const notice = useNotice();
  const spoken = lang === 'zh' ? 'zh' : 'en';
  const [wanted, want] = useState<{ readonly wish: Wish; readonly ways: readonly CheckWay[] } | null>(null);
  const change = useMutation({
    mutationFn: async (wish: Wish) => {
      if (wish.kind === 'remove') return laterApi.removePasskey(wish.passkeyId);
      const created = await makePasskey(await laterApi.passkeyOptions(spoken));
      return laterApi.addPasskey({
        name: t(`passkeys.device.${deviceKind(navigator.userAgent)}`),
        created,
      });
    },
    onSuccess: (now, wish) => {
      want(null);
      client.setQueryData(passkeysQuery.queryKey, now);
      notice({ words: toldOf(wish, list, now, t) });
    },
    onError: (error, wish) => {
      const ways = waysIn(error, 'sessionNotFresh');
      want(ways === null ? null : { wish, ways });
    },
    onSettled: () => client.invalidateQueries(passkeysQuery),
  });
  const asking = waysIn(change.error, 'sessionNotFresh') !== null;
  const trouble = asking ? null : change.error;
  const usable = list.origin === location.origin && browserHasPasskeys();
  if (wanted && wanted.ways.length > 0)
    return (
      <CheckPanel
        words={t('secure.account')}
        confirmWords={t('secure.confirm')}
        ways={wanted.ways}
        busy={change.isPending}
        ask={(way) => laterApi.askSessionCheck({ way, lang: spoken })}
        answer={laterApi.answerSessionCheck}
        onPassed={() => change.mutate(wanted.wish)}
        onBack={() => {
          want(null);
          change.reset();
        }}
      />
    );
  return (
    <>
      {list.reset ? <PasskeyResetCallout reset={list.reset} /> : null}
      {wanted ? <Note icon="info" words={t('passkeys.notYet')} /> : null}
      {usable ? null : <NotHere origin={list.origin} />}
      {trouble ? <Note icon="alert" words={troubleOf(trouble, words, t)} /> : null}
      {list.passkeys.length === 0 ? (
        <EmptyState
          title={t('passkeys.empty')}
          words={t('passkeys.emptyWords')}
          icon="key"
          className="page-state"
        />
      ) : (
        <ul className="passkey-list">
          {list.passkeys.map((passkey) => (
            <PasskeyItem
              key={passkey.passkeyId}
              passkey={passkey}
              busy={change.isPending}
              onRemove={() => change.mutate({ kind: 'remove', passkeyId: passkey.passkeyId })}
            />
          ))}
        </ul>
      )}
      <p className="fine-print">{t('passkeys.privacy')}</p>
      <div className="action-bar">
        {list.passkeys.length >= list.passkeysMax ? (
          <p className="action-bar-words">{t('passkeys.full', { max: list.passkeysMax })}</p>
        ) : (
          <button
            type="button"
            className="dc-button is-main"
            disabled={!usable || change.isPending}
            onClick={() => change.mutate({ kind: 'add' })}
          >
            <Icon name="plus" size={18} /> {change.isPending ? t('passkeys.adding') : t('passkeys.add')}
          </button>
        )}
      </div>
    </>
  );
}

type T = ReturnType<typeof useT>;

function toldOf(wish: Wish, before: PasskeyList, now: PasskeyList, t: T): string {
  if (wish.kind === 'add') return t('passkeys.added', { name: now.passkeys[0]?.name ?? '' });
  const gone = before.passkeys.find(({ passkeyId }) => passkeyId === wish.passkeyId);
  return t('passkeys.removed', { name: gone?.name ?? '' });
}

function troubleOf(error: unknown, words: (error: unknown) => string, t: T): string {
  if (!(error instanceof PasskeyNotDone)) return words(error);
  return t(error.known ? 'passkeys.known' : 'passkeys.notDone');
}

/** Passkeys belong to an address; under another one they can be looked at and removed. */
function NotHere({ origin }: { origin: string | null }) {
  const t = useT();
  if (origin === null) return <Note icon="info" words={t('passkeys.nowhere')} />;
  if (origin === location.origin) return <Note icon="info" words={t('passkeys.unsupported')} />;
  return (
    <div className="callout is-warn" role="status">
      <Icon name="info" size={20} />
      <p>
        {t('passkeys.elsewhere')} <a href={`${origin}/passkeys`}>{origin}</a>
      </p>
    </div>
  );
}

function Note({ icon, words }: { icon: 'info' | 'alert'; words: string }) {
  return (
    <div className={`callout ${icon === 'alert' ? 'is-bad' : 'is-warn'}`} role="alert">
      <Icon name={icon} size={20} />
      <p>{words}</p>
    </div>
  );
}
