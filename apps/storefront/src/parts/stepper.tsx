import { Icon } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';

type StepperProps = {
  readonly value: number;
  readonly min?: number;
  readonly max: number;
  readonly label: string;
  readonly onChange: (value: number) => void;
};

/** Quantity by thumb. It stops at the limits instead of letting a refusal say so. */
export function Stepper({ value, min = 1, max, label, onChange }: StepperProps) {
  const t = useT();
  return (
    <fieldset className="stepper">
      <legend className="dc-hidden">{label}</legend>
      <button
        type="button"
        aria-label={t('product.less')}
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={18} />
      </button>
      <output aria-live="polite">{value}</output>
      <button
        type="button"
        aria-label={t('product.more')}
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" size={18} />
      </button>
    </fieldset>
  );
}
