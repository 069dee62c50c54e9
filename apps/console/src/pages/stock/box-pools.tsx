import type { OpsBoxes } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import '../../parts/plain-table.css';
import './box-pools.css';

type Row = OpsBoxes['pools'][number];

const FRESH_MS = 15_000;
const TONES = { open: 'is-good', stopped: 'is-bad', soldOut: 'is-warn', upcoming: '', ended: '' } as const;
const COLUMNS = 7;

/** What of each pool of blind boxes is drawn and left, and when its seed becomes public; nothing where there are none. */
export function BoxPools() {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['boxes'],
    refetchInterval: FRESH_MS,
    queryFn: ({ signal }) => api.boxes(signal),
  });
  const [open, setOpen] = useState<string | null>(null);
  if (!data || data.pools.length === 0) return null;
  return (
    <Panel title={t('boxes.title')} words={t('boxes.words')} id="boxes">
      <table className="co-table co-boxes">
        <thead>
          <tr>
            <th scope="col">{t('boxes.pool')}</th>
            <th scope="col">{t('boxes.state')}</th>
            <th scope="col" className="co-num">
              {t('boxes.drawn')}
            </th>
            <th scope="col" className="co-num">
              {t('boxes.held')}
            </th>
            <th scope="col" className="co-num">
              {t('boxes.left')}
            </th>
            <th scope="col">{t('boxes.commitment')}</th>
            <th scope="col">{t('boxes.reveal')}</th>
          </tr>
        </thead>
        <tbody>
          {data.pools.map((row) => (
            <PoolRow
              key={row.pool.poolId}
              row={row}
              open={open === row.pool.poolId}
              onToggle={() => setOpen(open === row.pool.poolId ? null : row.pool.poolId)}
            />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function PoolRow({ row, open, onToggle }: { row: Row; open: boolean; onToggle: () => void }) {
  const t = useT();
  const { pick } = useLanguage();
  const times = useTimes();
  const { pool } = row;
  const kind =
    pool.mode === 'finite' ? t('boxes.kind.finite', { total: pool.total ?? 0 }) : t('boxes.kind.independent');
  const notes = [
    kind,
    ...(pool.pityDraws === null ? [] : [t('boxes.pity', { count: pool.pityDraws })]),
    ...(pool.version > 1 ? [t('boxes.version', { version: pool.version })] : []),
  ];
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <button type="button" className="co-boxes-toggle" aria-expanded={open} onClick={onToggle}>
            {pick(pool.title)}
          </button>
          <small>{notes.join(' · ')}</small>
        </th>
        <td>
          <span className={`co-tag ${TONES[pool.state]}`}>{t(`boxes.state.${pool.state}`)}</span>
        </td>
        <td className="co-num">{countText(row.drawn)}</td>
        <td className="co-num">{countText(row.held)}</td>
        <td className="co-num">{pool.left === null ? '—' : countText(pool.left)}</td>
        <td>
          <code title={pool.commitment}>{`${pool.commitment.slice(0, 16)}…`}</code>
        </td>
        <td className="co-boxes-time">
          {pool.revealedAt === null
            ? t('boxes.revealBy', { time: times(pool.revealBy ?? pool.closesAt) })
            : t('boxes.revealed', { time: times(pool.revealedAt) })}
        </td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={COLUMNS}>
            <Styles row={row} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

function Styles({ row }: { row: Row }) {
  const t = useT();
  const { pick } = useLanguage();
  const odds = new Map(row.pool.styles.map((style) => [style.prizeId, style]));
  const percent = (ppm: number | undefined) => `${Number(((ppm ?? 0) / 10_000).toFixed(4))}%`;
  return (
    <table className="co-table co-boxes-styles" aria-label={t('boxes.styles')}>
      <thead>
        <tr>
          <th scope="col">{t('boxes.style')}</th>
          <th scope="col" className="co-num">
            {t('boxes.odds')}
          </th>
          <th scope="col" className="co-num">
            {t('boxes.effective')}
          </th>
          <th scope="col" className="co-num">
            {t('boxes.drawn')}
          </th>
          <th scope="col" className="co-num">
            {t('boxes.left')}
          </th>
        </tr>
      </thead>
      <tbody>
        {row.styles.map((style) => (
          <tr key={style.prizeId}>
            <th scope="row">{pick(style.title)}</th>
            <td className="co-num">{percent(odds.get(style.prizeId)?.basePpm)}</td>
            <td className="co-num">{percent(odds.get(style.prizeId)?.effectivePpm)}</td>
            <td className="co-num">{countText(style.drawn)}</td>
            <td className="co-num">{style.left === null ? t('boxes.noLimit') : countText(style.left)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
