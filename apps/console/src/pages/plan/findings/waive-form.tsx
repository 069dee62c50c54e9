import { useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../../data/api.ts';
import { useSession } from '../../../data/queries.ts';
import { useT } from '../../../i18n/setup.ts';
import { operatorWords } from '../../../parts/words-of.ts';
import type { LawFinding } from './finding.ts';
import { lawKey, waiversKey } from './use-findings.ts';

const REASON = { min: 8, max: 600 } as const;

/** Puts a name and a reason to an error of law. The commander's alone; everybody else reads why it is not theirs. */
export function WaiveForm(props: { campaignId: string; yaml: string; finding: LawFinding }) {
  const { campaignId, yaml, finding } = props;
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const session = useSession().data;
  const [reason, setReason] = useState('');
  const waive = useMutation({
    mutationFn: () => api.waive(campaignId, { yaml, findingId: finding.findingId, reason: reason.trim() }),
    onSuccess: async () => {
      setReason('');
      void message.success(t('findings.waive.done'));
      await Promise.all([
        queries.invalidateQueries({ queryKey: lawKey(campaignId) }),
        queries.invalidateQueries({ queryKey: waiversKey(campaignId) }),
      ]);
    },
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  if (session?.role !== 'commander')
    return <p className="co-quiet fi-waive">{t('findings.waive.commanderOnly')}</p>;
  const length = reason.trim().length;
  return (
    <section className="fi-waive" aria-label={t('findings.waive.title')}>
      <h4>{t('findings.waive.title')}</h4>
      <p className="co-quiet">{t('findings.waive.words', { name: session.name })}</p>
      <Input.TextArea
        value={reason}
        rows={2}
        maxLength={REASON.max}
        placeholder={t('findings.waive.reason')}
        aria-label={t('findings.waive.reason')}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="co-tools">
        <Button
          danger
          disabled={length < REASON.min}
          loading={waive.isPending}
          onClick={() => waive.mutate()}
        >
          {t('findings.waive.go')}
        </Button>
        {length > 0 && length < REASON.min ? (
          <span className="co-quiet">{t('findings.waive.short', { count: REASON.min })}</span>
        ) : null}
      </div>
    </section>
  );
}
