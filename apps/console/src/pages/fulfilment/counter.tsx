import type { Collected } from '@dacu/contract/api';
import { ApiFailure } from '@dacu/contract/client';
import { EmptyState, Icon, useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { api } from '../../data/api.ts';
import { useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { operatorWords } from '../../parts/words-of.ts';
import { PARCELS, useFulfilmentFacts } from './facts.ts';

/** The counter of a store: a code is checked, and what it stands for is shown to be handed over. */
export function Counter() {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const role = useSession().data?.role;
  const stores = useFulfilmentFacts().data?.places.filter(({ kind }) => kind === 'store');
  const [picked, setPicked] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const placeId = picked ?? stores?.[0]?.placeId ?? null;
  const collect = useMutation({
    mutationFn: () => api.collect(placeId!, code),
    onSuccess: () => setCode(''),
    onSettled: () => void client.invalidateQueries({ queryKey: PARCELS }),
  });
  if (stores?.length === 0)
    return <EmptyState title={t('counter.noStore')} words={t('counter.noStoreWords')} icon="shop" />;
  const mayHand = role === 'commander' || role === 'merchandiser';
  function submit(event: FormEvent) {
    event.preventDefault();
    if (code.trim() !== '' && placeId !== null) collect.mutate();
  }
  return (
    <div className="co-counter">
      <form className="co-panel" onSubmit={submit}>
        <p className="co-fulfilment-words">{t('counter.words')}</p>
        <Select
          size="large"
          aria-label={t('counter.store')}
          value={placeId}
          onChange={(next) => {
            setPicked(next);
            collect.reset();
          }}
          options={(stores ?? []).map(({ placeId: value, name }) => ({ value, label: pick(name) }))}
        />
        {mayHand ? (
          <>
            <Input
              className="co-counter-code"
              size="large"
              value={code}
              inputMode="numeric"
              autoComplete="off"
              autoFocus
              maxLength={12}
              aria-label={t('counter.code')}
              placeholder={t('counter.code')}
              onChange={(event) => setCode(event.target.value)}
            />
            <Button
              size="large"
              type="primary"
              htmlType="submit"
              disabled={placeId === null}
              loading={collect.isPending}
            >
              {t('counter.hand')}
            </Button>
          </>
        ) : (
          <p className="co-fulfilment-words">{t('counter.readOnly')}</p>
        )}
        {collect.error ? <Refused error={collect.error} /> : null}
        {collect.data ? <Handed found={collect.data} /> : null}
      </form>
      {placeId === null ? null : <Waiting placeId={placeId} />}
    </div>
  );
}

function Refused({ error }: { error: Error }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const problem =
    error instanceof ApiFailure ? (error.problem as { left?: number; until?: number | null } | null) : null;
  return (
    <p className="co-counter-refused" role="alert">
      <Icon name="alert" size={18} />
      <span>
        {pick(operatorWords(error))}
        {problem?.until ? <strong>{t('counter.until', { at: at(problem.until, 'clock') })}</strong> : null}
        {problem?.left !== undefined && !problem.until ? (
          <strong>{t('counter.left', { count: problem.left })}</strong>
        ) : null}
      </span>
    </p>
  );
}

function Handed({ found }: { found: Collected }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <div className="co-counter-done" role="status">
      <h2>
        <Icon name="check" size={20} /> {t('counter.done')}
      </h2>
      <p>{t('counter.doneWords', { number: found.number })}</p>
      <ul>
        {found.units.map(({ lineId, title, imageUrl, quantity }) => (
          <li key={lineId}>
            <img src={imageUrl} alt="" width="40" height="40" />
            <span>{pick(title)}</span>
            <strong>× {quantity}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Waiting({ placeId }: { placeId: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const { data } = useQuery({
    queryKey: [...PARCELS, 'waiting', placeId],
    queryFn: () => api.parcels({ placeId, state: 'packed', limit: 50 }),
  });
  if (!data || data.parcels.length === 0) return null;
  return (
    <section className="co-panel">
      <div className="co-panel-head">
        <h2>{t('counter.waiting')}</h2>
      </div>
      <ul className="co-counter-waiting">
        {data.parcels.map((parcel) => (
          <li key={parcel.parcelId}>
            <code>{parcel.number}</code>
            <span>
              {parcel.units.map(({ title, quantity }) => `${pick(title)} × ${quantity}`).join('; ')}
            </span>
            <time>{at(parcel.shippedAt ?? parcel.createdAt, 'moment')}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
