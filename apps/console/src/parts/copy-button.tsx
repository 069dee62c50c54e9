import { Icon } from '@dacu/ui';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/setup.ts';

/** Copies, and says for a moment that it did, or that the browser did not let it. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useT();
  const [state, setState] = useState<'idle' | 'done' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('refused'),
    );
  return (
    <Button
      onClick={copy}
      icon={state === 'done' ? <Icon name="check" size={16} /> : undefined}
      aria-live="polite"
    >
      {state === 'done' ? t('copy.done') : state === 'refused' ? t('copy.refused') : (label ?? t('copy.go'))}
    </Button>
  );
}
