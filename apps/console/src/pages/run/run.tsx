import { EmptyState, useClockView, useLanguage } from '@dacu/ui';
import { ConfigProvider } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useBoardStream } from '../../data/board-stream.tsx';
import { useT } from '../../i18n/setup.ts';
import { consoleTheme } from '../../theme.ts';
import { Board } from './board.tsx';
import './run.css';
import './board-cells.css';

/** The war room. Always on a dark ground, whatever the rest of the screen wears. */
export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useClockView()?.zone ?? 'Asia/Shanghai';
  const { frame, state } = useBoardStream();
  const [params] = useSearchParams();
  const wall = params.get('screen') === 'wall';
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  // Tokens answer with the colours of the dark ground only once that ground is there.
  const theme = useMemo(() => (host ? consoleTheme(true, host) : null), [host]);
  return (
    <div className={`co-run ${wall ? 'is-wall' : ''}`} ref={setHost}>
      {host && theme ? (
        <ConfigProvider theme={theme} getPopupContainer={() => host}>
          {frame ? (
            <Board frame={frame} lang={lang} zone={zone} wall={wall} />
          ) : state === 'lost' ? (
            <EmptyState icon="offline" title={t('run.lostTitle')} words={t('run.lostWords')} />
          ) : (
            <EmptyState icon="run" title={t('run.waitingTitle')} words={t('run.waitingWords')}>
              <Link className="dc-button" to="/plan">
                {t('run.toPlan')}
              </Link>
            </EmptyState>
          )}
        </ConfigProvider>
      ) : null}
    </div>
  );
}
