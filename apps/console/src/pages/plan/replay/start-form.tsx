import type { ReplayAssumptions, ReplayList, ReplayRequest } from '@dacu/contract/api';
import { ERRORS } from '@dacu/contract/errors';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { api } from '../../../data/api.ts';
import { REPLAYS, useEveryEdition } from '../../../data/queries.ts';
import { useT } from '../../../i18n/setup.ts';
import { Field } from '../../../parts/field.tsx';
import { useTimes } from '../../../parts/format.ts';
import { Panel } from '../../../parts/page-head.tsx';
import { chosenPlan, type Draft, PlanChoice, type PlanFrom, StartNotes } from '../plan-choice.tsx';

const LIVE = 'live';
const CHOICES = {
  at: ['phase', 'same'],
  coupons: ['used', 'held', 'issued', 'none'],
  stops: ['caps', 'past', 'none'],
} as const;
const USUAL: ReplayAssumptions = { at: 'phase', coupons: 'used', stops: 'caps' };

/** Which orders, under which plan, assuming what. A text that the plan editor hands over comes with the navigation. */
export function StartForm({ data }: { data: ReplayList }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const [, setParams] = useSearchParams();
  const handed = useLocation().state as { readonly yaml?: string } | null;
  const [orders, setOrders] = useState(data.rehearsals[0]?.reviewId ?? LIVE);
  const [draft, setDraft] = useState<Draft | null>(handed?.yaml ? { name: '', yaml: handed.yaml } : null);
  const [from, setFrom] = useState<PlanFrom>(draft ? 'draft' : 'edition');
  const [editionId, setEditionId] = useState<string | null>(null);
  const [assumptions, setAssumptions] = useState(USUAL);
  const editions = useEveryEdition();
  const edition = editions.editions.find((one) => one.editionId === editionId) ?? editions.editions[0];
  const running = data.replays.some(({ state }) => state === 'running');
  const start = useMutation({
    mutationFn: (body: ReplayRequest) => api.startReplay(body),
    onSuccess: async ({ replayId }) => {
      await client.invalidateQueries({ queryKey: REPLAYS });
      setParams({ id: replayId });
    },
  });
  const plan = chosenPlan(from, draft, edition?.editionId);
  if (data.refused === 'forbidden') return <Alert type="info" showIcon title={t('replay.forbidden')} />;
  return (
    <Panel title={t('replay.start')} words={t('replay.startWords')}>
      <form
        className="co-rp-start"
        onSubmit={(event) => {
          event.preventDefault();
          if (plan === null) return;
          start.mutate({
            orders: orders === LIVE ? { kind: 'live' } : { kind: 'rehearsal', reviewId: orders },
            ...{ plan, assumptions },
          });
        }}
      >
        <OrdersField data={data} value={orders} choose={setOrders} />
        <PlanChoice
          label={t('replay.plan')}
          {...{ from, editions, draft }}
          chooseFrom={setFrom}
          editionId={edition?.editionId}
          chooseEdition={setEditionId}
          chooseDraft={setDraft}
        />
        {(Object.keys(CHOICES) as (keyof typeof CHOICES)[]).map((key) => (
          <Field key={key} label={t(`replay.${key}`)}>
            {(id) => (
              <Select
                id={id}
                value={assumptions[key]}
                onChange={(value) => setAssumptions({ ...assumptions, [key]: value })}
                options={CHOICES[key].map((value) => ({
                  value,
                  label: t(`replay.${key}.${value}` as Parameters<typeof t>[0]),
                }))}
              />
            )}
          </Field>
        ))}
        <p className="co-rp-why co-quiet">
          {t('replay.assumed')} · {t('replay.why.at')} · {t('replay.why.issued')}
        </p>
        <div className="co-rp-go">
          <Button
            type="primary"
            htmlType="submit"
            loading={start.isPending}
            disabled={plan === null || running || data.refused !== null}
          >
            {t('replay.go')}
          </Button>
        </div>
      </form>
      <StartNotes
        off={
          data.refused === 'replaysOff'
            ? { title: t('replay.off'), words: pick(ERRORS.replaysOff.operator) }
            : null
        }
        refusedTitle={t('replay.refused')}
        error={start.error}
        yaml={draft?.yaml ?? ''}
      />
    </Panel>
  );
}

function OrdersField(props: { data: ReplayList; value: string; choose: (value: string) => void }) {
  const t = useT();
  const { pick } = useLanguage();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const { rehearsals } = props.data;
  return (
    <Field label={t('replay.orders')}>
      {(id) => (
        <>
          <Select
            id={id}
            value={props.value}
            onChange={props.choose}
            options={[
              ...rehearsals.map(({ reviewId, title, createdAtWall }) => ({
                value: reviewId,
                label: t('replay.rehearsed', { title: pick(title), at: wallAt(createdAtWall) }),
              })),
              { value: LIVE, label: t('replay.live') },
            ]}
          />
          {rehearsals.length === 0 ? <p className="co-line co-quiet">{t('replay.noRehearsal')}</p> : null}
        </>
      )}
    </Field>
  );
}
