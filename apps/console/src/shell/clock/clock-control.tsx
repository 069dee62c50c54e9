import { useClockView } from '@dacu/ui';
import { Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { ClockPanel } from './clock-panel.tsx';
import './clock.css';

/** The clock of the top bar: on a simulated database a way to other instants of the plan, on a real one just the time. */
export function ClockControl({ children }: { children: ReactNode }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const view = useClockView();
  if (view?.databaseKind !== 'simulated') return <span title={t('clock.realWords')}>{children}</span>;
  return (
    <>
      <button
        type="button"
        className="co-clock-button"
        title={t('clock.open')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {children}
      </button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        size={940}
        destroyOnHidden
        title={t('clock.title')}
        extra={<span className="co-quiet co-clock-words">{t('clock.words')}</span>}
        className="co-clock-drawer"
      >
        <ClockPanel onMoved={() => setOpen(false)} />
      </Drawer>
    </>
  );
}
