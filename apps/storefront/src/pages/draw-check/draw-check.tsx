import type { BoxPool } from '@dacu/contract/api';
import { formatInstant, Icon, Skeleton, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { boxPoolQuery } from '../../data/boxes.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { checkCommitment, checkDraw } from './check-draw.ts';
import './draw-check.css';

/** Recomputes a draw in the browser, step by step. `?place=&misses=&drawn=` come from an order; anybody may type others. */
export function Component() {
  const t = useT();
  const { poolId = '' } = useParams();
  const { data: pool, error, refetch } = useQuery(boxPoolQuery(poolId));
  return (
    <>
      <PageHead title={t('check.title')} backTo="/" measure="form" />
      {!pool && error ? <Failure error={error} onRetry={refetch} /> : null}
      {!pool && !error ? (
        <div className="container draw-check" role="status" aria-label={t('loading')}>
          <Skeleton height="6rem" radius="lg" />
          <Skeleton height="12rem" radius="lg" />
        </div>
      ) : null}
      {pool ? <Check pool={pool} /> : null}
    </>
  );
}

function Check({ pool }: { pool: BoxPool }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const time = (at: number) => formatInstant(at, zone, lang, 'full');
  const { seed } = pool;
  // Only a secure page has the browser's own SHA-256.
  const able = typeof crypto !== 'undefined' && crypto.subtle !== undefined;
  return (
    <div className="container draw-check">
      <p className="check-lead">
        <strong>{pick(pool.title)}</strong>
        {t('check.lead')}
      </p>
      <ol className="check-steps">
        <Step title={t('check.step1')} note={t('check.committed', { time: time(pool.committedAt) })} done>
          <code>{pool.commitment}</code>
        </Step>
        <Step
          title={t('check.step2')}
          note={
            pool.revealedAt === null
              ? t('check.before', { time: time(pool.revealBy ?? pool.closesAt) })
              : t('check.revealed', { time: time(pool.revealedAt) })
          }
          done={seed !== null}
        >
          {seed === null ? <p>{t('check.beforeWords')}</p> : <code>{seed}</code>}
        </Step>
        {seed !== null && able ? (
          <>
            <CommitmentStep pool={pool} seed={seed} />
            <DrawStep pool={pool} seed={seed} />
          </>
        ) : null}
      </ol>
      {seed !== null && !able ? <p className="callout">{t('check.unsupported')}</p> : null}
      <p className="fine-print">
        {t('check.pool')} <code>{pool.poolId}</code>
      </p>
    </div>
  );
}

type StepProps = {
  readonly title: string;
  readonly note?: string;
  /** Undefined while it is still computed. */
  readonly done: boolean | undefined;
  readonly children: ReactNode;
};

function Step({ title, note, done, children }: StepProps) {
  return (
    <li className={`panel check-step ${done ? 'is-done' : done === false ? 'is-open' : ''}`}>
      <h2>{title}</h2>
      {note ? <p className="check-note">{note}</p> : null}
      {children}
    </li>
  );
}

function Verdict({ good, children }: { good: boolean; children: ReactNode }) {
  return (
    <p className={`check-verdict ${good ? 'is-good' : 'is-bad'}`}>
      <Icon name={good ? 'check' : 'alert'} size={18} /> {children}
    </p>
  );
}

function CommitmentStep({ pool, seed }: { pool: BoxPool; seed: string }) {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['checkCommitment', pool.poolId, seed],
    queryFn: () => checkCommitment(pool, seed),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Step title={t('check.step3')} done={data?.matches}>
      <p>{t('check.step3Words')}</p>
      {data ? (
        <>
          <details>
            <summary>{t('check.text')}</summary>
            <pre>{data.text}</pre>
            <p>
              <strong>{t('check.self')}</strong> {t('check.selfWords')}
            </p>
          </details>
          <p className="check-note">{t('check.computed')}</p>
          <code>{data.hash}</code>
          <Verdict good={data.matches}>{t(data.matches ? 'check.match' : 'check.mismatch')}</Verdict>
        </>
      ) : null}
    </Step>
  );
}

const wholeFrom = (text: string | null, least: number) => {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= least ? value : least;
};

function DrawStep({ pool, seed }: { pool: BoxPool; seed: string }) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const place = wholeFrom(params.get('place'), 1);
  const misses = wholeFrom(params.get('misses'), 0);
  const [typed, setTyped] = useState({ place: String(place), misses: String(misses) });
  const { data } = useQuery({
    queryKey: ['checkDraw', pool.poolId, seed, place, misses],
    queryFn: () => checkDraw(pool, seed, { position: place - 1, misses }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Step title={t('check.step4')} done={data ? true : data === null ? false : undefined}>
      <form
        className="check-form"
        onSubmit={(event) => {
          event.preventDefault();
          // What was said to be in it belongs to the place it came with.
          setParams(
            { place: typed.place, misses: typed.misses },
            { replace: true, preventScrollReset: true },
          );
        }}
      >
        <label>
          {t('check.position')}
          <input
            inputMode="numeric"
            pattern="[0-9]{1,9}"
            value={typed.place}
            onChange={(event) => setTyped({ ...typed, place: event.target.value })}
          />
        </label>
        {pool.pityDraws === null ? null : (
          <label>
            {t('check.misses')}
            <input
              inputMode="numeric"
              pattern="[0-9]{1,9}"
              value={typed.misses}
              onChange={(event) => setTyped({ ...typed, misses: event.target.value })}
            />
          </label>
        )}
        <button type="submit" className="dc-button">
          {t('check.run')}
        </button>
      </form>
      <p>{t(pool.mode === 'finite' ? 'check.finiteWords' : 'check.drawWords')}</p>
      {data === null ? <Verdict good={false}>{t('check.outside', { count: place })}</Verdict> : null}
      {data ? <DrawResult pool={pool} place={place} data={data} claimed={params.get('drawn')} /> : null}
    </Step>
  );
}

type DrawResultProps = {
  readonly pool: BoxPool;
  readonly place: number;
  readonly data: NonNullable<Awaited<ReturnType<typeof checkDraw>>>;
  /** What the order says the box held. */
  readonly claimed: string | null;
};

function DrawResult({ pool, place, data, claimed }: DrawResultProps) {
  const t = useT();
  const { pick } = useLanguage();
  const style = pool.styles.find(({ prizeId }) => prizeId === data.prizeId);
  return (
    <>
      <code>{data.message}</code>
      <code>{data.hash}</code>
      {data.number === null ? null : (
        <p className="check-note">{t('check.number', { number: data.number, bound: data.bound - 1 })}</p>
      )}
      {data.byPity ? <p>{t('check.byPity')}</p> : null}
      <p className="check-result">{t('check.result', { count: place, style: pick(style?.title) })}</p>
      {claimed === null ? null : (
        <Verdict good={claimed === data.prizeId}>
          {t(claimed === data.prizeId ? 'check.same' : 'check.differs')}
        </Verdict>
      )}
    </>
  );
}
