import type { PaymentMethod } from '@dacu/contract/api';
import { useT } from '../../i18n/setup.ts';

/** The sandbox has no page of its own to pay on; it is offered only where nothing else is. */
export function choicesOf(methods: readonly PaymentMethod[]): readonly PaymentMethod[] {
  const real = methods.filter((method) => method !== 'sandbox');
  return real.length > 0 ? real : methods;
}

const MARKS = { alipay: '支', wechatpay: '微', sandbox: '演' } as const;

export function Methods({
  choices,
  chosen,
  onChoose,
}: {
  choices: readonly PaymentMethod[];
  chosen: PaymentMethod;
  onChoose(method: PaymentMethod): void;
}) {
  const t = useT();
  return (
    <fieldset className="panel pay-methods">
      <legend>{t('pay.method')}</legend>
      {choices.length === 0 ? <p>{t('pay.noMethod')}</p> : null}
      {choices.map((method) => (
        <label key={method} className="pay-method">
          <span className={`pay-mark is-${method}`} aria-hidden="true">
            {MARKS[method]}
          </span>
          <span>
            <strong>{t(`pay.by.${method}`)}</strong>
            <small>{t(`pay.by.${method}.words`)}</small>
          </span>
          <input
            type="radio"
            name="pay-method"
            value={method}
            checked={method === chosen}
            onChange={() => onChoose(method)}
          />
        </label>
      ))}
    </fieldset>
  );
}
