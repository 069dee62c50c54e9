import { useT } from '../../i18n/setup.ts';
import { ChannelBars } from '../../parts/channel-bars.tsx';
import { useTimes } from '../../parts/format.ts';
import type { BoardProps } from './board.tsx';

export function Channels({ frame, zone }: BoardProps) {
  const t = useT();
  const at = useTimes(zone);
  return (
    <section className="co-cell is-channels">
      <ChannelBars
        channels={frame.channels}
        subtitle={t('channels.words', { at: at(frame.campaignAt, 'clockSeconds') })}
      />
    </section>
  );
}
