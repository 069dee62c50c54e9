import type { PaymentView } from '@dacu/contract/api';
import { Icon } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';

/** Where no provider's page can be opened, the sandbox is approved here. */
export function SandboxCounter({
  charge,
  decide,
}: {
  charge: PaymentView;
  decide: {
    readonly isPending: boolean;
    mutate(decision: { payment: PaymentView; outcome: 'succeeded' | 'failed' }): void;
  };
}) {
  const t = useT();
  return (
    <>
      <section className="panel sandbox" aria-label={t('pay.method')}>
        <Icon name="wallet" size={26} />
        <div>
          <h2>{t('pay.handedTitle')}</h2>
          <p>{t('pay.handedWords')}</p>
        </div>
      </section>
      <div className="action-bar">
        <button
          type="button"
          className="dc-button"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ payment: charge, outcome: 'failed' })}
        >
          {t('pay.fail')}
        </button>
        <button
          type="button"
          className="dc-button is-main"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ payment: charge, outcome: 'succeeded' })}
        >
          {t('pay.approve')}
        </button>
      </div>
    </>
  );
}
