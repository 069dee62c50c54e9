import type { CaseView, PurchaseView } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, useLanguage, useWhenPassed } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { aftercareQuery, casesQuery, purchaseQuery, returnOptionsQuery } from '../../data/queries.ts';
import { type MessageKey, useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { CasePhotos } from './case-photos.tsx';
import { OrderPanel } from './order-panel.tsx';
import { SendBackForm } from './send-back-form.tsx';
import './cases.css';

/** The cases of an order: where each stands, what happens next by itself and when, and what the shopper may do. */
export function CasesPanel({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const client = useQueryClient();
  const { purchaseId } = purchase;
  const asked = useQuery(casesQuery(purchaseId));
  const { data, refetch } = asked;
  const open = data?.cases.flatMap(({ deadline }) => (deadline === null ? [] : [deadline.at])) ?? [];
  useWhenPassed(open.length === 0 ? null : Math.min(...open), () => void refetch());
  if (asked.isPending || data?.cases.length === 0) return null;
  const changed = () => {
    for (const query of [casesQuery, returnOptionsQuery, purchaseQuery, aftercareQuery])
      void client.invalidateQueries({ queryKey: query(purchaseId).queryKey });
  };
  return (
    <OrderPanel name="order-cases" icon="return" title={t('case.panel')} asked={asked}>
      {({ cases }) =>
        [...cases].reverse().map((one) => <Case key={one.caseId} one={one} onChanged={changed} />)
      }
    </OrderPanel>
  );
}

function Case({ one, onChanged }: { one: CaseView; onChanged: () => void }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const notice = useNotice();
  const words = useFailureWords();
  const [sending, setSending] = useState(false);
  const time = (at: number) => formatInstant(at, zone, lang, 'full');
  const withdraw = useMutation({
    mutationFn: () => api.withdrawCase(one.caseId),
    onSuccess: () => notice({ words: t('case.withdrawn') }),
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
    onSettled: onChanged,
  });
  const units = one.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <article className="order-case" aria-label={t(`case.kind.${one.kind}`)}>
      <header>
        <strong>{t(`case.state.${one.state}`)}</strong>
        <span>
          {t(`case.kind.${one.kind}`)} · {t('case.units.count', { count: units })}
        </span>
      </header>
      <p className="order-case-goods">{one.lines.map(({ title }) => pick(title)).join(' · ')}</p>
      {one.deadline ? (
        <p className="order-case-next">
          <Icon name="clock" size={14} />
          {t(`case.next.${one.deadline.on}` as MessageKey, { at: time(one.deadline.at) })}
        </p>
      ) : null}
      <p className="order-case-sum">
        {one.refundFen !== null
          ? t('case.refunded', { amount: fenText(one.refundFen) })
          : one.expectedFen !== null && one.deadline !== null
            ? t('case.expected', { amount: fenText(one.expectedFen) })
            : null}
      </p>
      {one.state === 'approved' && one.kind !== 'refundOnly' ? (
        <p className="fine-print">
          {t(`case.freight.${one.freight.payer}`, { amount: fenText(one.freight.coveredFen) })}
        </p>
      ) : null}
      {(one.found ?? []).map((found) => (
        <div key={found.lineId} className="fine-print">
          {found.deductFen > 0 ? (
            <p>{t('case.deducted', { amount: fenText(found.deductFen), note: found.note })}</p>
          ) : null}
          {found.turnedDown > 0 ? (
            <p>{t('case.turnedDown', { count: found.turnedDown, note: found.note })}</p>
          ) : null}
        </div>
      ))}
      <CasePhotos one={one} />
      <ol className="order-case-steps">
        {one.steps.map((step) => (
          <li key={`${step.on}-${step.at}`}>
            <span>
              {t(`case.step.${step.on}`)}
              {step.by === 'clock' ? ` · ${t('case.by.clock')}` : ''}
              {step.note ? <small>{step.note}</small> : null}
            </span>
            <time dateTime={new Date(step.at).toISOString()}>{time(step.at)}</time>
          </li>
        ))}
      </ol>
      <div className="form-actions">
        {one.replacementId ? (
          <Link className="dc-button" to={`/orders/${one.replacementId}`}>
            {t('case.replacement')}
          </Link>
        ) : null}
        {one.may.includes('withdraw') ? (
          <button
            type="button"
            className="dc-button"
            disabled={withdraw.isPending}
            onClick={() => withdraw.mutate()}
          >
            {t('case.withdraw')}
          </button>
        ) : null}
        {one.may.includes('sendBack') ? (
          <button type="button" className="dc-button is-main" onClick={() => setSending(true)}>
            {t('case.sendBack')}
          </button>
        ) : null}
      </div>
      <Sheet open={sending} title={t('case.sendBackTitle')} onClose={() => setSending(false)}>
        <SendBackForm
          caseId={one.caseId}
          onDone={() => {
            setSending(false);
            onChanged();
          }}
        />
      </Sheet>
    </article>
  );
}
