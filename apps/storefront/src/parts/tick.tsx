import { Icon } from '@dacu/ui';
import { useEffect, useRef } from 'react';

type TickProps = {
  /** Said aloud; also shown where `children` is not given anything else to show. */
  readonly label: string;
  readonly checked: boolean;
  /** Some of what it stands for, not all. */
  readonly mixed?: boolean;
  readonly disabled?: boolean;
  readonly shown?: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** A round tick as thumbs know it, over the browser's own checkbox. */
export function Tick({
  label,
  checked,
  mixed = false,
  disabled = false,
  shown = false,
  onChange,
}: TickProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <label className={`tick ${shown ? 'has-words' : ''}`}>
      <input
        ref={input}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span aria-hidden="true" className={mixed ? 'is-mixed' : ''}>
        <Icon name={mixed ? 'minus' : 'check'} size={16} />
      </span>
      <span className={shown ? 'tick-words' : 'dc-hidden'}>{label}</span>
    </label>
  );
}
