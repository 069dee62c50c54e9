import { Icon, useLanguage } from '@dacu/ui';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useT } from '../../../i18n/setup.ts';
import { useTimes } from '../../../parts/format.ts';
import { useWidth } from '../../../parts/use-width.ts';
import { arrowsOf, endOf, type Line, type Row, startOf } from './gantt-rows.ts';
import { barsOf, ganttTicks, type Tick, type View } from './gantt-scale.ts';

const ROW = 28;
const HEAD = 30;
/** Windows closer than this share of the width touch on the screen anyway. */
const GAP = 0.004;
const LABEL_ROOM = 130;

type ChartProps = {
  lines: readonly Line[];
  rows: readonly Row[];
  view: View;
  zone: string;
  now: number | null;
  chosenId: string | null;
  onChoose: (row: Row) => void;
  onToggle: (group: Row['group']) => void;
  /** By a share of the view. */
  onPan: (share: number) => void;
  onZoomTo: (row: Row) => void;
};

/** Names stay on the left, the scale on top; bars, arrows and the line of now move beneath. */
export function GanttChart(props: ChartProps) {
  const { lines, view, zone, now } = props;
  const t = useT();
  const { lang } = useLanguage();
  const at = useTimes(zone);
  const [track, width] = useWidth<HTMLDivElement>();
  const x = (instant: number) => ((instant - view.from) / (view.until - view.from)) * width;
  const drag = useRef<{ x: number } | null>(null);
  const onMove = (event: PointerEvent) => {
    if (drag.current === null || width === 0) return;
    const moved = event.clientX - drag.current.x;
    if (Math.abs(moved) < 24) return;
    drag.current = { x: event.clientX };
    props.onPan(-moved / width);
  };
  const stepRow = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.co-gantt-name')];
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (here < 0) return;
    event.preventDefault();
    buttons[here + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  };
  const ticks = ganttTicks(view, zone);
  const month = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'short',
    timeZone: zone,
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move the focus among the buttons inside
    <div className="co-gantt" onKeyDown={stepRow}>
      <div className="co-gantt-head" style={{ blockSize: HEAD }}>
        <span className="co-gantt-corner">{t('gantt.label')}</span>
        <div className="co-gantt-scale" ref={track}>
          {ticks.filter(roomFor).map((tick) => (
            <span
              key={tick.at}
              className={tick.major ? 'is-major' : ''}
              style={{ insetInlineStart: x(tick.at) }}
            >
              {tick.style === 'month'
                ? month.format(tick.at)
                : tick.style === 'day'
                  ? Number(
                      at(tick.at, 'day').match(/\d+(?=日| )/)?.[0] ?? at(tick.at, 'day').replace(/\D/g, ''),
                    )
                  : at(tick.at, tick.style)}
            </span>
          ))}
          {now !== null && now >= view.from && now < view.until ? (
            <span className="co-gantt-now-name" style={{ insetInlineStart: x(now) }}>
              {t('timeline.now')}
            </span>
          ) : null}
        </div>
      </div>
      <div className="co-gantt-body">
        <div>
          {lines.map((line) =>
            line.kind === 'group' ? (
              <GroupName key={line.group} line={line} onToggle={props.onToggle} />
            ) : (
              <RowName key={line.row.rowId} row={line.row} {...props} />
            ),
          )}
        </div>
        <div
          className="co-gantt-tracks"
          style={{ blockSize: lines.length * ROW }}
          onPointerDown={(event) => {
            drag.current = { x: event.clientX };
          }}
          onPointerMove={onMove}
          onPointerUp={() => {
            drag.current = null;
          }}
          onPointerLeave={() => {
            drag.current = null;
          }}
        >
          {ticks.map((tick) => (
            <i
              key={tick.at}
              className={`co-gantt-line ${tick.major ? 'is-major' : ''}`}
              style={{ insetInlineStart: x(tick.at) }}
            />
          ))}
          {lines.map((line, index) =>
            line.kind === 'group' ? (
              <i
                key={line.group}
                className="co-gantt-band"
                style={{ insetBlockStart: index * ROW, blockSize: ROW }}
              />
            ) : (
              <Bars key={line.row.rowId} row={line.row} top={index * ROW} width={width} at={at} {...props} />
            ),
          )}
          <Arrows {...props} width={width} x={x} />
          {now !== null && now >= view.from && now < view.until ? (
            <i className="co-gantt-now" style={{ insetInlineStart: x(now) }} />
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** The name of a month is wider than a day: the day after it stays without one. */
function roomFor(tick: Tick, index: number, ticks: readonly Tick[]): boolean {
  return tick.style !== 'day' || ticks[index - 1]?.style !== 'month';
}

function GroupName({ line, onToggle }: { line: Line & { kind: 'group' }; onToggle: ChartProps['onToggle'] }) {
  const t = useT();
  return (
    <button
      type="button"
      className="co-gantt-name is-group"
      style={{ blockSize: ROW }}
      aria-expanded={line.open}
      onClick={() => onToggle(line.group)}
    >
      <Icon name={line.open ? 'down' : 'forward'} size={14} />
      {t(`gantt.group.${line.group}`)} <span className="co-quiet">{line.count}</span>
    </button>
  );
}

function RowName({ row, chosenId, onChoose, onZoomTo }: { row: Row } & ChartProps) {
  const { pick } = useLanguage();
  const chosen = row.rowId === chosenId;
  const button = useRef<HTMLButtonElement>(null);
  // An address that names a row leads to it; one that was pressed is in sight already and nothing moves.
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <button
      ref={button}
      type="button"
      className="co-gantt-name"
      style={{ blockSize: ROW }}
      title={pick(row.title)}
      aria-pressed={chosen}
      onClick={() => onChoose(row)}
      onDoubleClick={() => onZoomTo(row)}
    >
      <span>{pick(row.title)}</span>
      {row.source === 'ours' ? <i className="co-gantt-ours" aria-hidden="true" /> : null}
    </button>
  );
}

/** Of a bar by its own time: a promotion of this autumn was also one of last spring. */
function stateOf(bar: { from: number; until: number }, view: View, now: number | null) {
  const instant = (share: number) => view.from + share * (view.until - view.from);
  if (now === null || instant(bar.from) > now) return 'upcoming';
  return instant(bar.until) > now ? 'running' : 'past';
}

function Bars(props: { row: Row; top: number; width: number; at: (instant: number) => string } & ChartProps) {
  const { row, view, width, at, now } = props;
  const { pick } = useLanguage();
  const bars = barsOf(row.windows, view, GAP);
  const late = row.lateAfter.length > 0 || (row.floatMs ?? 0) < 0;
  const look = `is-${row.group} ${row.critical ? 'is-critical' : ''} ${late ? 'is-late' : ''} ${row.rowId === props.chosenId ? 'is-chosen' : ''}`;
  const last = bars.at(-1);
  const after = last === undefined ? 0 : last.until * width + 6;
  const told = `${at(startOf(row))} – ${at(endOf(row))}`;
  return (
    <div className="co-gantt-row" style={{ insetBlockStart: props.top, blockSize: ROW }}>
      {bars.map((bar) => (
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the row's name is the button for it; a bar is the larger target for a mouse
        <div
          key={bar.from}
          className={`co-gantt-bar is-${stateOf(bar, view, now)} ${look} ${bar.windows > 1 ? 'is-folded' : ''}`}
          style={{
            insetInlineStart: bar.from * width,
            inlineSize: Math.max(row.group === 'node' ? 8 : 3, (bar.until - bar.from) * width),
          }}
          title={`${pick(row.title)}\n${told}`}
          onClick={() => props.onChoose(row)}
          onDoubleClick={() => props.onZoomTo(row)}
        />
      ))}
      {last !== undefined && after + LABEL_ROOM < width ? (
        <span className="co-gantt-dates" style={{ insetInlineStart: after }}>
          {bars.length > 1 ? `×${bars.length}` : told}
        </span>
      ) : null}
    </div>
  );
}

/** From the end of one bar to the beginning of the other, down or up the lines between them. */
function Arrows({
  lines,
  rows,
  width,
  x,
  chosenId,
}: ChartProps & { width: number; x: (at: number) => number }) {
  const place = new Map(
    lines.flatMap((line, index) => (line.kind === 'row' ? [[line.row.rowId, index] as const] : [])),
  );
  const seen = arrowsOf(rows).filter(({ from, to }) => place.has(from.rowId) && place.has(to.rowId));
  return (
    <svg className="co-gantt-arrows" width={width} height={lines.length * ROW} aria-hidden="true">
      <defs>
        {(['plain', 'critical', 'late'] as const).map((kind) => (
          <marker
            key={kind}
            id={`co-arrow-${kind}`}
            viewBox="0 0 6 6"
            refX="5.4"
            refY="3"
            markerWidth="6"
            markerHeight="6"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0l6 3-6 3z" className={`is-${kind}`} />
          </marker>
        ))}
      </defs>
      {seen.map(({ from, to, kind }) => {
        const [x1, x2] = [x(endOf(from)), x(startOf(to))];
        const y1 = (place.get(from.rowId) ?? 0) * ROW + ROW / 2;
        const y2 = (place.get(to.rowId) ?? 0) * ROW + ROW / 2;
        const turn = Math.max(x1 + 8, Math.min(x2 - 8, x1 + 8));
        const named = chosenId !== null && (from.rowId === chosenId || to.rowId === chosenId);
        return (
          <path
            key={`${from.rowId} ${to.rowId}`}
            className={`is-${kind} ${named ? 'is-named' : ''}`}
            d={`M${x1} ${y1}H${turn}V${(y1 + y2) / 2}H${x2 - 8}V${y2}H${x2 - 1}`}
            markerEnd={`url(#co-arrow-${kind})`}
          />
        );
      })}
    </svg>
  );
}
