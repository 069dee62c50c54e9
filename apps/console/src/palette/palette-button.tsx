import { Icon } from '@dacu/ui';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/setup.ts';
import { Palette } from './palette.tsx';

const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The palette's place in the top bar, and its keys everywhere. */
export function PaletteButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(APPLE ? event.metaKey : event.ctrlKey) || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        className="co-palette-button"
        aria-haspopup="dialog"
        aria-keyshortcuts={APPLE ? 'Meta+K' : 'Control+K'}
        aria-label={t('palette.label')}
        onClick={() => setOpen(true)}
      >
        <Icon name="search" size={16} />
        <span className="co-palette-call">{t('palette.call')}</span>
        <kbd>{APPLE ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Palette open={open} close={() => setOpen(false)} />
    </>
  );
}
