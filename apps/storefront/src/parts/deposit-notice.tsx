import { fenText, formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';
import { useZone } from './use-zone.ts';

/** What of a deposit is lost, and when: conspicuous, wherever one is about to be paid (消法 26). */
export function DepositNotice({
  legalFen,
  refundableUntil,
}: {
  readonly legalFen: number;
  readonly refundableUntil: number | null;
}) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  return (
    <div className="callout is-warn deposit-notice">
      <Icon name="alert" size={20} />
      <p>
        <strong>{t('presale.notice')}</strong>
        {t('presale.noticeWords', { amount: fenText(legalFen) })}{' '}
        {refundableUntil === null
          ? null
          : t('presale.noticeUntil', { time: formatInstant(refundableUntil, zone, lang, 'moment') })}
        <small className="deposit-law">{t('presale.law')}</small>
      </p>
    </div>
  );
}
