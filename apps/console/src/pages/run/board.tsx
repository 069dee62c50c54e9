import type { BoardFrame } from '@dacu/contract/api';
import { Icon, type Lang } from '@dacu/ui';
import { Link } from 'react-router';
import { useBoardStream } from '../../data/board-stream.tsx';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { BoardFigures } from './board-figures.tsx';
import { Channels } from './channels.tsx';
import { Goal } from './goal.tsx';
import { Minutes } from './minutes.tsx';
import { Recent } from './recent.tsx';
import { StockHeat } from './stock-heat.tsx';
import { Watch } from './watch.tsx';

export type BoardProps = { frame: BoardFrame; lang: Lang; zone: string };

/** How much, against what goal, is anything wrong; then the minute, the stock, the channels, the orders. */
export function Board({ frame, lang, zone, wall }: BoardProps & { wall: boolean }) {
  const t = useT();
  const { state } = useBoardStream();
  const props = { frame, lang, zone };
  return (
    <>
      <AsOf frame={frame} zone={zone}>
        {wall ? null : (
          <Link className="co-run-wall" to="/run?screen=wall">
            <Icon name="device" size={16} /> {t('run.toWall')}
          </Link>
        )}
      </AsOf>
      <div className={`co-board ${state === 'lost' ? 'is-stale' : ''}`}>
        <Goal {...props} />
        <Watch {...props} />
        <BoardFigures {...props} />
        <Minutes {...props} />
        <StockHeat {...props} />
        <Channels {...props} />
        <Recent {...props} />
      </div>
    </>
  );
}

/** As of when and from where; when the stream is gone, since when the figures stand still. */
function AsOf({ frame, zone, children }: { frame: BoardFrame; zone: string; children: React.ReactNode }) {
  const t = useT();
  const at = useTimes(zone);
  const { state } = useBoardStream();
  const stale = state === 'lost';
  return (
    <p className={`co-asof ${stale ? 'is-stale' : ''}`}>
      {stale ? <Icon name="offline" size={16} /> : null}
      <span data-position={frame.position}>
        {stale
          ? t('run.stale', { at: at(frame.campaignAt, 'clockSeconds'), position: frame.position })
          : t('run.asOf', { at: at(frame.campaignAt, 'clockSeconds'), position: frame.position })}
      </span>
      {children}
    </p>
  );
}
