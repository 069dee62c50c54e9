import type { CasePreview } from '@dacu/contract/api';
import { fenText, Money, Skeleton } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';

/** What comes back, to where and when, to the fen, before anything is sent. */
export function CasePreviewPanel(props: {
  preview: CasePreview | undefined;
  kind: 'refundOnly' | 'returnAndRefund' | 'exchange';
  error: unknown;
  pending: boolean;
  time: (at: number) => string;
}) {
  const t = useT();
  const words = useFailureWords();
  const { preview, error, pending, time, kind } = props;
  return (
    <section className="panel return-preview" aria-labelledby="return-preview" aria-live="polite">
      <h2 id="return-preview">{t('case.preview')}</h2>
      {error ? (
        <p className="return-refused">{words(error)}</p>
      ) : preview === undefined ? (
        pending ? (
          <Skeleton width="70%" />
        ) : (
          <p className="fine-print">{t('case.previewPick')}</p>
        )
      ) : (
        <>
          {preview.refund === null ? <p>{t('case.exchangeNo')}</p> : <Sums refund={preview.refund} />}
          <ul className="return-terms">
            <li>
              {t(`case.freight.${preview.freight.payer}`, { amount: fenText(preview.freight.coveredFen) })}
            </li>
            <li>{t('case.answerBy', { at: time(preview.answerBy) })}</li>
            {kind === 'returnAndRefund' ? <li>{t('case.refundWhen')}</li> : null}
          </ul>
        </>
      )}
    </section>
  );
}

function Sums({ refund }: { refund: NonNullable<CasePreview['refund']> }) {
  const t = useT();
  const { tenders, points } = refund;
  const goodsFen = refund.lines.reduce((sum, { refundFen }) => sum + refundFen, 0);
  const money: readonly (readonly [string, number, 1 | -1])[] = [
    [t('case.backGoods'), goodsFen, 1],
    [t('case.backFreight'), refund.freightFen, 1],
    [t('case.backPremium'), refund.premiumFen, 1],
    [t('case.backGifts'), refund.giftsFen, -1],
    [t('case.backShort'), points.shortFen, -1],
  ];
  const beside: readonly (readonly [string, string])[] = [
    ...(refund.protectedFen > 0 ? [[t('case.backProtected'), fenText(refund.protectedFen)] as const] : []),
    ...(tenders.redPacketFen > 0
      ? [[t('case.backRedPacket'), `${fenText(tenders.redPacketFen)} · ${t('case.redPacketWords')}`] as const]
      : []),
    ...(points.returned > 0 ? [[t('case.backPoints'), String(points.returned)] as const] : []),
    ...(points.clawedBack > 0 ? [[t('case.backClawed'), String(points.clawedBack)] as const] : []),
    ...(tenders.subsidyFen > 0 ? [[t('case.backSubsidy'), fenText(tenders.subsidyFen)] as const] : []),
  ];
  return (
    <>
      <p className="return-total">
        <span>{t('case.back')}</span>
        <Money fen={refund.refundFen} />
      </p>
      <dl className="return-sums">
        {money
          .filter(([, fen]) => fen > 0)
          .map(([name, fen, sign]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {sign < 0 ? '−' : ''}
                {fenText(fen)}
              </dd>
            </div>
          ))}
        {beside.map(([name, value]) => (
          <div key={name} className="is-beside">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {refund.couponsBack > 0 ? (
          <div className="is-beside">
            <dt>
              {refund.couponsBack} {t('case.backCoupons')}
            </dt>
            <dd />
          </div>
        ) : null}
      </dl>
    </>
  );
}
