import type { FindingView } from '@dacu/contract/api';
import { ApiFailure, type CampaignView } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { FileButton, YAML_FILES } from '../../parts/file-button.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { PlanFindings } from './findings/plan-findings.tsx';
import { useLaw } from './findings/use-findings.ts';
import { diffLines, hunksOf } from './line-diff.ts';
import { PlanDiff } from './plan-diff.tsx';

const YAML_MAX = 2_000_000;

/** A changed file: check it, see every finding at its line, see what would change, publish it as the next edition. */
export function Publish({ campaign, zone }: { campaign: CampaignView; zone: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const [, setParams] = useSearchParams();
  const go = useNavigate();
  const [yaml, setYaml] = useState(campaign.yaml);
  const check = useMutation({
    mutationFn: async (text: string) => ({ text, ...(await api.checkPlan(text)) }),
  });
  const [note, setNote] = useState('');
  const publish = useMutation({
    mutationFn: (text: string) => api.publish(campaign.campaignId, text, note.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      void message.success(t('publish.done', { no: campaign.editionNo + 1 }));
      setParams({ tab: 'editions' });
    },
  });
  // A result speaks of the text it was asked about and of no other.
  const result = check.data?.text === yaml ? check.data : null;
  const refusedFindings = publish.variables === yaml ? findingsOf(publish.error) : null;
  const law = useLaw(campaign.campaignId, result?.ok ? yaml : null);
  const changed = yaml !== campaign.yaml;
  const hunks = useMemo(
    () => (result?.ok && changed ? hunksOf(diffLines(campaign.yaml, result.text)) : []),
    [result, changed, campaign.yaml],
  );
  const take = async (file: File) => {
    if (file.size > YAML_MAX * 3) return void message.error(t('publish.tooLarge'));
    const text = await file.text();
    setYaml(text);
    check.mutate(text);
  };
  const confirm = () =>
    modal.confirm({
      title: t('publish.confirm', { no: campaign.editionNo + 1 }),
      content: t('publish.confirmWords', {
        added: hunks.filter((line) => line?.kind === 'added').length,
        removed: hunks.filter((line) => line?.kind === 'removed').length,
      }),
      okText: t('publish.go'),
      onOk: () => publish.mutateAsync(yaml).catch(() => undefined),
    });
  return (
    <div className="co-stack">
      <section className="co-panel is-padded co-publish">
        <div className="co-tools">
          <FileButton icon="share" accept={YAML_FILES} choose={(file) => void take(file)}>
            {t('publish.choose')}
          </FileButton>
          <Button disabled={!changed} onClick={() => setYaml(campaign.yaml)}>
            {t('publish.reset')}
          </Button>
          <span className="co-tools-end">
            <Button disabled={yaml.length > YAML_MAX} onClick={() => go('/plan/replay', { state: { yaml } })}>
              {t('replay.openWith')}
            </Button>
            <Button
              onClick={() => check.mutate(yaml)}
              loading={check.isPending}
              disabled={yaml.length > YAML_MAX}
            >
              {t('publish.check')}
            </Button>
            <Button
              type="primary"
              disabled={!result?.ok || !changed || !law.data?.publishable}
              loading={publish.isPending}
              onClick={confirm}
            >
              {t('publish.go')}
            </Button>
          </span>
        </div>
        <Input
          value={note}
          maxLength={300}
          placeholder={t('publish.note')}
          aria-label={t('publish.note')}
          onChange={(event) => setNote(event.target.value)}
        />
        <p className="co-quiet" role="status">
          {!changed
            ? t('publish.same', { no: campaign.editionNo })
            : result === null
              ? t('publish.notChecked')
              : !result.ok
                ? t('publish.hasErrors')
                : law.data === undefined
                  ? t('findings.reading')
                  : law.data.publishable
                    ? t('publish.ready')
                    : t('publish.lawBroken')}
        </p>
      </section>
      {[check.error, publish.error].map((error) =>
        error && !(error === publish.error && refusedFindings) ? (
          <Alert key={String(error)} type="error" showIcon role="alert" title={pick(operatorWords(error))} />
        ) : null,
      )}
      <PlanFindings
        campaignId={campaign.campaignId}
        zone={zone}
        yaml={yaml}
        onChange={setYaml}
        checked={
          result
            ? { yaml: result.text, findings: result.findings }
            : refusedFindings
              ? { yaml, findings: refusedFindings }
              : null
        }
      />
      {hunks.length > 0 ? <PlanDiff hunks={hunks} /> : null}
    </div>
  );
}

function findingsOf(error: unknown): FindingView[] | null {
  if (!(error instanceof ApiFailure) || error.code !== 'planInvalid') return null;
  return (error.problem?.errors ?? []) as FindingView[];
}
