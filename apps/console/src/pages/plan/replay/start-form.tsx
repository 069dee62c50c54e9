import type { FindingView, ReplayAssumptions, ReplayList, ReplayRequest } from '@dacu/contract/api';
import { ApiFailure } from '@dacu/contract/client';
import { ERRORS } from '@dacu/contract/errors';
import { Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { api } from '../../../data/api.ts';
import { REPLAYS, useEveryEdition } from '../../../data/queries.ts';
import { useT } from '../../../i18n/setup.ts';
import { Field } from '../../../parts/field.tsx';
import { useTimes } from '../../../parts/format.ts';
import { Panel } from '../../../parts/page-head.tsx';
import { operatorWords } from '../../../parts/words-of.ts';
import { CheckResults } from '../check-results.tsx';

const YAML_CHARS_MAX = 2_000_000;
const LIVE = 'live';
const CHOICES = {
  at: ['phase', 'same'],
  coupons: ['used', 'held', 'issued', 'none'],
  stops: ['caps', 'past', 'none'],
} as const;
const USUAL: ReplayAssumptions = { at: 'phase', coupons: 'used', stops: 'caps' };

type Draft = { readonly name: string; readonly yaml: string };

/** Which orders, under which plan, assuming what. A text that the plan editor hands over comes with the navigation. */
export function StartForm({ data }: { data: ReplayList }) {
  const t = useT();
  const client = useQueryClient();
  const [, setParams] = useSearchParams();
  const handed = useLocation().state as { readonly yaml?: string } | null;
  const [orders, setOrders] = useState(data.rehearsals[0]?.reviewId ?? LIVE);
  const [draft, setDraft] = useState<Draft | null>(handed?.yaml ? { name: '', yaml: handed.yaml } : null);
  const [from, setFrom] = useState<'edition' | 'draft'>(draft ? 'draft' : 'edition');
  const [editionId, setEditionId] = useState<string | null>(null);
  const [assumptions, setAssumptions] = useState(USUAL);
  const { editions, ready } = useEveryEdition();
  const edition = editions.find((one) => one.editionId === editionId) ?? editions[0];
  const running = data.replays.some(({ state }) => state === 'running');
  const start = useMutation({
    mutationFn: (body: ReplayRequest) => api.startReplay(body),
    onSuccess: async ({ replayId }) => {
      await client.invalidateQueries({ queryKey: REPLAYS });
      setParams({ id: replayId });
    },
  });
  const plan: ReplayRequest['plan'] | null =
    from === 'draft'
      ? draft && { kind: 'draft', yaml: draft.yaml }
      : edition
        ? { kind: 'edition', editionId: edition.editionId }
        : null;
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
        <div className="co-field co-rp-plan">
          <span className="co-rp-label">{t('replay.plan')}</span>
          <Segmented
            aria-label={t('replay.plan')}
            value={from}
            onChange={setFrom}
            options={[
              { label: t('replay.plan.edition'), value: 'edition' as const },
              { label: t('replay.plan.draft'), value: 'draft' as const },
            ]}
          />
          {from === 'draft' ? (
            <DraftFile draft={draft} choose={setDraft} />
          ) : (
            <EditionSelect
              editions={editions}
              ready={ready}
              value={edition?.editionId}
              choose={setEditionId}
            />
          )}
        </div>
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
      <Notes off={data.refused === 'replaysOff'} error={start.error} yaml={draft?.yaml ?? ''} />
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

function EditionSelect(props: {
  editions: ReturnType<typeof useEveryEdition>['editions'];
  ready: boolean;
  value: string | undefined;
  choose: (editionId: string) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <Select
      aria-label={t('replay.plan')}
      placeholder={t('rehearse.choose')}
      loading={!props.ready}
      value={props.value}
      onChange={props.choose}
      options={props.editions.map(({ editionId, editionNo, title }) => ({
        value: editionId,
        label: t('rehearse.edition', { campaign: pick(title), no: editionNo }),
      }))}
    />
  );
}

function DraftFile({ draft, choose }: { draft: Draft | null; choose: (draft: Draft) => void }) {
  const t = useT();
  const [tooLong, setTooLong] = useState(false);
  const read = async (file: File | undefined) => {
    if (!file) return;
    const yaml = await file.text();
    setTooLong(yaml.length > YAML_CHARS_MAX);
    if (yaml.length <= YAML_CHARS_MAX) choose({ name: file.name, yaml });
  };
  const lines = draft?.yaml.split('\n').length ?? 0;
  return (
    <div>
      <label className="co-file" htmlFor="replay-file">
        <Icon name="plan" size={16} />
        {draft === null
          ? t('rehearse.file')
          : draft.name === ''
            ? t('replay.draftText', { lines })
            : t('rehearse.fileChosen', { name: draft.name, lines })}
      </label>
      <input
        id="replay-file"
        className="dc-hidden"
        type="file"
        accept=".yaml,.yml"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      {tooLong ? <p className="co-line co-quiet">{t('rehearse.fileTooLong')}</p> : null}
    </div>
  );
}

function Notes({ off, error, yaml }: { off: boolean; error: unknown; yaml: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const findings =
    error instanceof ApiFailure && error.code === 'planInvalid'
      ? (error.problem?.errors as FindingView[])
      : null;
  return (
    <>
      {off ? (
        <Alert
          className="co-rp-note"
          type="info"
          showIcon
          title={t('replay.off')}
          description={pick(ERRORS.replaysOff.operator)}
        />
      ) : null}
      {error ? (
        <div className="co-rp-note" role="alert">
          <Alert
            type="error"
            showIcon
            title={t('replay.refused')}
            description={findings ? undefined : pick(operatorWords(error))}
          />
          {findings ? <CheckResults findings={findings} yaml={yaml} /> : null}
        </div>
      ) : null}
    </>
  );
}
