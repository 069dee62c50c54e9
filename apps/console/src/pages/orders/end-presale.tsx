import type { OpsOrderView, PresaleEndings } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';

type Ending = PresaleEndings['endings'][number];
const REASON_MIN = 4;

/** Ends a pre-sale for its seller: what it pays back is shown first, and why it ends is written down. */
export function EndPresale({ order: { purchaseId, state } }: { order: OpsOrderView }) {
  const { data } = useQuery({
    queryKey: ['orders', 'endings', purchaseId, state],
    queryFn: () => api.presaleEndings(purchaseId),
  });
  const endings = data?.endings ?? [];
  return endings.length === 0 ? null : <EndForm purchaseId={purchaseId} endings={endings} />;
}

function EndForm({ purchaseId, endings }: { purchaseId: string; endings: readonly Ending[] }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const [kind, setKind] = useState(endings[0]!.kind);
  const [reason, setReason] = useState('');
  const end = useMutation<unknown, Error, void>({
    mutationFn: () =>
      kind === 'sellerDefault'
        ? api.presaleDefault(purchaseId, reason.trim())
        : api.presaleEnd(purchaseId, { kind, reason: reason.trim() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['orders'] }),
  });
  const chosen = endings.find((each) => each.kind === kind) ?? endings[0]!;
  return (
    <Panel title={t('order.end')} words={t('order.end.words')}>
      <form
        className="co-order-end"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim().length >= REASON_MIN && !end.isPending) end.mutate();
        }}
      >
        <Segmented
          value={kind}
          onChange={(next) => {
            setKind(next);
            end.reset();
          }}
          options={endings.map((each) => ({ value: each.kind, label: t(`order.end.${each.kind}`) }))}
        />
        <ul>
          <li>{t('order.end.units', { count: chosen.units })}</li>
          <li>{t('order.end.refund', { amount: fenText(chosen.refundFen) })}</li>
          {chosen.extraFen > 0 ? <li>{t('order.end.extra', { amount: fenText(chosen.extraFen) })}</li> : null}
        </ul>
        <Field label={t('order.end.reason')}>
          {(id) => (
            <Input
              id={id}
              value={reason}
              maxLength={200}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Button danger htmlType="submit" loading={end.isPending} disabled={reason.trim().length < REASON_MIN}>
          {t('order.end.do')}
        </Button>
        {end.error ? <span className="co-tag is-bad">{pick(operatorWords(end.error))}</span> : null}
      </form>
    </Panel>
  );
}
