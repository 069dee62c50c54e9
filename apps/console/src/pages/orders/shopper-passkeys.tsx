import type { OpsPasskeys } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Field } from '../../parts/field.tsx';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';

const REASON_MIN = 10;
/** As the server lets them. */
const SUPPORT: readonly string[] = ['commander', 'service'];

/** How the shopper's account is guarded, and the reset for who lost every passkey; for who talks to shoppers. */
export function ShopperPasskeys({ shopperId }: { shopperId: string }) {
  const t = useT();
  const role = useSession().data?.role ?? '';
  const mine = SUPPORT.includes(role);
  const query = useQuery({
    queryKey: ['shoppers', shopperId, 'passkeys'],
    queryFn: () => api.shopperPasskeys(shopperId),
    enabled: mine,
  });
  if (!mine) return null;
  return (
    <Panel title={t('guard.title')} words={t('guard.words')}>
      <div className="co-order-guard">
        <Loaded query={query}>{(guard) => <Guard guard={guard} />}</Loaded>
      </div>
    </Panel>
  );
}

function Guard({ guard }: { guard: OpsPasskeys }) {
  const t = useT();
  const wall = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const ways = guard.ways.map((way) => t(`guard.way.${way}`)).join(t('guard.and'));
  return (
    <>
      <dl className="co-order-facts">
        <div>
          <dt>{t('guard.passkeys')}</dt>
          <dd>
            {guard.passkeys === 0 ? t('guard.none') : t('guard.count', { count: guard.passkeys })}
            {guard.lastUsedAtWall === null
              ? null
              : ` · ${t('guard.used', { at: wall(guard.lastUsedAtWall, 'full') })}`}
          </dd>
        </div>
        <div>
          <dt>{t('guard.ways')}</dt>
          <dd>{ways === '' ? t('guard.noWay') : ways}</dd>
        </div>
      </dl>
      {guard.reset === null ? null : <LastReset reset={guard.reset} />}
      {guard.reset?.state === 'waiting' ? <Stop shopperId={guard.shopperId} /> : null}
      {guard.mayReset ? <Ask shopperId={guard.shopperId} /> : null}
      {!guard.mayReset && guard.passkeys > 0 && guard.ways.includes('sms') ? (
        <p className="co-quiet">{t('guard.byCode')}</p>
      ) : null}
    </>
  );
}

function LastReset({ reset }: { reset: NonNullable<OpsPasskeys['reset']> }) {
  const t = useT();
  const wall = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const stopped = reset.stoppedBy;
  const state =
    stopped === null
      ? t(`guard.reset.${reset.state}`, { at: wall(reset.effectiveAtWall, 'full') })
      : t(`guard.stopped.${stopped}`, { at: wall(reset.stoppedAtWall ?? 0, 'full') });
  return (
    <div className="co-order-reset">
      <span className={`co-tag ${reset.state === 'waiting' ? 'is-warn' : ''}`}>{state}</span>
      <p>
        {t('guard.asked', { by: reset.askedBy, at: wall(reset.askedAtWall, 'full') })}
        <q>{reset.reason}</q>
      </p>
    </div>
  );
}

function Stop({ shopperId }: { shopperId: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const stop = useMutation<unknown, Error, void>({
    mutationFn: () => api.stopPasskeyReset(shopperId),
    onSettled: () => client.invalidateQueries({ queryKey: ['shoppers', shopperId] }),
  });
  return (
    <div>
      <Button loading={stop.isPending} onClick={() => stop.mutate()}>
        {t('guard.stop')}
      </Button>
      {stop.error ? <span className="co-tag is-bad">{pick(operatorWords(stop.error))}</span> : null}
    </div>
  );
}

/** What will happen is said before the reason is asked for. */
function Ask({ shopperId }: { shopperId: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const ask = useMutation<unknown, Error, void>({
    mutationFn: () => api.resetPasskeys(shopperId, reason.trim()),
    onSuccess: () => setOpen(false),
    onSettled: () => client.invalidateQueries({ queryKey: ['shoppers', shopperId] }),
  });
  if (!open)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t('guard.open')}</Button>
      </div>
    );
  const ready = reason.trim().length >= REASON_MIN;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !ask.isPending) ask.mutate();
      }}
    >
      <ul>
        <li>{t('guard.what.wait')}</li>
        <li>{t('guard.what.notice')}</li>
        <li>{t('guard.what.after')}</li>
        <li>{t('guard.what.verify')}</li>
      </ul>
      <Field label={t('guard.reason')}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={2}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="co-order-guard-acts">
        <Button onClick={() => setOpen(false)}>{t('guard.cancel')}</Button>
        <Button danger htmlType="submit" loading={ask.isPending} disabled={!ready}>
          {t('guard.do')}
        </Button>
      </div>
      {ask.error ? <span className="co-tag is-bad">{pick(operatorWords(ask.error))}</span> : null}
    </form>
  );
}
