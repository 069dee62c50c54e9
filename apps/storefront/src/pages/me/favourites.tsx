import type { ProductCard as Card } from '@dacu/contract/api';
import { EmptyState, Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { favouritesQuery, productQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProductCard, ProductGridSkeleton } from '../../parts/product-card.tsx';
import './favourites.css';

/** What was saved, the last first, at the prices of now. */
export function Component() {
  const t = useT();
  const { data, error, refetch, isPending } = useQuery(favouritesQuery);
  return (
    <>
      <PageHead
        title={t('me.favourites')}
        backTo="/me"
        {...(data && data.products.length > 0
          ? { note: t('favourites.count', { count: data.products.length }) }
          : {})}
      />
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
        {data ? (
          <ul className="product-grid favourites">
            {data.products.map((card, index) => (
              <li key={card.productId}>
                <ProductCard card={card} eager={index < 4} />
                <Unfavour card={card} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </>
  );
}

/** Taken away at once, with a way back; a refusal puts it back and says so. */
function Unfavour({ card }: { card: Card }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const notice = useNotice();
  const words = useFailureWords();
  const change = useMutation({
    mutationFn: (favourite: boolean) => api.setFavourite(card.productId, favourite),
    onMutate: async (favourite) => {
      await client.cancelQueries(favouritesQuery);
      const before = client.getQueryData(favouritesQuery.queryKey);
      if (before && !favourite)
        client.setQueryData(favouritesQuery.queryKey, {
          products: before.products.filter((each) => each.productId !== card.productId),
        });
      return { before };
    },
    onError: (error, _favourite, context) => {
      if (context?.before) client.setQueryData(favouritesQuery.queryKey, context.before);
      notice({ words: words(error), tone: 'bad' });
    },
    onSuccess: (_answer, favourite) => {
      void client.invalidateQueries(productQuery(card.productId));
      if (favourite) void client.invalidateQueries(favouritesQuery);
      else
        notice({
          words: t('product.unfavouredWords'),
          action: { words: t('favourites.undo'), run: () => change.mutate(true) },
        });
    },
  });
  return (
    <button
      type="button"
      className="icon-button unfavour"
      aria-label={t('favourites.remove', { title: pick(card.title) })}
      onClick={() => change.mutate(false)}
    >
      <Icon name="heart" solid size={20} />
    </button>
  );
}
