import type { ClockStops } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';

type Stop = ClockStops['stops'][number];
const KINDS = ['phase', 'node', 'flash', 'season', 'end'] as const;

/** Openings of the plans, campaign by campaign, found by name or kind. */
export function ClockStopList(props: {
  stops: readonly Stop[];
  chosen: string | null;
  onChoose: (stop: Stop) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<Stop['kind'] | ''>('');
  const wanted = words.trim().toLowerCase();
  const shown = props.stops.filter(
    (stop) =>
      (kind === '' || stop.kind === kind) &&
      (wanted === '' || `${stop.title.zh} ${stop.title.en}`.toLowerCase().includes(wanted)),
  );
  const campaigns = [...new Map(shown.map((stop) => [stop.campaignId, stop.campaignTitle]))];
  return (
    <section className="co-clock-stops" aria-label={t('clock.stops')}>
      <Input.Search
        allowClear
        value={words}
        placeholder={t('clock.find')}
        aria-label={t('clock.find')}
        onChange={(event) => setWords(event.target.value)}
      />
      <Segmented
        size="small"
        value={kind}
        onChange={setKind}
        options={[
          { value: '' as const, label: t('clock.kind.all') },
          ...KINDS.map((each) => ({ value: each, label: t(`clock.kind.${each}`) })),
        ]}
      />
      <div className="co-clock-scroll">
        {shown.length === 0 ? <p className="co-quiet">{t('clock.noStops')}</p> : null}
        {campaigns.map(([campaignId, title]) => (
          <div key={campaignId}>
            <h3>{pick(title)}</h3>
            <ul>
              {shown
                .filter((stop) => stop.campaignId === campaignId)
                .map((stop) => (
                  <li key={stop.stopId}>
                    <button
                      type="button"
                      className="co-clock-stop"
                      aria-pressed={stop.stopId === props.chosen}
                      onClick={() => props.onChoose(stop)}
                    >
                      <StopTime at={stop.at} zone={stop.zone} />
                      <span className="co-clock-stop-name">{pick(stop.title)}</span>
                      <span className={`co-tag is-stop-${stop.kind}`}>{t(`clock.one.${stop.kind}`)}</span>
                    </button>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function StopTime({ at, zone }: { at: number; zone: string }) {
  const time = useTimes(zone);
  return (
    <time dateTime={new Date(at).toISOString()}>
      {time(at, 'dayOfWeek')} {time(at, 'clock')}
    </time>
  );
}
