import { EmptyState } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { favouritesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProductGrid, ProductGridSkeleton } from '../../parts/product-card.tsx';

export function Component() {
  const t = useT();
  const { data, error, refetch, isPending } = useQuery(favouritesQuery);
  return (
    <>
      <PageHead title={t('me.favourites')} backTo="/me" />
      <div className="container">
        {isPending ? <ProductGridSkeleton count={4} /> : null}
        {!data && error ? <Failure error={error} onRetry={refetch} /> : null}
        {data?.products.length === 0 ? (
          <EmptyState
            title={t('me.favouritesEmpty')}
            words={t('me.favouritesEmptyWords')}
            icon="heart"
            className="page-state"
          >
            <Link className="dc-button is-main" to="/">
              {t('nav.toVenue')}
            </Link>
          </EmptyState>
        ) : null}
        {data ? <ProductGrid products={data.products} /> : null}
      </div>
    </>
  );
}
