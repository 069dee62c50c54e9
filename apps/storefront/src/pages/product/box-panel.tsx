import type { BoxPool } from '@dacu/contract/api';
import { formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Box, boxesLeft, checkPath, oddsText } from '../../data/boxes.ts';
import { type Translate, useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';
import './box-panel.css';

/** Styles shown before one asks for all. */
const STYLES_SHOWN = 8;

/** What is promised of a box: styles, odds, guarantee, limits, and that the result stands before the sale. */
export function BoxPanel({ box }: { box: Box }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const { pool, mine } = box;
  const when = pool.state === 'upcoming' ? pool.opensAt : pool.closesAt;
  return (
    <section className="panel box-panel" aria-labelledby="box-title">
      <header>
        <h2 id="box-title">{t('box.title')}</h2>
        <span className={`box-state is-${pool.state}`}>
          {t(`box.state.${pool.state}`, { time: formatInstant(when, zone, lang) })}
        </span>
      </header>
      <p>
        {pool.mode === 'finite'
          ? t('box.finite', { total: pool.total ?? 0, left: pool.left ?? 0 })
          : t('box.independent')}
      </p>
      <Guarantee pool={pool} mine={mine} />
      <Styles pool={pool} />
      <ul className="box-rules">
        {pool.perPersonMax === null ? null : (
          <li>
            {mine && mine.bought > 0
              ? t('box.limit', { max: pool.perPersonMax, bought: mine.bought })
              : t('box.limitPlain', { max: pool.perPersonMax })}
          </li>
        )}
        <li>{t(pool.minors === 'guardian' ? 'box.minorsGuardian' : 'box.minorsRefused')}</li>
        <li>{t('box.final')}</li>
      </ul>
      <div className="box-fair">
        <Icon name="shield" size={22} />
        <div>
          <strong>{t('box.fair')}</strong>
          <p>{t('box.fairWords')}</p>
          <code title={pool.commitment}>{pool.commitment}</code>
          <Link to={checkPath(pool.poolId)}>{t('box.check')}</Link>
        </div>
      </div>
    </section>
  );
}

function Guarantee({ pool, mine }: Box) {
  const t = useT();
  const { pick } = useLanguage();
  const promised = pool.styles.filter(({ guaranteed }) => guaranteed);
  if (pool.pityDraws === null || promised.length === 0) return null;
  const style = promised.map(({ title }) => pick(title)).join(' / ');
  const until = mine?.untilGuaranteed ?? pool.pityDraws;
  const done = pool.pityDraws - until;
  return (
    <div className="box-pity">
      <p>
        <strong>
          {done === 0
            ? t('box.pity', { pity: pool.pityDraws, style })
            : until === 1
              ? t('box.pityNow', { style })
              : t('box.pityNext', { count: until, style })}
        </strong>
      </p>
      <span className="box-pity-line" aria-hidden="true">
        <span style={{ inlineSize: `${(done / pool.pityDraws) * 100}%` }} />
      </span>
      <p>
        {mine && mine.closed > 0
          ? t('box.pityClosed', { count: mine.closed })
          : pool.expectedDraws === null
            ? null
            : t('box.average', { count: pool.expectedDraws.toFixed(1) })}
      </p>
    </div>
  );
}

function Styles({ pool }: { pool: BoxPool }) {
  const t = useT();
  const { pick } = useLanguage();
  const [all, setAll] = useState(pool.styles.length <= STYLES_SHOWN + 2);
  // What one hopes for stands first.
  const styles = [...pool.styles].sort(
    (a, b) => Number(b.guaranteed) - Number(a.guaranteed) || a.basePpm - b.basePpm,
  );
  const shown = all ? styles : styles.slice(0, STYLES_SHOWN);
  const finite = pool.mode === 'finite';
  const withGuarantee = pool.pityDraws !== null;
  return (
    <>
      <table className="box-styles">
        <caption className="dc-hidden">{t('box.styles', { count: styles.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('box.styleHead')}</th>
            <th scope="col">{t(finite ? 'box.shareHead' : 'box.baseHead')}</th>
            {withGuarantee ? <th scope="col">{t('box.effectiveHead')}</th> : null}
            <th scope="col">{t('box.countHead')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((style) => (
            <tr key={style.prizeId} className={style.guaranteed ? 'is-guaranteed' : ''}>
              <th scope="row">{pick(style.title)}</th>
              <td>{oddsText(style.basePpm)}</td>
              {withGuarantee ? <td>{oddsText(style.effectivePpm)}</td> : null}
              <td>{style.count ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all ? null : (
        <button type="button" className="link-button box-more" onClick={() => setAll(true)}>
          {t('box.more', { count: styles.length })} <Icon name="down" size={16} />
        </button>
      )}
    </>
  );
}

/** Why a blind box cannot be bought now; null where it can, or where it is none. */
export function useBoxClosed(box: Box | undefined): string | null {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  return box ? closedWords(t, box, (at) => formatInstant(at, zone, lang)) : null;
}

function closedWords(t: Translate, box: Box, time: (at: number) => string): string | null {
  const { state, opensAt } = box.pool;
  if (state !== 'open') return t(`box.state.${state}`, { time: time(opensAt) });
  return boxesLeft(box) === 0 ? t('box.limitReached') : null;
}
