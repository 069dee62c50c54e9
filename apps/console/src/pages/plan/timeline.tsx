import type { CampaignView } from '@dacu/contract/client';
import { useCampaignNow, useLanguage } from '@dacu/ui';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { ChartFrame } from '../../parts/chart-frame.tsx';
import { useTimes } from '../../parts/format.ts';
import { useWidth } from '../../parts/use-width.ts';
import { placeLabels, ticksBetween } from './timeline-scale.ts';
import './timeline.css';

type Span = CampaignView['calendar'][number];
const NAMES = 208;
const ROW = 26;
const LABEL_ROW = 18;
const NOW_STEP_MS = 60_000;

/** Seasons, phases, nodes and what is due, with the line of now. `?zoom=season` looks at one season from near. */
export function Timeline({ calendar, zone }: { calendar: readonly Span[]; zone: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const now = useCampaignNow(NOW_STEP_MS);
  const [params, setParams] = useSearchParams();
  const seasons = calendar.filter(({ kind }) => kind === 'season');
  const zoomed = seasons.find(({ id }) => id === params.get('zoom'));
  const running = calendar.find(({ kind, state }) => kind === 'phase' && state === 'running');
  const next = calendar
    .filter(({ kind, state }) => kind === 'phase' && state === 'upcoming')
    .sort((one, other) => one.startsAt - other.startsAt)[0];
  return (
    <section className="co-panel is-padded">
      <ChartFrame
        title={
          running
            ? t('timeline.running', { phase: pick(running.title), until: at(running.endsAt) })
            : next
              ? t('timeline.upcoming', { phase: pick(next.title), at: at(next.startsAt) })
              : t('timeline.over')
        }
        subtitle={t('timeline.words', { zone, at: now === null ? '…' : at(now) })}
        wordColumns={5}
        chart={
          <>
            {seasons.length > 1 ? (
              <Segmented
                size="small"
                className="co-zoom co-no-print"
                value={zoomed?.id ?? ''}
                onChange={(id) => setParams(id === '' ? {} : { zoom: id })}
                options={[
                  { label: t('timeline.whole'), value: '' },
                  ...seasons.map((season) => ({ label: pick(season.title), value: season.id })),
                ]}
              />
            ) : null}
            <Drawing calendar={calendar} zone={zone} zoomed={zoomed} now={now} />
          </>
        }
        table={{
          head: [
            t('timeline.col.kind'),
            t('timeline.col.what'),
            t('timeline.col.from'),
            t('timeline.col.until'),
            t('timeline.col.state'),
          ],
          rows: [...calendar]
            .sort((one, other) => one.startsAt - other.startsAt || other.endsAt - one.endsAt)
            .map((span) => [
              t(`calendar.${span.kind}`),
              pick(span.title),
              at(span.startsAt),
              at(span.endsAt),
              t(`span.${span.state}`),
            ]),
        }}
      />
    </section>
  );
}

type DrawingProps = {
  calendar: readonly Span[];
  zone: string;
  zoomed: Span | undefined;
  now: number | null;
};

function Drawing({ calendar, zone, zoomed, now }: DrawingProps) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const at = useTimes(zone);
  const [box, width] = useWidth<HTMLDivElement>();
  const from = zoomed?.startsAt ?? Math.min(...calendar.filter(isFrame).map(({ startsAt }) => startsAt));
  const until = zoomed?.endsAt ?? Math.max(...calendar.filter(isFrame).map(({ endsAt }) => endsAt));
  const x = (instant: number) => NAMES + ((instant - from) / (until - from)) * (width - NAMES - 8);
  const seen = (span: Span) => span.endsAt > from && span.startsAt < until;
  const seasons = calendar.filter((span) => span.kind === 'season' && seen(span));
  const phases = calendar.filter((span) => span.kind === 'phase' && seen(span));
  const nodes = placeLabels(
    calendar
      .filter((span) => span.kind === 'node' && seen(span) && span.startsAt >= from)
      .map((span) => ({ span, x: x(span.startsAt), width: textWidth(pick(span.title)) })),
    10,
  );
  const dueRows = calendar.filter(
    (span) => (span.kind === 'milestone' || span.kind === 'review') && seen(span),
  );
  const nodeRows = Math.max(1, ...nodes.map(({ row }) => row + 1));
  const top = 22 + nodeRows * LABEL_ROW + 8;
  const seasonTop = top;
  const phaseTop = seasonTop + (seasons.length > 0 ? ROW + 4 : 0);
  const dueTop = phaseTop + phases.length * ROW + 4;
  const height = dueTop + (dueRows.length > 0 ? ROW + 6 : 0);
  const ticks = ticksBetween(from, until, zone);
  const bar = (span: Span, least: number) => {
    const left = Math.max(NAMES, x(span.startsAt));
    return { x: left, width: Math.max(least, Math.min(width - 8, x(span.endsAt)) - left) };
  };
  const told = (span: Span) => `${pick(span.title)}: ${at(span.startsAt)} – ${at(span.endsAt)}`;
  return (
    <div ref={box} className="co-timeline">
      {width > 0 ? (
        <svg width={width} height={height} role="img" aria-label={t('timeline.label')}>
          {ticks.map((tick) => (
            <g key={tick.at} className={`co-tick is-${tick.kind}`}>
              <line x1={x(tick.at)} x2={x(tick.at)} y1={16} y2={height} />
              <text x={x(tick.at) + 4} y={12}>
                {tick.kind === 'month'
                  ? new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
                      month: 'short',
                      timeZone: zone,
                    }).format(tick.at)
                  : at(tick.at, 'day')}
              </text>
            </g>
          ))}
          {seasons.map((span) => {
            const place = bar(span, 2);
            return (
              <g key={span.id} className={`co-season is-${span.state}`}>
                <title>{told(span)}</title>
                <rect {...place} y={seasonTop} height={ROW - 4} rx={4} />
                <text x={place.x + 8} y={seasonTop + 15}>
                  {pick(span.title)}
                </text>
              </g>
            );
          })}
          {nodes.map(({ span, x: place, row }) => (
            <g key={span.id} className="co-node">
              <line x1={place} x2={place} y1={22 + row * LABEL_ROW + 13} y2={dueTop - 4} />
              <path d={`M${place} ${22 + nodeRows * LABEL_ROW - 3}l4 4-4 4-4-4Z`} />
            </g>
          ))}
          {now !== null && now >= from && now < until ? (
            <g className="co-now">
              <line x1={x(now)} x2={x(now)} y1={18} y2={height} />
              <text x={x(now)} y={12} textAnchor="middle">
                {t('timeline.now')}
              </text>
            </g>
          ) : null}
          {nodes.map(({ span, x: place, row }) => (
            <text key={span.id} className="co-node-name" x={place} y={22 + row * LABEL_ROW + 9}>
              <title>{told(span)}</title>
              {pick(span.title)}
            </text>
          ))}
          {phases.map((span, index) => {
            const y = phaseTop + index * ROW;
            return (
              <g key={span.id} className={`co-phase is-${span.state}`}>
                <title>{told(span)}</title>
                <line className="co-phase-line" x1={0} x2={width} y1={y + ROW - 1} y2={y + ROW - 1} />
                <text x={0} y={y + 17}>
                  {clip(pick(span.title), NAMES - 16)}
                </text>
                <rect {...bar(span, 4)} y={y + 5} height={ROW - 11} rx={3} />
                <text
                  className="co-phase-date"
                  x={dateX(bar(span, 4), width)}
                  y={y + 17}
                  textAnchor={dateAnchor(bar(span, 4), width)}
                >
                  {`${at(span.startsAt, 'day')} – ${at(span.endsAt - 1, 'day')}`}
                </text>
              </g>
            );
          })}
          {dueRows.length > 0 ? (
            <text className="co-due-name" x={0} y={dueTop + 17}>
              {t('timeline.due')}
            </text>
          ) : null}
          {dueRows.map((span) => {
            // A review is due at its end; a milestone is a day.
            const due = span.kind === 'review' ? span.endsAt : span.startsAt;
            return (
              <g key={`${span.kind}-${span.id}`} className={`co-due is-${span.kind} is-${span.state}`}>
                <title>{`${t(`calendar.${span.kind}`)} · ${pick(span.title)}: ${at(due, 'day')}`}</title>
                {span.kind === 'review' ? (
                  <rect x={x(due) - 4} y={dueTop + 8} width={8} height={8} rx={1} />
                ) : (
                  <circle cx={x(due)} cy={dueTop + 12} r={4.5} />
                )}
              </g>
            );
          })}
        </svg>
      ) : null}
      {dueRows.length > 0 ? <p className="co-timeline-key">{t('timeline.key')}</p> : null}
    </div>
  );
}

const isFrame = ({ kind }: Span) => kind === 'season' || kind === 'phase';

/** Near enough for placing labels: wide characters are 12 px at this size, narrow ones 6.2. */
function textWidth(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 12 : 6.2), 0);
}

function clip(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  let kept = text;
  while (kept.length > 1 && textWidth(`${kept}…`) > room) kept = kept.slice(0, -1);
  return `${kept}…`;
}

type Bar = { readonly x: number; readonly width: number };
const DATES = 104;
const dateAnchor = (bar: Bar, width: number) => (bar.x + bar.width + DATES < width ? 'start' : 'end');
const dateX = (bar: Bar, width: number) =>
  dateAnchor(bar, width) === 'start' ? bar.x + bar.width + 6 : bar.x - 6;
