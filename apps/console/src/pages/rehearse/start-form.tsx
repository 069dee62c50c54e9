import type { RehearsalRequest } from '@dacu/contract/api';
import { REHEARSAL_SEED_MAX, REHEARSAL_VISITS, SCENARIOS } from '@dacu/contract/client';
import { ERRORS } from '@dacu/contract/errors';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, InputNumber, Segmented } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { REHEARSALS, useEveryEdition } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Field } from '../../parts/field.tsx';
import { countText } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { chosenPlan, type Draft, PlanChoice, StartNotes } from '../plan/plan-choice.tsx';
import { durationText, type Run } from './scenario-words.ts';
import { useAsked } from './use-asked.ts';

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
  const editions = useEveryEdition();
  const [asked, ask] = useAsked();
  const [draft, setDraft] = useState<Draft | null>(null);
  const edition =
    editions.editions.find(({ editionId }) => editionId === asked.editionId) ?? editions.editions[0];
  const active = rehearsals.filter(({ state }) => state === 'running' || state === 'queued').length;
  const start = useMutation({
    mutationFn: (body: RehearsalRequest) => api.startRehearsal(body),
    onSettled: () => client.invalidateQueries({ queryKey: REHEARSALS }),
  });
  const plan = chosenPlan(asked.from, draft, edition?.editionId);
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
        <PlanChoice
          label={t('rehearse.plan')}
          note={t('rehearse.fileWhy')}
          {...{ editions, draft }}
          from={asked.from}
          chooseFrom={(from) => ask({ from })}
          editionId={edition?.editionId}
          chooseEdition={(editionId) => ask({ editionId })}
          chooseDraft={setDraft}
        />
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
      <StartNotes
        off={
          refused === 'rehearsalsOff'
            ? { title: t('rehearse.off'), words: pick(ERRORS.rehearsalsOff.operator) }
            : null
        }
        refusedTitle={t('rehearse.refused')}
        error={start.error}
        yaml={draft?.yaml ?? ''}
      />
      <Command
        asked={asked}
        file={asked.from === 'draft' ? draft?.name : edition && `${edition.campaignId}.yaml`}
      />
    </Panel>
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
