import { Icon } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';

/** Why a pre-sale takes no deposit now: said wherever one would have been paid. */
export function FullPaymentNotice() {
  const t = useT();
  return (
    <div className="callout is-warn">
      <Icon name="info" size={20} />
      <p>
        <strong>{t('presale.fullTitle')}</strong>
        {t('presale.fullWords')}
      </p>
    </div>
  );
}
