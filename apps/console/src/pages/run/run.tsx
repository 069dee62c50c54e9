import { EmptyState, useClockView, useLanguage } from '@dacu/ui';
import { ConfigProvider } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useDark } from '../../dark.ts';
import { useBoardStream } from '../../data/board-stream.tsx';
import { useT } from '../../i18n/setup.ts';
import { consoleTheme } from '../../theme.ts';
import { Board } from './board.tsx';
import './run.css';
import './board-cells.css';

/** The live board; on a wall always on a dark ground, at a desk as the rest of the console. */
export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useClockView()?.zone ?? 'Asia/Shanghai';
  const { frame, state } = useBoardStream();
  const [params] = useSearchParams();
  const wall = params.get('screen') === 'wall';
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  // Tokens answer with the colours of a dark wall only once that wall is there.
  const dark = useDark() || wall;
  const theme = useMemo(() => (host ? consoleTheme(dark, host) : null), [host, dark]);
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
