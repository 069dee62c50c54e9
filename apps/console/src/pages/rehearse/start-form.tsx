import type { FindingView, RehearsalRequest } from '@dacu/contract/api';
import { ApiFailure, REHEARSAL_SEED_MAX, REHEARSAL_VISITS, SCENARIOS } from '@dacu/contract/client';
import { ERRORS } from '@dacu/contract/errors';
import { Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { REHEARSALS, useEveryEdition } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Field } from '../../parts/field.tsx';
import { countText } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { CheckResults } from '../plan/check-results.tsx';
import { durationText, type Run } from './scenario-words.ts';
import { useAsked } from './use-asked.ts';

const YAML_CHARS_MAX = 2_000_000;

type Draft = { readonly name: string; readonly yaml: string };

type StartFormProps = {
  readonly rehearsals: readonly Run[];
  readonly refused: 'rehearsalsOff' | 'forbidden' | null;
  readonly waitingMax: number;
};

/** What to rehearse. The choice stands in the address, so that it can be sent to a colleague; a file does not. */
export function StartForm({ rehearsals, refused, waitingMax }: StartFormProps) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const { editions, ready } = useEveryEdition();
  const [asked, ask] = useAsked();
  const [draft, setDraft] = useState<Draft | null>(null);
  const edition = editions.find(({ editionId }) => editionId === asked.editionId) ?? editions[0];
  const active = rehearsals.filter(({ state }) => state === 'running' || state === 'queued').length;
  const start = useMutation({
    mutationFn: (body: RehearsalRequest) => api.startRehearsal(body),
    onSettled: () => client.invalidateQueries({ queryKey: REHEARSALS }),
  });
  const plan: RehearsalRequest['plan'] | null =
    asked.from === 'draft'
      ? draft && { kind: 'draft', yaml: draft.yaml }
      : edition
        ? { kind: 'edition', editionId: edition.editionId }
        : null;
  if (refused === 'forbidden') return <Alert type="info" showIcon title={t('rehearse.forbidden')} />;
  return (
    <Panel title={t('rehearse.start')} words={t('rehearse.startWords')}>
      <form
        className="co-start"
        onSubmit={(event) => {
          event.preventDefault();
          if (plan) start.mutate({ plan, seed: asked.seed, visits: asked.visits, scenario: asked.scenario });
        }}
      >
        <div className="co-start-plan">
          <Segmented
            value={asked.from}
            onChange={(from) => ask({ from })}
            options={[
              { label: t('rehearse.plan.edition'), value: 'edition' as const },
              { label: t('rehearse.plan.draft'), value: 'draft' as const },
            ]}
          />
          {asked.from === 'draft' ? (
            <DraftFile draft={draft} choose={setDraft} />
          ) : (
            <Select
              aria-label={t('rehearse.plan')}
              placeholder={t('rehearse.choose')}
              loading={!ready}
              value={edition?.editionId}
              onChange={(editionId) => ask({ editionId })}
              options={editions.map(({ editionId, editionNo, title }) => ({
                value: editionId,
                label: t('rehearse.edition', { campaign: pick(title), no: editionNo }),
              }))}
            />
          )}
        </div>
        <Field label={t('rehearse.visits')}>
          {(id) => (
            <InputNumber
              id={id}
              min={REHEARSAL_VISITS.min}
              max={REHEARSAL_VISITS.max}
              step={1000}
              value={asked.visits}
              formatter={(value) => countText(Number(value ?? 0))}
              parser={(text) => Number((text ?? '').replace(/\D/g, ''))}
              onChange={(value) => value !== null && ask({ visits: value })}
            />
          )}
        </Field>
        <Field label={t('rehearse.seed')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              max={REHEARSAL_SEED_MAX}
              precision={0}
              value={asked.seed}
              onChange={(value) => value !== null && ask({ seed: value })}
            />
          )}
        </Field>
        <fieldset className="co-start-scenario">
          <legend>{t('rehearse.scenario')}</legend>
          <Segmented
            value={asked.scenario}
            onChange={(scenario) => ask({ scenario })}
            options={SCENARIOS.map((value) => ({ label: t(`rehearse.scenario.${value}`), value }))}
          />
        </fieldset>
        <p className="co-start-why co-quiet">
          {t(`rehearse.scenario.${asked.scenario}.why`)} · {t('rehearse.visitsWhy')} · {t('rehearse.seedWhy')}
        </p>
        <div className="co-start-go">
          <Button
            type="primary"
            htmlType="submit"
            loading={start.isPending}
            disabled={plan === null || refused !== null || active > waitingMax}
          >
            {t(active > 0 ? 'rehearse.goQueue' : 'rehearse.go')}
          </Button>
          <Estimate rehearsals={rehearsals} visits={asked.visits} />
        </div>
      </form>
      {refused === 'rehearsalsOff' ? (
        <Alert
          className="co-start-note"
          type="info"
          showIcon
          title={t('rehearse.off')}
          description={pick(ERRORS.rehearsalsOff.operator)}
        />
      ) : null}
      {start.error ? <Refused error={start.error} yaml={draft?.yaml ?? ''} /> : null}
      <Command
        asked={asked}
        file={asked.from === 'draft' ? draft?.name : edition && `${edition.campaignId}.yaml`}
      />
    </Panel>
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
  return (
    <div>
      <label className="co-file" htmlFor="rehearse-file">
        <Icon name="plan" size={16} />
        {draft
          ? t('rehearse.fileChosen', { name: draft.name, lines: draft.yaml.split('\n').length })
          : t('rehearse.file')}
      </label>
      <input
        id="rehearse-file"
        className="dc-hidden"
        type="file"
        accept=".yaml,.yml"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <p className="co-line co-quiet">{tooLong ? t('rehearse.fileTooLong') : t('rehearse.fileWhy')}</p>
    </div>
  );
}

/** By the last one that finished here; nothing is said where there is none. */
function Estimate({ rehearsals, visits }: { rehearsals: readonly Run[]; visits: number }) {
  const t = useT();
  const last = rehearsals.find(({ state, startedAtWall }) => state === 'finished' && startedAtWall !== null);
  if (!last?.startedAtWall || !last.endedAtWall) return null;
  const ms = ((last.endedAtWall - last.startedAtWall) / last.visits) * visits;
  return <span className="co-quiet">{t('rehearse.takes', { time: durationText(t, ms) })}</span>;
}

function Refused({ error, yaml }: { error: unknown; yaml: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const findings =
    error instanceof ApiFailure && error.code === 'planInvalid'
      ? (error.problem?.errors as FindingView[])
      : null;
  return (
    <div className="co-start-note" role="alert">
      <Alert
        type="error"
        showIcon
        title={t('rehearse.refused')}
        description={findings ? undefined : pick(operatorWords(error))}
      />
      {findings ? <CheckResults findings={findings} yaml={yaml} /> : null}
    </div>
  );
}

/** The same without the console; the file of an edition goes by its campaign's name. */
function Command({ asked, file }: { asked: ReturnType<typeof useAsked>[0]; file: string | undefined }) {
  const t = useT();
  const name = file ?? 'plan.yaml';
  const command = `npx dacu rehearse ${/[^\w.-]/.test(name) ? JSON.stringify(name) : name} --seed ${asked.seed} --visits ${asked.visits} --scenario ${asked.scenario}`;
  return (
    <details className="co-command">
      <summary>{t('rehearse.command')}</summary>
      <div className="co-command-line">
        <code>{command}</code>
        <CopyButton text={command} label={t('rehearse.copy')} />
      </div>
      <p className="co-line co-quiet">{t('rehearse.commandFile', { name })}</p>
    </details>
  );
}
