import { useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../../i18n/setup.ts';
import { countText, useTimes } from '../../../parts/format.ts';
import { SourceMark } from '../../../parts/source-mark.tsx';
import type { Row } from './gantt-rows.ts';

const DAY_MS = 86_400_000;

/** What the chosen row is: when, whose, what it waits for and what waits for it. */
export function GanttDetail(props: {
  row: Row | null;
  rows: readonly Row[];
  zone: string;
  now: number | null;
}) {
  const { row, rows, now } = props;
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(props.zone);
  if (row === null)
    return (
      <p className="co-gantt-detail co-quiet" role="status">
        {t('gantt.hint')}
      </p>
    );
  const titleOf = (id: string) => pick(rows.find((one) => one.rowId === id)?.title) || id;
  const waiting = rows.filter((one) => one.after.includes(row.rowId));
  const open = now === null ? undefined : row.windows.find(([from, until]) => from <= now && now < until);
  const next = now === null ? row.windows[0] : row.windows.find(([from]) => from > now);
  const span = ([from, until]: [number, number]) => `${at(from, 'full')} – ${at(until, 'full')}`;
  const facts: [string, string][] = [
    [t('gantt.fact.windows'), countText(row.windows.length)],
    ...(open ? ([[t('gantt.fact.open'), span(open)]] as [string, string][]) : []),
    ...(next ? ([[t('gantt.fact.next'), span(next)]] as [string, string][]) : []),
    ...(!open && !next && row.windows.length > 0
      ? ([[t('gantt.fact.was'), span([row.windows[0]![0], row.windows.at(-1)![1]])]] as [string, string][])
      : []),
    ...(row.owner ? ([[t('gantt.col.owner'), pick(row.owner)]] as [string, string][]) : []),
    ...(row.after.length > 0
      ? ([[t('gantt.col.after'), row.after.map(titleOf).join(' · ')]] as [string, string][])
      : []),
    ...(waiting.length > 0
      ? ([[t('gantt.fact.waiting'), waiting.map((one) => pick(one.title)).join(' · ')]] as [string, string][])
      : []),
    ...(row.prepares ? ([[t('gantt.fact.prepares'), titleOf(row.prepares)]] as [string, string][]) : []),
    ...(row.floatMs !== null
      ? ([
          [
            t('gantt.col.float'),
            row.floatMs < 0
              ? t('gantt.fact.tooLate', { days: Math.ceil(-row.floatMs / DAY_MS) })
              : t('gantt.fact.float', { days: Math.floor(row.floatMs / DAY_MS) }),
          ],
        ] as [string, string][])
      : []),
  ];
  return (
    <div className="co-gantt-detail" role="status">
      <p>
        <span className="co-tag">{t(`gantt.group.${row.group}`)}</span> <strong>{pick(row.title)}</strong>{' '}
        <SourceMark source={row.source} />
        {row.critical ? <span className="co-tag is-warn">{t('gantt.legend.critical')}</span> : null}
        {row.lateAfter.length > 0 ? (
          <span className="co-tag is-bad">
            {t('gantt.fact.late', { what: row.lateAfter.map(titleOf).join(' · ') })}
          </span>
        ) : null}
        {row.group === 'promotion' ? (
          <Link to={`?tab=promotions&promotion=${encodeURIComponent(row.id)}`}>{t('gantt.fact.rule')}</Link>
        ) : null}
      </p>
      {row.detail ? <p className="co-quiet">{pick(row.detail)}</p> : null}
      <dl>
        {facts.map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
