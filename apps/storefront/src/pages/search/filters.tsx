import type { FacetsView } from '@dacu/contract/api';
import { fenText, Icon, useLanguage } from '@dacu/ui';
import { type FormEvent, useId } from 'react';
import type { MessageKey } from '../../i18n/setup.ts';
import { useT } from '../../i18n/setup.ts';
import type { Filter, SearchState } from './search-state.ts';

export type Choose = (choices: Readonly<Partial<Record<Filter, string | null>>>) => void;
type FiltersProps = {
  readonly facets: FacetsView;
  readonly state: SearchState;
  readonly choose: Choose;
};
type Choice = { readonly id: string; readonly words: string; readonly count: number };

/** How many values of a group stand open; the rest fold. */
const SHOWN_MAX = 7;

/** What can be narrowed further. Each count is what choosing it finds, so no choice leads to an empty page. */
export function Filters({ facets, state, choose }: FiltersProps) {
  const t = useT();
  const { pick } = useLanguage();
  const tagWords = useTagWords();
  return (
    <div className="filters">
      <fieldset className="filter-group">
        <legend>{t('filter.only')}</legend>
        <Toggle
          words={t('filter.inStock')}
          count={facets.inStock}
          on={state.inStock}
          onChange={(on) => choose({ stock: on ? '1' : null })}
        />
        <Toggle
          words={t('filter.reduced')}
          count={facets.reduced}
          on={state.reduced}
          onChange={(on) => choose({ deal: on ? '1' : null })}
        />
      </fieldset>
      <Group
        title={t('filter.category')}
        chosen={state.category}
        choices={facets.categories.map(({ id, title, count }) => ({ id, words: pick(title), count }))}
        onChoose={(category) => choose({ category })}
      />
      <Prices facets={facets} state={state} choose={choose} />
      <Group
        title={t('filter.tag')}
        chosen={state.tag}
        choices={facets.tags.map(({ id, count }) => ({ id, words: tagWords(id), count }))}
        onChoose={(tag) => choose({ tag })}
      />
      <Group
        title={t('filter.shop')}
        chosen={state.shop}
        choices={facets.shops.map(({ id, title, count }) => ({ id, words: pick(title), count }))}
        onChoose={(shop) => choose({ shop })}
      />
    </div>
  );
}

/** A tag that a catalogue brings of its own has no words of ours; then its name stands for itself. */
export function useTagWords(): (tag: string) => string {
  const t = useT();
  return (tag) => {
    const key = `tag.${tag}` as MessageKey;
    const words = t(key);
    return words === key ? tag : words;
  };
}

function Group({
  title,
  chosen,
  choices,
  onChoose,
}: {
  title: string;
  chosen: string | undefined;
  choices: readonly Choice[];
  onChoose: (id: string | null) => void;
}) {
  const t = useT();
  if (choices.length === 0) return null;
  const button = ({ id, words, count }: Choice) => (
    <button
      key={id}
      type="button"
      className="filter-value"
      aria-pressed={chosen === id}
      onClick={() => onChoose(chosen === id ? null : id)}
    >
      <span>{words}</span>
      <small>{count}</small>
    </button>
  );
  const rest = choices.slice(SHOWN_MAX);
  return (
    <fieldset className="filter-group">
      <legend>{title}</legend>
      {choices.slice(0, SHOWN_MAX).map(button)}
      {rest.length > 0 ? (
        <details open={rest.some(({ id }) => id === chosen)}>
          <summary>
            {t('filter.more', { count: rest.length })} <Icon name="down" size={14} />
          </summary>
          {rest.map(button)}
        </details>
      ) : null}
    </fieldset>
  );
}

function Toggle({
  words,
  count,
  on,
  onChange,
}: {
  words: string;
  count: number;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <button
      type="button"
      className="filter-value"
      aria-pressed={on}
      disabled={!on && count === 0}
      onClick={() => onChange(!on)}
    >
      <span>{words}</span>
      <small>{count}</small>
    </button>
  );
}

/** Words of a price range in yuan: `¥50–¥100`, `¥3,000 以上`. */
export function useRangeWords(): (minYuan: number | undefined, maxYuan: number | undefined) => string {
  const t = useT();
  const yuan = (amount: number) => fenText(amount * 100, true);
  return (minYuan, maxYuan) =>
    maxYuan === undefined
      ? t('filter.from', { price: yuan(minYuan ?? 0) })
      : (minYuan ?? 0) === 0
        ? t('filter.below', { price: yuan(maxYuan) })
        : t('filter.range', { from: yuan(minYuan ?? 0), to: yuan(maxYuan) });
}

function Prices({ facets, state, choose }: FiltersProps) {
  const t = useT();
  const rangeWords = useRangeWords();
  const formId = useId();
  const { minYuan, maxYuan } = state;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => {
      const text = String(form.get(name) ?? '').trim();
      return /^\d{1,6}$/.test(text) ? String(Number(text)) : null;
    };
    choose({ min: read('min'), max: read('max') });
  }

  return (
    <fieldset className="filter-group">
      <legend>{t('filter.price')}</legend>
      {facets.prices.map((band) => {
        const from = band.minFen / 100;
        const to = band.maxFen === null ? undefined : band.maxFen / 100;
        const chosen = (minYuan ?? 0) === from && maxYuan === to && (minYuan ?? maxYuan) !== undefined;
        return (
          <button
            key={band.minFen}
            type="button"
            className="filter-value"
            aria-pressed={chosen}
            onClick={() =>
              choose(
                chosen
                  ? { min: null, max: null }
                  : { min: from === 0 ? null : String(from), max: to === undefined ? null : String(to) },
              )
            }
          >
            <span>{rangeWords(from, to)}</span>
            <small>{band.count}</small>
          </button>
        );
      })}
      <form key={`${minYuan}-${maxYuan}`} className="filter-range" onSubmit={submit}>
        <input
          name="min"
          id={`${formId}-min`}
          inputMode="numeric"
          pattern="[0-9]{0,6}"
          aria-label={t('filter.minLabel')}
          placeholder="¥"
          defaultValue={minYuan ?? ''}
        />
        <span aria-hidden="true">–</span>
        <input
          name="max"
          id={`${formId}-max`}
          inputMode="numeric"
          pattern="[0-9]{0,6}"
          aria-label={t('filter.maxLabel')}
          placeholder="¥"
          defaultValue={maxYuan ?? ''}
        />
        <button type="submit" className="dc-button">
          {t('filter.apply')}
        </button>
      </form>
    </fieldset>
  );
}
