import { type ReactNode, useId } from 'react';

/** A control with its name above it. */
export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="co-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
