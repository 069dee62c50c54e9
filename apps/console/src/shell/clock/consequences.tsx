import type { ClockPreview } from '@dacu/contract/client';
import { fenText, useLanguage } from '@dacu/ui';
import { Alert, Button, Checkbox } from 'antd';
import { type ReactNode, useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';

type Named = ClockPreview['phase']['before'];

/** What would turn, end and open, in the words of the plan; and the one button that does it. */
export function Consequences(props: {
  preview: ClockPreview;
  mayMove: boolean;
  moving: boolean;
  onMove: (delivery: boolean) => void;
}) {
  const { preview } = props;
  const t = useT();
  const at = useTimes(preview.zone);
  const spanWords = useSpanWords();
  const needsDelivery = preview.delivery.skus > 0;
  const [delivery, setDelivery] = useState(needsDelivery);
  if (preview.refusal === 'clockBack')
    return <Alert type="warning" showIcon title={t('clock.back')} description={t('clock.backWords')} />;
  if (preview.refusal === 'simulatedOnly')
    return <Alert type="warning" showIcon title={t('clock.realTitle')} description={t('clock.realWords')} />;
  return (
    <>
      <p className="co-clock-goes">
        <span className="co-quiet">{t('clock.goes')}</span>
        <strong>{at(preview.toAt, 'full')}</strong>
        <span className="co-quiet">
          {t('clock.after', { span: spanWords(preview.toAt - preview.fromAt) })}
        </span>
      </p>
      <Changes preview={preview} />
      <div className="co-clock-delivery">
        {needsDelivery ? (
          <Checkbox checked={delivery} onChange={(event) => setDelivery(event.target.checked)}>
            {t('clock.delivery', {
              skus: countText(preview.delivery.skus),
              units: countText(preview.delivery.units),
            })}
          </Checkbox>
        ) : null}
        <p className="co-quiet">{t(needsDelivery ? 'clock.deliveryWords' : 'clock.deliveryNone')}</p>
      </div>
      {props.mayMove ? null : <Alert type="info" showIcon title={t('clock.notCommander')} />}
      <Button
        type="primary"
        size="large"
        block
        disabled={!props.mayMove}
        loading={props.moving}
        onClick={() => props.onMove(delivery)}
      >
        {t('clock.go', { at: at(preview.toAt, 'moment') })}
      </Button>
    </>
  );
}

function Changes({ preview }: { preview: ClockPreview }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(preview.zone);
  const { flash, holds, phase, promotions } = preview;
  const names = (list: readonly { id: string; title: { zh: string; en: string } }[]) =>
    list.length === 0 ? (
      <span className="co-quiet">{t('clock.none')}</span>
    ) : (
      <span className="co-clock-tags">
        {list.map((one) => (
          <span className="co-tag" key={one.id}>
            {pick(one.title)}
          </span>
        ))}
      </span>
    );
  const flashWords = [
    flash.passed > 0 ? t('clock.flash.passed', { count: countText(flash.passed) }) : null,
    flash.open
      ? t('clock.flash.open', { title: pick(flash.open.title), until: at(flash.open.endsAt) })
      : null,
    flash.next ? t('clock.flash.next', { title: pick(flash.next.title), at: at(flash.next.startsAt) }) : null,
  ].filter((words) => words !== null);
  return (
    <dl className="co-clock-rows">
      <Row name={t('clock.row.campaign')}>
        <Turn {...preview.campaign} />
      </Row>
      <Row name={t('clock.row.phase')}>
        <Turn {...phase} />
      </Row>
      <Row name={t('clock.row.node')}>
        <Turn {...preview.node} />
      </Row>
      <Row name={t('clock.row.flash')}>{flashWords.join(' · ') || t('clock.none')}</Row>
      <Row name={t('clock.row.opening')}>{names(promotions.opening)}</Row>
      <Row name={t('clock.row.closing')}>{names(promotions.closing)}</Row>
      <Row name={t('clock.row.holds')}>
        {holds.purchases === 0 ? (
          <span className="co-quiet">{t('clock.holds.none')}</span>
        ) : (
          t('clock.holds', { count: countText(holds.purchases), amount: fenText(holds.payFen) })
        )}
      </Row>
      <Row name={t('clock.row.due')}>
        {preview.due.map(({ kind, count }) => dueWords(t, kind, count)).join(' · ') || t('clock.none')}
      </Row>
      <Row name={t('clock.row.traffic')}>
        {phase.after ? t('clock.traffic', { phase: pick(phase.after.title) }) : t('clock.traffic.none')}
      </Row>
      <Row name={t('clock.row.board')}>{t('clock.board')}</Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const DUE = ['purchase.expire', 'payment.check', 'payment.refund', 'sandbox.notify'] as const;

function dueWords(t: ReturnType<typeof useT>, kind: string, count: number): string {
  const known = DUE.find((one) => one === kind);
  return known
    ? t(`clock.due.${known}`, { count: countText(count) })
    : t('clock.due.other', { kind, count: countText(count) });
}

function Turn({ before, after }: { before: Named; after: Named }) {
  const t = useT();
  const { pick } = useLanguage();
  const words = (one: Named) => (one === null ? t('clock.none') : pick(one.title));
  if (before?.id === after?.id)
    return <span className="co-quiet">{t('clock.same', { what: words(after) })}</span>;
  return (
    <>
      <span className="co-quiet">{words(before)}</span> → <strong>{words(after)}</strong>
    </>
  );
}

/** `146 days` · `3 hours` · `5 minutes`: the largest unit that says it, with the next where it matters. */
function useSpanWords(): (ms: number) => string {
  const t = useT();
  return (ms) => {
    const minutes = Math.round(ms / 60_000);
    const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
    const parts = [
      days > 0 ? t('span.days', { count: countText(days) }) : null,
      hours > 0 && days < 30 ? t('span.hours', { count: hours }) : null,
      days === 0 && minutes % 60 > 0 ? t('span.minutes', { count: minutes % 60 }) : null,
    ].filter((part) => part !== null);
    return parts.join(' ') || t('span.minutes', { count: 0 });
  };
}
