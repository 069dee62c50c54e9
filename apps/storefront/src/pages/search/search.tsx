import { EmptyState, useLanguage } from '@dacu/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { categoriesQuery, productsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProductGrid, ProductGridSkeleton } from '../../parts/product-card.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import './search.css';

const SORTS = ['relevance', 'sales', 'priceAsc', 'priceDesc', 'newest'] as const;
type Sort = (typeof SORTS)[number];

/** Results of words, a category or a shop. Everything that shapes them is in the address. */
export function Component() {
  const t = useT();
  const { pick } = useLanguage();
  const [params, setParams] = useSearchParams();
  const q = params.get('q')?.trim() || undefined;
  const category = params.get('category') ?? undefined;
  const shop = params.get('shop') ?? undefined;
  const sort = SORTS.find((each) => each === params.get('sort')) ?? 'relevance';
  const products = useInfiniteQuery(productsQuery({ q, category, shop, sort }));
  const { data: categories } = useQuery(categoriesQuery);
  const found = products.data?.pages.flatMap((page) => page.products) ?? [];
  const total = products.data?.pages[0]?.total;
  const categoryTitle = categories?.categories.find((each) => each.categoryId === category)?.title;
  const shopName = shop ? found[0]?.shopName : undefined;
  const title = q
    ? t('search.for', { q })
    : shopName
      ? pick(shopName)
      : categoryTitle
        ? pick(categoryTitle)
        : t('all');

  function choose(next: Sort) {
    const changed = new URLSearchParams(params);
    if (next === 'relevance') changed.delete('sort');
    else changed.set('sort', next);
    setParams(changed, { replace: true });
  }

  return (
    <>
      <PageHead
        title={title}
        backTo="/categories"
        {...(total === undefined ? {} : { note: t('search.results', { count: total }) })}
      />
      <div className="container search-page">
        <SearchBox className="page-search" />
        <fieldset className="chips">
          <legend className="dc-hidden">{t('sort.label')}</legend>
          {SORTS.map((each) => (
            <button key={each} type="button" aria-pressed={each === sort} onClick={() => choose(each)}>
              {t(`sort.${each}`)}
            </button>
          ))}
        </fieldset>
        {products.isPending ? <ProductGridSkeleton count={8} /> : null}
        {products.isError && found.length === 0 ? (
          <Failure error={products.error} onRetry={products.refetch} />
        ) : null}
        {products.isSuccess && found.length === 0 ? (
          <EmptyState
            title={q ? t('search.none', { q }) : t('search.noneInCategory')}
            words={t('search.noneWords')}
            icon="search"
          >
            <Link className="dc-button" to="/categories">
              {t('search.toCategories')}
            </Link>
          </EmptyState>
        ) : null}
        <ProductGrid products={found} eager={4} />
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
    </>
  );
}
