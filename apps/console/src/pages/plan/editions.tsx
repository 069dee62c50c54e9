import type { EditionCompare, EditionList } from '@dacu/contract/client';
import { EmptyState, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../../data/api.ts';
import { useEditions } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { diffLines, hunksOf } from './line-diff.ts';
import { PlanDiff } from './plan-diff.tsx';
import { type ReadableChange, readableChanges } from './readable-changes.ts';
import './editions.css';

type Edition = EditionList['editions'][number];

/** What was published when, by whom and what for; and what lies between any two editions. `?from=1&to=3` */
export function Editions({ campaignId, zone }: { campaignId: string; zone: string }) {
  const t = useT();
  return (
    <Loaded query={useEditions(campaignId)}>
      {({ editions }) =>
        editions.length === 0 ? (
          <EmptyState icon="plan" title={t('editions.none')} />
        ) : (
          <History campaignId={campaignId} editions={editions} zone={zone} />
        )
      }
    </Loaded>
  );
}

function History(props: { campaignId: string; editions: readonly Edition[]; zone: string }) {
  const { campaignId, editions, zone } = props;
  const t = useT();
  const at = useTimes(zone);
  const [params, setParams] = useSearchParams();
  const newest = editions[0]!.editionNo;
  const known = (text: string | null, fallback: number) =>
    editions.find(({ editionNo }) => String(editionNo) === text)?.editionNo ?? fallback;
  const to = known(params.get('to'), newest);
  const from = known(params.get('from'), Math.max(editions.at(-1)!.editionNo, to - 1));
  const choose = (next: { from: number; to: number }) =>
    setParams((before) => {
      before.set('from', String(next.from));
      before.set('to', String(next.to));
      return before;
    });
  const options = editions.map(({ editionNo, publishedAt }) => ({
    value: editionNo,
    label: `${t('plan.edition', { no: editionNo })} · ${at(publishedAt)}`,
  }));
  return (
    <div className="co-history">
      <ol className="co-history-list" aria-label={t('editions.list')}>
        {editions.map((edition) => (
          <li key={edition.editionId}>
            <button
              type="button"
              aria-pressed={edition.editionNo === to}
              onClick={() =>
                choose({
                  from: Math.max(editions.at(-1)!.editionNo, edition.editionNo - 1),
                  to: edition.editionNo,
                })
              }
            >
              <span className="co-history-no">
                {t('plan.edition', { no: edition.editionNo })}
                {edition.editionNo === newest ? (
                  <span className="co-tag is-good">{t('editions.inForce')}</span>
                ) : null}
              </span>
              <span className="co-line co-quiet">
                {at(edition.publishedAt, 'full')} · {edition.publishedBy}
              </span>
              <span className="co-line">
                {edition.note ?? <span className="co-quiet">{t('editions.noNote')}</span>}
              </span>
              <span className="co-line co-quiet">
                {edition.changes.length === 0
                  ? t('editions.first')
                  : t('editions.changes', { count: countText(edition.changes.length) })}{' '}
                · <code title={edition.hash}>{edition.hash.slice(0, 10)}</code>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <div className="co-stack">
        <div className="co-tools">
          <span className="co-quiet">{t('editions.compare')}</span>
          <Select
            aria-label={t('editions.from')}
            value={from}
            options={options}
            onChange={(value) => choose({ from: value, to })}
            popupMatchSelectWidth={false}
          />
          <span aria-hidden="true">→</span>
          <Select
            aria-label={t('editions.to')}
            value={to}
            options={options}
            onChange={(value) => choose({ from, to: value })}
            popupMatchSelectWidth={false}
          />
        </div>
        {from === to ? (
          <div className="co-panel">
            <EmptyState
              icon="plan"
              title={t(editions.length === 1 ? 'editions.only' : 'editions.same')}
              words={t(editions.length === 1 ? 'editions.onlyWords' : 'editions.sameWords')}
            />
          </div>
        ) : (
          <Between campaignId={campaignId} from={from} to={to} />
        )}
      </div>
    </div>
  );
}

function Between({ campaignId, from, to }: { campaignId: string; from: number; to: number }) {
  const query = useQuery({
    queryKey: ['campaigns', campaignId, 'compare', from, to],
    queryFn: () => api.compareEditions(campaignId, from, to),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <Loaded query={query}>{(compare) => <Differences compare={compare} />}</Loaded>;
}

function Differences({ compare }: { compare: EditionCompare }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const [params, setParams] = useSearchParams();
  const raw = params.get('diff') === 'lines';
  const groups = useMemo(() => readableChanges(compare, lang), [compare, lang]);
  const hunks = useMemo(
    () => (raw ? hunksOf(diffLines(compare.from.yaml, compare.to.yaml)) : []),
    [raw, compare],
  );
  return (
    <>
      <div className="co-tools">
        <Segmented
          value={raw ? 'lines' : 'meaning'}
          onChange={(value) =>
            setParams((before) => {
              if (value === 'lines') before.set('diff', 'lines');
              else before.delete('diff');
              return before;
            })
          }
          options={[
            {
              value: 'meaning',
              label: t('editions.byMeaning', { count: countText(compare.changes.length) }),
            },
            { value: 'lines', label: t('editions.byLine') },
          ]}
        />
      </div>
      {raw ? (
        <PlanDiff hunks={hunks} />
      ) : groups.length === 0 ? (
        <div className="co-panel">
          <EmptyState
            icon="check"
            title={t('editions.noDifference')}
            words={t('editions.noDifferenceWords')}
          />
        </div>
      ) : (
        groups.map((group) => (
          <section className="co-panel" key={group.subject}>
            <div className="co-panel-head">
              <h2>{group.label}</h2>
              <p>{t('editions.items', { count: countText(group.items.length) })}</p>
            </div>
            <ul className="co-changes">
              {group.items.map((item) => (
                <li key={item.key}>
                  {item.title ? <strong>{pick(item.title)}</strong> : null}
                  <ul>
                    {item.changes.map((change) => (
                      <ChangeLine key={change.key} change={change} />
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
    </>
  );
}

const TONE = { added: 'is-good', removed: 'is-bad', changed: 'is-info' } as const;

function ChangeLine({ change }: { change: ReadableChange }) {
  const t = useT();
  return (
    <li>
      <span className={`co-tag ${TONE[change.kind]}`}>{t(`editions.${change.kind}`)}</span>
      {change.field ? <span className="co-change-field">{change.field}</span> : null}
      <span className="co-change-values">
        {change.before === null ? null : <del>{change.before}</del>}
        {change.before !== null && change.after !== null ? <span aria-hidden="true"> → </span> : null}
        {change.after === null ? null : <ins>{change.after}</ins>}
      </span>
      {change.shiftMs ? <span className="co-tag is-warn">{shiftWords(t, change.shiftMs)}</span> : null}
    </li>
  );
}

function shiftWords(t: ReturnType<typeof useT>, ms: number): string {
  const hours = Math.round(Math.abs(ms) / 3_600_000);
  const span =
    hours % 24 === 0
      ? t('span.days', { count: hours / 24 })
      : [
          hours >= 24 ? t('span.days', { count: Math.floor(hours / 24) }) : '',
          t('span.hours', { count: hours % 24 }),
        ]
          .filter(Boolean)
          .join(' ');
  return t(ms > 0 ? 'editions.later' : 'editions.earlier', { span });
}
