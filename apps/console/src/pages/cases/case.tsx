import type { OpsCaseDetail } from '@dacu/contract/api';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { CaseActs } from './case-acts.tsx';
import { CasePhotos } from './case-photos.tsx';
import { CaseState } from './case-state.tsx';
import { Inspection } from './inspection.tsx';
import './cases.css';

/** One case: what is asked, what paying it would do, what happened, and what may be done now. */
export function Component() {
  const { caseId = '' } = useParams();
  const t = useT();
  const query = useQuery({ queryKey: ['cases', 'one', caseId], queryFn: () => api.opsCase(caseId) });
  return (
    <div className="co-body">
      <PageHead
        title={
          <>
            <Link className="co-crumb" to="/cases">
              {t('rail.cases')}
            </Link>
            {query.data ? t(`cases.kind.${query.data.kind}`) : ''}{' '}
            {query.data ? <CaseState one={query.data} /> : null}
          </>
        }
        words={<code>{caseId}</code>}
      >
        <CopyButton text={window.location.href} label={t('palette.command.copy')} />
      </PageHead>
      <Loaded query={query}>{(one) => <Case one={one} />}</Loaded>
    </div>
  );
}

function Case({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  return (
    <>
      <CaseActs one={one} />
      <div className="co-case-top">
        <Panel title={t('case.asked')}>
          <Asked one={one} />
        </Panel>
        <Panel title={t('case.would')} words={t('case.wouldWords')}>
          <Would one={one} />
        </Panel>
        <Panel title={t('case.steps')}>
          <Steps one={one} />
        </Panel>
      </div>
      {one.allowed.includes('inspect') || one.found !== null ? <Inspection one={one} /> : null}
    </>
  );
}

function Asked({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const { pick } = useLanguage();
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [
      t('case.goods'),
      one.lines.map(({ lineId, title, quantity }) => (
        <span key={lineId} className="co-case-line">
          {pick(title)} × {quantity}
        </span>
      )),
    ],
    [t('cases.col.reason'), t(`cases.reason.${one.reason}`)],
    [t('case.fault'), t(`cases.fault.${one.fault}`)],
    [t('case.freight'), t(`case.freight.${one.freight.payer}`, { amount: fenText(one.freight.coveredFen) })],
    [
      t('case.number'),
      <Link key="order" to={`/orders/${one.purchaseId}`}>
        {one.number}
      </Link>,
    ],
    [t('case.paid'), fenText(one.payFen)],
    ...(one.expectedFen === null ? [] : ([[t('case.expected'), fenText(one.expectedFen)]] as const)),
    ...(one.refundFen === null ? [] : ([[t('case.refund'), fenText(one.refundFen)]] as const)),
    ...(one.tracking
      ? ([[t('case.tracking'), `${one.tracking.carrier} ${one.tracking.number}`]] as const)
      : []),
    ...(one.replacementId
      ? ([
          [
            t('case.replacement'),
            <Link key="replacement" to={`/orders/${one.replacementId}`}>
              {one.replacementId}
            </Link>,
          ],
        ] as const)
      : []),
  ];
  return (
    <>
      <dl className="co-case-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Words one={one} />
      <CasePhotos one={one} />
    </>
  );
}

/** Sealed until somebody asks, by name. */
function Words({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const [words, setWords] = useState<string | null>(null);
  const read = useMutation({
    mutationFn: () => api.caseWords(one.caseId),
    onSuccess: (answer) => setWords(answer.words),
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  return (
    <div className="co-case-words">
      <h3>{t('case.words')}</h3>
      {!one.hasWords ? (
        <p className="co-quiet">{t('case.wordsNone')}</p>
      ) : words === null ? (
        <p>
          <Button size="small" loading={read.isPending} onClick={() => read.mutate()}>
            {t('case.wordsRead')}
          </Button>{' '}
          <span className="co-quiet">{t('case.wordsNote')}</span>
        </p>
      ) : (
        <blockquote>{words}</blockquote>
      )}
    </div>
  );
}

function Would({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const { pick } = useLanguage();
  const { would } = one;
  if (one.kind === 'exchange' && one.deadline !== null) {
    const count = one.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    return (
      <div className="co-case-facts">
        <p>{t('case.wouldExchange', { count })}</p>
        <dl>
          {one.lines.map(({ lineId, skuId, title }) => (
            <div key={lineId}>
              <dt>{pick(title)}</dt>
              <dd>
                {t('case.sellable')} {one.sellable[skuId] ?? 0}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    );
  }
  if (would === null) return <p className="co-case-facts co-quiet">{t('case.wouldDone')}</p>;
  const titles = new Map(one.lines.map(({ lineId, title }) => [lineId, title]));
  const { tenders, points } = would;
  const beside: readonly (readonly [MessageKey, number, 'fen' | 'count'])[] = [
    ['case.would.freight', would.freightFen, 'fen'],
    ['case.would.premium', would.premiumFen, 'fen'],
    ['case.would.gifts', would.giftsFen, 'fen'],
    ['case.would.short', points.shortFen, 'fen'],
    ['case.would.protected', would.protectedFen, 'fen'],
    ['case.would.redPacket', tenders.redPacketFen, 'fen'],
    ['case.would.subsidy', tenders.subsidyFen, 'fen'],
    ['case.would.points', points.returned, 'count'],
    ['case.would.clawed', points.clawedBack, 'count'],
    ['case.would.coupons', would.couponsBack, 'count'],
  ];
  return (
    <dl className="co-case-facts">
      {would.lines.map(({ lineId, quantity, refundFen }) => (
        <div key={lineId}>
          <dt>{t('case.would.line', { title: pick(titles.get(lineId)!), count: quantity })}</dt>
          <dd>{fenText(refundFen)}</dd>
        </div>
      ))}
      {beside
        .filter(([, value]) => value > 0)
        .map(([key, value, unit]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{unit === 'fen' ? fenText(value) : value}</dd>
          </div>
        ))}
      <div className="is-main">
        <dt>{t('case.would.money')}</dt>
        <dd>{fenText(would.refundFen)}</dd>
      </div>
    </dl>
  );
}

function Steps({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  return (
    <ol className="co-case-steps">
      {one.steps.map((step) => (
        <li key={`${step.on}-${step.at}`}>
          <time>
            {at(step.at, 'day')} {at(step.at, 'clockSeconds')}
          </time>
          <span>
            {t(`case.step.${step.on}`)}
            <small>{step.operator ?? t(`case.by.${step.by}`)}</small>
            {step.note ? <q>{step.note}</q> : null}
          </span>
        </li>
      ))}
      {one.deadline ? (
        <li className="is-next">
          <time>
            {at(one.deadline.at, 'day')} {at(one.deadline.at, 'clock')}
          </time>
          <span>{t(`cases.then.${one.deadline.on}` as MessageKey)}</span>
        </li>
      ) : null}
    </ol>
  );
}
