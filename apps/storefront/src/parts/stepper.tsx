import { Icon } from '@dacu/ui';
import { useState } from 'react';
import { useT } from '../i18n/setup.ts';

type StepperProps = {
  readonly value: number;
  readonly min?: number;
  readonly max: number;
  readonly label: string;
  readonly onChange: (value: number) => void;
};

/** Quantity by thumb or by number. It stops at the limits instead of letting a refusal say so. */
export function Stepper({ value, min = 1, max, label, onChange }: StepperProps) {
  const t = useT();
  /** What is being typed; the value moves when the field is left. */
  const [draft, setDraft] = useState<string | null>(null);
  function commit() {
    setDraft(null);
    const typed = Number.parseInt(draft ?? '', 10);
    if (!Number.isFinite(typed)) return;
    const next = Math.max(min, Math.min(max, typed));
    if (next !== value) onChange(next);
  }
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
      <input
        type="text"
        inputMode="numeric"
        pattern="[0-9]*"
        maxLength={3}
        aria-label={label}
        value={draft ?? String(value)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value.replace(/\D/g, ''))}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          commit();
        }}
      />
      <span className="dc-hidden" aria-live="polite">
        {value}
      </span>
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
