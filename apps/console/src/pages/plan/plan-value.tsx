import { useLanguage } from '@dacu/ui';
import { Fragment, type ReactNode } from 'react';
import { useDefinitions } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { isRecord, isWords, labelOf, type Path, type PlanTree, readPlanTree } from './plan-tree.ts';
import { wordOf } from './plan-words.ts';
import './plan-value.css';

/** Keys that name an entry; they head it and are no rows of their own. */
const HEADS: ReadonlySet<string> = new Set(['id', 'title', 'detail', 'ours']);

/** Shows any part of a plan: lists of statements as lists, lists of like entries as tables, the rest as rows. */
export function PlanValue({ tree, path, value }: { tree: PlanTree; path: Path; value: unknown }): ReactNode {
  if (Array.isArray(value)) return <PlanList tree={tree} path={path} items={value} />;
  if (isWords(value) || !isRecord(value)) return <Leaf tree={tree} path={path} value={value} />;
  if (isDateish(value)) return <DateWords tree={tree} value={value} />;
  return <PlanRows tree={tree} path={path} entry={value} />;
}

function PlanRows({ tree, path, entry }: { tree: PlanTree; path: Path; entry: Record<string, unknown> }) {
  const { lang } = useLanguage();
  const keys = Object.keys(entry).filter((key) => key !== 'ours' && key !== 'id');
  return (
    <dl className="co-rows">
      {keys.map((key) => {
        const at = [...path, key];
        const { label, meaning } = labelOf(at, lang);
        return (
          <div key={key} className={isDeep(entry[key]) ? 'is-deep' : ''}>
            <dt title={meaning}>
              {label} <OursMark tree={tree} path={at} parent={path} />
            </dt>
            <dd>
              <PlanValue tree={tree} path={at} value={entry[key]} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function PlanList({ tree, path, items }: { tree: PlanTree; path: Path; items: readonly unknown[] }) {
  const { lang } = useLanguage();
  const entries = items.filter(isRecord);
  if (entries.length < items.length || entries.every(isWords)) {
    return (
      <span className="co-chips">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a published list never changes its order
          <span key={index} className="co-tag">
            <Leaf tree={tree} path={[...path, index]} value={item} />
          </span>
        ))}
      </span>
    );
  }
  const columns = [...new Set(entries.flatMap((entry) => Object.keys(entry)))].filter(
    (key) => !HEADS.has(key),
  );
  if (columns.length === 0) return <Statements tree={tree} path={path} entries={entries} />;
  if (entries.some((entry) => columns.some((key) => isTall(entry[key])))) {
    return <Blocks tree={tree} path={path} entries={entries} />;
  }
  const hasTitle = entries.some((entry) => 'title' in entry);
  return (
    <div className="co-scroll">
      <table className="co-table co-plan-table">
        <thead>
          <tr>
            {hasTitle ? <th>{labelOf([...path, 0, 'title'], lang).label}</th> : null}
            {columns.map((key) => {
              const { label, meaning } = labelOf([...path, 0, key], lang);
              return (
                <th key={key} title={meaning}>
                  {label}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={String(entry.id ?? index)}>
              {hasTitle ? (
                <td className="co-plan-name">
                  <Head tree={tree} path={[...path, index]} entry={entry} />
                </td>
              ) : null}
              {columns.map((key) => (
                <td key={key}>
                  {entry[key] === undefined ? null : (
                    <>
                      <PlanValue tree={tree} path={[...path, index, key]} value={entry[key]} />{' '}
                      <OursMark tree={tree} path={[...path, index, key]} parent={[...path, index]} />
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Entries that hold tables of their own do not fit into one: each stands by itself. */
function Blocks(props: { tree: PlanTree; path: Path; entries: readonly Record<string, unknown>[] }) {
  return (
    <div className="co-blocks">
      {props.entries.map((entry, index) => {
        const { id, title, detail, ...rest } = entry;
        return (
          <section key={String(id ?? index)}>
            <Head tree={props.tree} path={[...props.path, index]} entry={{ id, title, detail }} />
            <PlanRows tree={props.tree} path={[...props.path, index]} entry={rest} />
          </section>
        );
      })}
    </div>
  );
}

function Statements(props: { tree: PlanTree; path: Path; entries: readonly Record<string, unknown>[] }) {
  return (
    <ul className="co-statements">
      {props.entries.map((entry, index) => (
        <li key={String(entry.id ?? index)}>
          <Head tree={props.tree} path={[...props.path, index]} entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function Head({ tree, path, entry }: { tree: PlanTree; path: Path; entry: Record<string, unknown> }) {
  const { pick } = useLanguage();
  const { title, detail } = entry;
  return (
    <>
      <span className="co-strong">{isWords(title) ? pick(title) : String(title ?? entry.id ?? '')}</span>{' '}
      <OursMark tree={tree} path={path} parent={path.slice(0, -2)} />
      {isWords(detail) ? <span className="co-line co-quiet">{pick(detail)}</span> : null}
    </>
  );
}

/** Says “ours” where it begins: not again on everything below a mapping that is ours as a whole. */
function OursMark({ tree, path, parent }: { tree: PlanTree; path: Path; parent: Path }) {
  const t = useT();
  if (tree.source(path) !== 'ours' || (parent.length > 0 && tree.source(parent) === 'ours')) return null;
  return (
    <span className="co-tag is-ours" title={t('source.ours.why')}>
      {t('source.ours')}
    </span>
  );
}

function Leaf({ tree, path, value }: { tree: PlanTree; path: Path; value: unknown }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const metrics = useDefinitions().data;
  if (isWords(value)) return <>{pick(value)}</>;
  if (typeof value === 'boolean') return <>{value ? t('plan.yes') : t('plan.no')}</>;
  if (isRecord(value))
    return isDateish(value) ? <DateWords tree={tree} value={value} /> : JSON.stringify(value);
  const text = String(value);
  const key = String(path.findLast((step) => typeof step === 'string') ?? '');
  const referred = typeof value === 'string' ? tree.titleOf(key, value) : null;
  if (referred) return <span title={text}>{pick(referred)}</span>;
  if (key === 'metric') return <span title={text}>{pick(metrics?.get(text)?.name) || text}</span>;
  if (/^\d{1,3}(\.\d+)?%$/.test(text) && key === 'share') return <ShareBar text={text} />;
  return <>{typeof value === 'string' ? wordOf(text, lang) : text}</>;
}

function ShareBar({ text }: { text: string }) {
  return (
    <span className="co-share">
      <span className="co-share-track" aria-hidden="true">
        <span style={{ inlineSize: text }} />
      </span>
      {text}
    </span>
  );
}

/** A day by the lunar calendar or counted from a node, and hours within a phase: read as a phrase, not as rows. */
function isDateish(value: Record<string, unknown>): boolean {
  const keys = Object.keys(value).filter((key) => key !== 'ours');
  return (
    keys.length > 0 &&
    keys.every((key) =>
      ['lunar', 'node', 'days', 'at', 'phase', 'season', 'whole', 'from', 'until', 'daily'].includes(key),
    ) &&
    !('node' in value && 'target' in value)
  );
}

function DateWords({ tree, value }: { tree: PlanTree; value: Record<string, unknown> }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const lunar = value.lunar as { month: number; day: number } | undefined;
  const refer = (key: string) => {
    const id = value[key];
    return typeof id === 'string' ? pick(tree.titleOf(key, id)) || id : null;
  };
  const edge = (key: string) => {
    const moment = value[key];
    if (moment === undefined) return null;
    return isRecord(moment) ? <DateWords tree={tree} value={moment} /> : String(moment);
  };
  const days = typeof value.days === 'number' ? value.days : 0;
  const daily = value.daily === undefined ? null : [value.daily].flat().join(lang === 'zh' ? '、' : ', ');
  const parts: ReactNode[] = [
    lunar ? t('plan.lunar', { month: lunar.month, day: lunar.day }) : null,
    refer('node'),
    days === 0 ? null : t(days > 0 ? 'plan.daysAfter' : 'plan.daysBefore', { days: Math.abs(days) }),
    refer('phase'),
    refer('season'),
    value.whole === undefined ? null : wordOf('campaign', lang),
    value.from === undefined && value.until === undefined ? null : (
      <>
        {edge('from')} – {edge('until')}
      </>
    ),
    daily === null ? null : t('plan.dailyHours', { hours: daily }),
    typeof value.at === 'string' ? value.at : null,
  ].filter((part) => part !== null);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one phrase
    <Fragment key={index}>
      {index > 0 ? ' ' : ''}
      {part}
    </Fragment>
  ));
}

/** Too much for a cell: a mapping, or a list whose entries say more than a name and its meaning. */
function isTall(value: unknown): boolean {
  if (!Array.isArray(value)) return isDeep(value);
  if (value.filter(isRecord).length > 3) return true;
  return value.some(
    (item) =>
      isRecord(item) &&
      !isDateish(item) &&
      Object.keys(item).some((key) => !HEADS.has(key) && key !== 'zh' && key !== 'en'),
  );
}

function isDeep(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isRecord(item) && !isWords(item));
  return isRecord(value) && !isWords(value) && !isDateish(value);
}

/** One promotion as the file has it, below its row in the table. */
export function PromotionEntry({ yaml, promotionId }: { yaml: string; promotionId: string }) {
  const tree = readPlanTree(yaml);
  const list = (tree.root.promotions ?? []) as Record<string, unknown>[];
  const index = list.findIndex((entry) => entry.id === promotionId);
  const entry = list[index];
  if (!entry) return null;
  return (
    <div className="co-promotion-entry">
      <code>{promotionId}</code>
      <PlanRows tree={tree} path={['promotions', index]} entry={entry} />
    </div>
  );
}
