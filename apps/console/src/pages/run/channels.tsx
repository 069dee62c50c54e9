import { useOpenFigure } from '../../figures/figure-scope.ts';
import { useT } from '../../i18n/setup.ts';
import { ChannelBars } from '../../parts/channel-bars.tsx';
import { useTimes } from '../../parts/format.ts';
import type { BoardProps } from './board.tsx';
import { scopeOf } from './board-notes.ts';

export function Channels({ frame, zone }: BoardProps) {
  const t = useT();
  const at = useTimes(zone);
  const open = useOpenFigure();
  return (
    <section className="co-cell is-channels">
      <ChannelBars
        channels={frame.channels}
        onOpen={(channel) => open({ ...scopeOf(frame), metric: 'paidGmv', channel })}
        subtitle={t('channels.words', { at: at(frame.campaignAt, 'clockSeconds') })}
      />
    </section>
  );
}
