import type { FacetsView } from '@dacu/contract/api';
import type { ProductList } from '@dacu/contract/client';
import { EmptyState, Icon, useLanguage } from '@dacu/ui';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { categoriesQuery, productsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { FavouriteHeart } from '../../parts/favourite-heart.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProductCard, ProductGridSkeleton } from '../../parts/product-card.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { useWide } from '../../shell/use-wide.ts';
import { ChosenFilters } from './chosen-filters.tsx';
import { Filters } from './filters.tsx';
import {
  askFor,
  FILTERS,
  type Filter,
  readSearch,
  type SearchState,
  SORTS,
  withChoice,
  withoutFilters,
} from './search-state.ts';
import { TopUpAdd, TopUpHead, TopUpProposal, useTopUp } from './top-up.tsx';
import './search.css';
import './filters.css';

const Sheet = lazy(() => import('../../parts/sheet.tsx').then(({ Sheet }) => ({ default: Sheet })));

/** Results of words, a category, a shop or an offer, narrowed and sorted. Everything that shapes them is in the address. */
export function Component() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const state = readSearch(params);
  const topUp = useTopUp(state.topUp);
  const products = useInfiniteQuery({
    ...productsQuery(askFor(state, topUp.missingFen)),
    enabled: topUp.ready,
    placeholderData: keepPreviousData,
  });
  const first = products.data?.pages[0];
  const found = products.data?.pages.flatMap((page) => page.products) ?? [];
  const title = useSearchTitle(state, first);
  const wide = useWide();
  const choose = (choices: Partial<Record<Filter | 'sort', string | null>>) =>
    setParams(withChoice(params, choices), { replace: true, preventScrollReset: true });
  const filtered = FILTERS.some((name) => params.has(name));
  const facets = first?.facets ?? null;
  return (
    <>
      <PageHead
        title={title}
        backTo="/categories"
        {...(first === undefined ? {} : { note: t('search.results', { count: first.total }) })}
      />
      <div className="container search-page">
        <SearchBox className="page-search" />
        {state.topUp && first?.promotion ? <OfferHead topUp={topUp} offer={first.promotion} /> : null}
        {state.topUp && first?.promotion ? (
          <TopUpProposal promotionId={state.topUp} missing={topUp.missingFen !== null} />
        ) : null}
        {state.promotion && first && first.promotion === null ? (
          <p className="search-note" role="status">
            <strong>{t('search.offerOver')}</strong> {t('search.offerOverWords')}
          </p>
        ) : null}
        <div className="search-body">
          {wide ? (
            <aside className="search-side" aria-label={t('filter.title')}>
              {facets ? <Filters facets={facets} state={state} choose={choose} /> : null}
            </aside>
          ) : null}
          <div className="search-main">
            <div className="search-bar">
              <SortChips state={state} onChoose={(sort) => choose({ sort })} />
              {wide ? null : (
                <FilterSheet facets={facets} state={state} total={first?.total ?? 0} choose={choose} />
              )}
            </div>
            <ChosenFilters
              state={state}
              facets={facets}
              choose={choose}
              onClear={() => setParams(withoutFilters(params), { replace: true })}
            />
            {products.isPending ? <ProductGridSkeleton count={8} /> : null}
            {products.isError && found.length === 0 ? (
              <Failure error={products.error} onRetry={products.refetch} />
            ) : null}
            {products.isSuccess && found.length === 0 && first ? (
              <NothingFound
                answer={first}
                q={state.q}
                filtered={filtered}
                onClear={() => setParams(withoutFilters(params), { replace: true })}
              />
            ) : null}
            <ul
              className={`product-grid ${products.isPlaceholderData ? 'is-waiting' : ''}`}
              aria-busy={products.isFetching}
            >
              {found.map((card, index) => (
                <li key={card.productId}>
                  <ProductCard card={card} eager={index < 4} />
                  <FavouriteHeart item={card} />
                  {state.topUp ? (
                    <TopUpAdd
                      card={card}
                      enough={topUp.missingFen !== null && card.price.itemFen >= topUp.missingFen}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
            {products.hasNextPage ? (
              <button
                type="button"
                className="dc-button load-more"
                disabled={products.isFetchingNextPage}
                onClick={() => products.fetchNextPage()}
              >
                {products.isFetchingNextPage ? t('loading') : t('orders.more')}
              </button>
            ) : null}
          </div>
        </div>
      </div>
    </>
  );
}

function OfferHead({
  topUp,
  offer,
}: {
  topUp: ReturnType<typeof useTopUp>;
  offer: NonNullable<ProductList['promotion']>;
}) {
  const { pick } = useLanguage();
  return <TopUpHead topUp={topUp} title={pick(offer.title)} terms={pick(offer.terms)} />;
}

function useSearchTitle(state: SearchState, first: ProductList | undefined): string {
  const t = useT();
  const { pick } = useLanguage();
  const { data: categories } = useQuery(categoriesQuery);
  if (state.topUp) return t('topUp.title');
  if (state.q) return t('search.for', { q: state.q });
  if (first?.promotion) return t('search.offer', { title: pick(first.promotion.title) });
  const chosen = state.category?.split(',') ?? [];
  const titles = (categories?.categories ?? [])
    .filter((each) => chosen.includes(each.categoryId))
    .map((each) => pick(each.title));
  const shop = state.shop ? first?.products.find((card) => card.shopId === state.shop)?.shopName : undefined;
  if (shop) return titles.length > 0 ? `${pick(shop)} · ${titles.join(' · ')}` : pick(shop);
  return titles.length > 0 ? titles.join(' · ') : t('all');
}

function SortChips({ state, onChoose }: { state: SearchState; onChoose: (sort: string | null) => void }) {
  const t = useT();
  const own = state.topUp ? 'topUp' : 'relevance';
  const sorts = [own, ...SORTS.filter((sort) => sort !== 'relevance')] as const;
  return (
    <fieldset className="chips">
      <legend className="dc-hidden">{t('sort.label')}</legend>
      {sorts.map((sort) => (
        <button
          key={sort}
          type="button"
          aria-pressed={sort === state.sort}
          onClick={() => onChoose(sort === own ? null : sort)}
        >
          {t(`sort.${sort}`)}
        </button>
      ))}
    </fieldset>
  );
}

function FilterSheet({
  facets,
  state,
  total,
  choose,
}: {
  facets: FacetsView | null;
  state: SearchState;
  total: number;
  choose: Parameters<typeof Filters>[0]['choose'];
}) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="filter-button"
        aria-haspopup="dialog"
        disabled={facets === null}
        onClick={() => setOpen(true)}
      >
        <Icon name="filter" size={18} /> {t('filter.title')}
      </button>
      {open && facets ? (
        <Suspense>
          <Sheet open title={t('filter.title')} onClose={() => setOpen(false)}>
            <Filters facets={facets} state={state} choose={choose} />
            <div className="filter-foot">
              <button type="button" className="dc-button is-main" onClick={() => setOpen(false)}>
                {t('filter.show', { count: total })}
              </button>
            </div>
          </Sheet>
        </Suspense>
      ) : null}
    </>
  );
}

/** Nothing: because of the filters, or a slip of the finger, or because there is none; each has its own way on. */
function NothingFound({
  answer,
  q,
  filtered,
  onClear,
}: {
  answer: ProductList;
  q: string | undefined;
  filtered: boolean;
  onClear: () => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const byFilter = filtered && answer.didYouMean === null;
  return (
    <EmptyState
      title={byFilter ? t('search.noneFiltered') : q ? t('search.none', { q }) : t('search.noneInCategory')}
      {...(answer.didYouMean ? {} : { words: t(byFilter ? 'search.noneFilteredWords' : 'search.noneWords') })}
      icon="search"
    >
      {answer.didYouMean && q ? (
        <p className="search-meant">
          {t('search.meant')}{' '}
          <Link to={`/search?q=${encodeURIComponent(answer.didYouMean)}`}>{answer.didYouMean}</Link>
        </p>
      ) : null}
      {filtered ? (
        <button type="button" className="dc-button is-main" onClick={onClear}>
          {t('filter.clear')}
        </button>
      ) : null}
      {answer.suggestions.map((each) => (
        <Link key={each.categoryId} className="dc-button" to={`/search?category=${each.categoryId}`}>
          {pick(each.title)}
        </Link>
      ))}
    </EmptyState>
  );
}
