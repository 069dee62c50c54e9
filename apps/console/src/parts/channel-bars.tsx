import { useLanguage } from '@dacu/ui';
import { useChannelName } from '../data/channel-names.ts';
import { useT } from '../i18n/setup.ts';
import { ChartFrame } from './chart-frame.tsx';
import { bpText, compactFen, countText, figureText, shareOf } from './format.ts';
import './channel-bars.css';

type ChannelRow = {
  readonly channel: string;
  readonly visitors: number;
  readonly orders: number;
  readonly paidFen: number;
};

/** Paid amount by channel, with visitors and how many of them ordered. */
export function ChannelBars({
  channels,
  subtitle,
  onOpen,
}: {
  channels: readonly ChannelRow[];
  subtitle: string;
  /** Opens the payments of a channel. */
  onOpen?: (channel: string) => void;
}) {
  const t = useT();
  const { lang } = useLanguage();
  const nameOf = useChannelName();
  const sorted = [...channels].sort((one, other) => other.paidFen - one.paidFen);
  const total = sorted.reduce((sum, row) => sum + row.paidFen, 0);
  const most = sorted[0];
  const rate = (row: ChannelRow) => bpText(Math.round(shareOf(row.orders, row.visitors) * 10_000));
  return (
    <ChartFrame
      title={
        most && total > 0
          ? t('channels.title', {
              channel: nameOf(most.channel),
              share: `${Math.round(shareOf(most.paidFen, total) * 100)}%`,
            })
          : t('channels.none')
      }
      subtitle={subtitle}
      chart={
        <ol className="co-channels">
          {sorted.map((row) => (
            <li key={row.channel}>
              <span className="co-channel-name">{nameOf(row.channel)}</span>
              <span className="co-channel-bar" aria-hidden="true">
                <span style={{ inlineSize: `${shareOf(row.paidFen, most?.paidFen ?? 0) * 100}%` }} />
              </span>
              {onOpen ? (
                <button
                  type="button"
                  className="co-channel-paid co-figure is-open"
                  title={t('figure.open')}
                  onClick={() => onOpen(row.channel)}
                >
                  {compactFen(row.paidFen, lang)}
                </button>
              ) : (
                <span className="co-channel-paid">{compactFen(row.paidFen, lang)}</span>
              )}
              <span className="co-channel-rate" title={t('channels.rateWhy')}>
                {rate(row)}
              </span>
            </li>
          ))}
        </ol>
      }
      table={{
        head: [
          t('channels.col.channel'),
          t('channels.col.paid'),
          t('channels.col.orders'),
          t('channels.col.visitors'),
          t('channels.col.rate'),
        ],
        rows: sorted.map((row) => [
          nameOf(row.channel),
          figureText(row.paidFen, 'fen'),
          countText(row.orders),
          countText(row.visitors),
          rate(row),
        ]),
      }}
    />
  );
}
