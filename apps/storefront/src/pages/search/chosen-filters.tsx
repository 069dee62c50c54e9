import type { FacetsView } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { categoriesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { type Choose, useRangeWords, useTagWords } from './filters.tsx';
import type { Filter, SearchState } from './search-state.ts';

type Chosen = { readonly words: string; readonly clears: readonly Filter[] };

/** What has been chosen, each with its way out. */
export function ChosenFilters({
  state,
  facets,
  choose,
  onClear,
}: {
  state: SearchState;
  facets: FacetsView | null;
  choose: Choose;
  onClear: () => void;
}) {
  const t = useT();
  const chosen = useChosen(state, facets);
  if (chosen.length === 0) return null;
  return (
    <ul className="chosen" aria-label={t('filter.chosen')}>
      {chosen.map(({ words, clears }) => (
        <li key={clears[0]}>
          <button
            type="button"
            aria-label={t('filter.remove', { what: words })}
            onClick={() => choose(Object.fromEntries(clears.map((name) => [name, null])))}
          >
            {words} <Icon name="close" size={14} />
          </button>
        </li>
      ))}
      {chosen.length > 1 ? (
        <li>
          <button type="button" className="link-button" onClick={onClear}>
            {t('filter.clear')}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

function useChosen(state: SearchState, facets: FacetsView | null): Chosen[] {
  const t = useT();
  const { pick } = useLanguage();
  const tagWords = useTagWords();
  const rangeWords = useRangeWords();
  const { data } = useQuery(categoriesQuery);
  const chosen: Chosen[] = [];
  for (const id of state.category?.split(',').slice(0, 1) ?? []) {
    const titles = (data?.categories ?? [])
      .filter((each) => state.category?.split(',').includes(each.categoryId))
      .map((each) => pick(each.title));
    chosen.push({ words: titles.join(' · ') || id, clears: ['category'] });
  }
  if (state.shop) {
    const title = facets?.shops.find(({ id }) => id === state.shop)?.title;
    chosen.push({ words: title ? pick(title) : state.shop, clears: ['shop'] });
  }
  if (state.tag) chosen.push({ words: tagWords(state.tag), clears: ['tag'] });
  if (state.minYuan !== undefined || state.maxYuan !== undefined)
    chosen.push({ words: rangeWords(state.minYuan, state.maxYuan), clears: ['min', 'max'] });
  if (state.inStock) chosen.push({ words: t('filter.inStock'), clears: ['stock'] });
  if (state.reduced) chosen.push({ words: t('filter.reduced'), clears: ['deal'] });
  return chosen;
}
