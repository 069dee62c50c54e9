import { Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../data/api.ts';
import { favouritesQuery, productQuery } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { useFailureWords } from './failure.tsx';
import { useNotice } from './notice.tsx';

type Saved = { readonly productId: string; readonly title: { readonly zh: string; readonly en: string } };

/** Saves an item from where it is seen. Turned at once; a refusal turns it back and says so. */
export function FavouriteHeart({ item, className = '' }: { item: Saved; className?: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const notice = useNotice();
  const navigate = useNavigate();
  const words = useFailureWords();
  const { data } = useQuery(favouritesQuery);
  const save = useMutation({
    mutationFn: (favourite: boolean) => api.setFavourite(item.productId, favourite),
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
    onSuccess: (_answer, favourite) => {
      void client.invalidateQueries(productQuery(item.productId));
      notice(
        favourite
          ? {
              words: t('product.favouredWords'),
              action: { words: t('product.viewCart'), run: () => navigate('/favourites') },
            }
          : { words: t('product.unfavouredWords') },
      );
      // Waited for, so that the heart does not turn back between the answer and the list.
      return client.invalidateQueries(favouritesQuery);
    },
  });
  const kept = data?.products.some(({ productId }) => productId === item.productId) ?? false;
  const on = save.isPending ? save.variables : kept;
  return (
    <button
      type="button"
      className={`icon-button heart ${on ? 'is-on' : ''} ${className}`}
      aria-pressed={on}
      aria-label={t('favourites.save', { title: pick(item.title) })}
      onClick={() => {
        if (!save.isPending) save.mutate(!on);
      }}
    >
      <Icon name="heart" solid={on} size={20} />
    </button>
  );
}
