import { Icon } from '@dacu/ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../i18n/setup.ts';

type SheetProps = {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly bare?: boolean;
};

/** From the bottom on a phone, in the middle of a wide screen. The browser's own dialog keeps focus and Escape right. */
export function Sheet({ open, title, onClose, children, bare = false }: SheetProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is on its backdrop
    <dialog
      ref={dialog}
      className={`sheet ${bare ? 'is-bare' : ''}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {open ? (
        <div className="sheet-body">
          <header className="sheet-head">
            <h2>{title}</h2>
            <button type="button" className="icon-button" aria-label={t('close')} onClick={onClose}>
              <Icon name="close" size={20} />
            </button>
          </header>
          <div className="sheet-content">{children}</div>
        </div>
      ) : null}
    </dialog>
  );
}
