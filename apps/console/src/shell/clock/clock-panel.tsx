import { formatInstant, useCampaignClock, useCampaignNow, useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Field } from '../../parts/field.tsx';
import { countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { ClockStopList } from './clock-stop-list.tsx';
import { Consequences } from './consequences.tsx';
import { instantIn, localIn } from './zoned-instant.ts';

const MINUTE_MS = 60_000;
const QUICK = [
  ['hour', 60 * MINUTE_MS],
  ['day', 24 * 60 * MINUTE_MS],
  ['week', 7 * 24 * 60 * MINUTE_MS],
] as const;
const LEADS = [0, 1, 5] as const;

/** Left: instants to go to. Right: what going there would do, and the button that does it. */
export function ClockPanel({ onMoved }: { onMoved: () => void }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const { message } = App.useApp();
  const clock = useCampaignClock();
  const queries = useQueryClient();
  const zone = useClockView()?.zone ?? 'Asia/Shanghai';
  const now = useCampaignNow();
  const stops = useQuery({ queryKey: ['clock', 'stops'], queryFn: api.clockStops });
  const mayMove = useSession().data?.role === 'commander';
  const [lead, setLead] = useState<number>(1);
  const [target, setTarget] = useState<{ at: number; stopId: string | null } | null>(null);
  const [custom, setCustom] = useState('');
  const toAt = target === null ? null : target.at - (target.stopId === null ? 0 : lead * MINUTE_MS);
  const preview = useQuery({
    queryKey: ['clock', 'preview', toAt],
    queryFn: () => api.clockPreview(toAt ?? 0),
    enabled: toAt !== null,
    gcTime: 0,
  });
  const move = useMutation({
    mutationFn: ({ at, delivery }: { at: number; delivery: boolean }) => api.moveClock(at, delivery),
    onSuccess: async (view) => {
      void message.success(t('clock.gone', { at: formatInstant(view.campaignAt, view.zone, lang, 'full') }));
      onMoved();
      await clock.sync();
      // What was on any screen speaks of the instant before.
      await queries.invalidateQueries();
    },
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  const takeCustom = (local: string) => {
    setCustom(local);
    const at = instantIn(local, zone);
    if (at !== null) setTarget({ at, stopId: null });
  };
  return (
    <div className="co-clock">
      <div className="co-clock-where">
        <p className="co-clock-now">
          <span className="co-quiet">{t('clock.now')}</span>
          <strong>{now === null ? '…' : formatInstant(now, zone, lang, 'full')}</strong>
        </p>
        <div className="co-tools">
          <span className="co-quiet">{t('clock.quick')}</span>
          {QUICK.map(([name, ms]) => (
            <Button
              key={name}
              size="small"
              onClick={() => setTarget({ at: (clock.now() ?? Date.now()) + ms, stopId: null })}
            >
              {t(`clock.quick.${name}`)}
            </Button>
          ))}
        </div>
        <Field label={t('clock.custom')}>
          {(id) => (
            <input
              id={id}
              className="co-clock-custom"
              type="datetime-local"
              value={custom || (toAt === null ? '' : localIn(toAt, zone))}
              min={now === null ? undefined : localIn(now, zone)}
              onChange={(event) => takeCustom(event.target.value)}
              aria-describedby={`${id}-hint`}
            />
          )}
        </Field>
        <Loaded query={stops}>
          {(data) => (
            <ClockStopList
              stops={data.stops}
              chosen={target?.stopId ?? null}
              onChoose={(stop) => {
                setCustom('');
                setTarget({ at: stop.at, stopId: stop.stopId });
              }}
            />
          )}
        </Loaded>
      </div>
      <div className="co-clock-what" aria-live="polite">
        <div className="co-tools">
          <span className="co-quiet">{t('clock.lead')}</span>
          <Segmented
            size="small"
            value={lead}
            disabled={target?.stopId === null}
            onChange={setLead}
            options={LEADS.map((minutes) => ({ value: minutes, label: t(`clock.lead.${minutes}`) }))}
          />
        </div>
        {toAt === null ? (
          <div className="co-clock-empty">
            <p className="co-strong">{t('clock.choose')}</p>
            <p className="co-quiet">{t('clock.chooseWords')}</p>
            <Moves />
          </div>
        ) : (
          <Loaded query={preview}>
            {(data) => (
              <Consequences
                key={data.toAt}
                preview={data}
                mayMove={mayMove}
                moving={move.isPending}
                onMove={(delivery) => move.mutate({ at: data.toAt, delivery })}
              />
            )}
          </Loaded>
        )}
      </div>
    </div>
  );
}

/** Who moved it before, and how far. */
function Moves() {
  const t = useT();
  const at = useTimes();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const wall = useTimes(zone);
  const moves = useQuery({ queryKey: ['clock', 'moves'], queryFn: api.clockMoves }).data?.moves ?? [];
  return (
    <section className="co-clock-moves">
      <h3>{t('clock.history')}</h3>
      {moves.length === 0 ? <p className="co-quiet">{t('clock.history.none')}</p> : null}
      <ol>
        {moves.slice(0, 8).map((move) => (
          <li key={move.moveId}>
            <span>
              {at(move.fromAt, 'full')} → <strong>{at(move.toAt, 'full')}</strong>
            </span>
            <span className="co-quiet">
              {t('clock.history.row', { by: move.movedBy, wall: wall(move.movedAtWall, 'moment') })}
              {move.deliveredUnits > 0
                ? ` · ${t('clock.history.units', { units: countText(move.deliveredUnits) })}`
                : ''}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
