import type { PlanTimeline } from '@dacu/contract/client';
import { useCampaignNow, useLanguage } from '@dacu/ui';
import { Button, Segmented } from 'antd';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { usePlanTimeline } from '../../../data/queries.ts';
import { useT } from '../../../i18n/setup.ts';
import { ChartFrame } from '../../../parts/chart-frame.tsx';
import { useTimes } from '../../../parts/format.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { GanttChart } from './gantt-chart.tsx';
import { GanttDetail } from './gantt-detail.tsx';
import { endOf, linesOf, startOf } from './gantt-rows.ts';
import { viewAround, ZOOMS, type Zoom } from './gantt-scale.ts';
import './gantt.css';

/** The whole plan in time: what runs when, what waits for what, and where now is. */
export function Gantt({ campaignId }: { campaignId: string }) {
  return (
    <Loaded query={usePlanTimeline(campaignId)}>{(timeline) => <GanttPanel timeline={timeline} />}</Loaded>
  );
}

const NOW_STEP_MS = 60_000;

/** `?scale=week&at=<instant>&row=phase:burst-618` is what a colleague sees too. */
function GanttPanel({ timeline }: { timeline: PlanTimeline }) {
  const t = useT();
  const { pick } = useLanguage();
  const { rows, zone } = timeline;
  const at = useTimes(zone);
  const now = useCampaignNow(NOW_STEP_MS);
  const [params, setParams] = useSearchParams();
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const whole = useMemo(
    () => ({
      from: Math.min(timeline.startsAt, ...rows.filter((row) => row.windows.length > 0).map(startOf)),
      until: Math.max(timeline.endsAt, ...rows.map(endOf)),
    }),
    [timeline, rows],
  );
  const zoom: Zoom = ZOOMS.find((each) => each === params.get('scale')) ?? 'year';
  const asked = Number(params.get('at') ?? Number.NaN);
  const inPlan = now !== null && now >= whole.from && now < whole.until;
  const centre = Number.isFinite(asked) && asked > 0 ? asked : inPlan ? now : timeline.startsAt;
  const view = viewAround(centre, zoom, whole);
  const lines = linesOf(rows, view, shut);
  const chosen = rows.find((row) => row.rowId === params.get('row')) ?? null;

  const set = (change: Readonly<Record<string, string | null>>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(change)) {
          if (value === null) before.delete(name);
          else before.set(name, value);
        }
        return before;
      },
      { replace: true },
    );
  const goTo = (instant: number) =>
    set({ at: String(Math.round(Math.min(Math.max(instant, whole.from), whole.until))) });
  const pan = (share: number) => goTo((view.from + view.until) / 2 + share * (view.until - view.from));
  const zoomBy = (step: number) => {
    const next = ZOOMS[ZOOMS.indexOf(zoom) + step];
    if (next) set({ scale: next === 'year' ? null : next, at: String(Math.round(centre)) });
  };
  const onKey = (event: KeyboardEvent) => {
    const act: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => pan(-0.25),
      ArrowRight: () => pan(0.25),
      PageUp: () => pan(-1),
      PageDown: () => pan(1),
      '+': () => zoomBy(1),
      '=': () => zoomBy(1),
      '-': () => zoomBy(-1),
      Home: () => inPlan && goTo(now),
    };
    const run = act[event.key];
    if (!run || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    run();
  };
  const tasks = rows.filter(({ group }) => group === 'task');
  const late = tasks.filter(({ floatMs, lateAfter }) => lateAfter.length > 0 || (floatMs ?? 0) < 0);
  const running = rows.find(
    (row) => row.group === 'phase' && now !== null && startOf(row) <= now && now < endOf(row),
  );
  return (
    <section className="co-panel is-padded">
      <ChartFrame
        title={
          late.length > 0
            ? t('gantt.late', { count: late.length, first: pick(late[0]?.title) })
            : running
              ? t('gantt.running', { phase: pick(running.title), until: at(endOf(running)) })
              : t('gantt.onTime', { count: tasks.length })
        }
        subtitle={t('gantt.words', {
          zone,
          no: timeline.editionNo,
          critical: tasks.filter(({ critical }) => critical).length,
          tasks: tasks.length,
        })}
        wordColumns={7}
        chart={
          <>
            <div className="co-tools co-gantt-tools co-no-print">
              <Segmented
                size="small"
                value={zoom}
                onChange={(next) =>
                  set({ scale: next === 'year' ? null : next, at: String(Math.round(centre)) })
                }
                options={ZOOMS.map((each) => ({ value: each, label: t(`gantt.zoom.${each}`) }))}
              />
              <Button
                size="small"
                onClick={() => pan(-0.5)}
                disabled={zoom === 'year'}
                aria-label={t('gantt.earlier')}
              >
                ←
              </Button>
              <Button size="small" onClick={() => inPlan && goTo(now)} disabled={!inPlan || zoom === 'year'}>
                {t('gantt.toNow')}
              </Button>
              <Button
                size="small"
                onClick={() => pan(0.5)}
                disabled={zoom === 'year'}
                aria-label={t('gantt.later')}
              >
                →
              </Button>
              <span className="co-quiet">
                {at(view.from, zoom === 'year' ? 'day' : 'moment')} –{' '}
                {at(view.until, zoom === 'year' ? 'day' : 'moment')}
              </span>
              <Legend />
            </div>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: keys are a shortcut; every one of them has its button above */}
            <div onKeyDown={onKey}>
              <GanttChart
                lines={lines}
                rows={rows}
                view={view}
                zone={zone}
                now={now}
                chosenId={chosen?.rowId ?? null}
                onChoose={(row) => set({ row: row.rowId === chosen?.rowId ? null : row.rowId })}
                onToggle={(group) =>
                  setShut((before) => {
                    const next = new Set(before);
                    if (!next.delete(group)) next.add(group);
                    return next;
                  })
                }
                onPan={pan}
                onZoomTo={(row) => {
                  const centreOf = (startOf(row) + endOf(row)) / 2;
                  const length = endOf(row) - startOf(row);
                  const fit = [...ZOOMS].reverse().find((each) => {
                    const fitted = viewAround(centreOf, each, whole);
                    return fitted.until - fitted.from >= length;
                  });
                  set({
                    scale: fit === 'year' ? null : (fit ?? null),
                    at: String(Math.round(centreOf)),
                    row: row.rowId,
                  });
                }}
              />
            </div>
            <GanttDetail row={chosen} rows={rows} zone={zone} now={now} />
          </>
        }
        table={{
          head: [
            t('gantt.col.group'),
            t('gantt.col.what'),
            t('gantt.col.from'),
            t('gantt.col.until'),
            t('gantt.col.owner'),
            t('gantt.col.after'),
            t('gantt.col.float'),
          ],
          rows: rows.map((row) => [
            t(`gantt.group.${row.group}`),
            pick(row.title),
            row.windows.length === 0 ? '—' : at(startOf(row), 'full'),
            row.windows.length === 0 ? '—' : at(endOf(row), 'full'),
            pick(row.owner) || '—',
            row.after.map((id) => pick(rows.find((one) => one.rowId === id)?.title)).join(', ') || '—',
            row.floatMs === null ? '—' : t('gantt.days', { days: Math.floor(row.floatMs / 86_400_000) }),
          ]),
        }}
      />
    </section>
  );
}

function Legend() {
  const t = useT();
  return (
    <span className="co-gantt-legend" aria-hidden="true">
      {(['running', 'upcoming', 'past', 'critical', 'late'] as const).map((kind) => (
        <span key={kind}>
          <i className={`is-${kind}`} />
          {t(`gantt.legend.${kind}`)}
        </span>
      ))}
    </span>
  );
}
