import { Icon, Skeleton, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { categoriesQuery, searchWordsQuery, shopsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import './categories.css';

/** Ways into the catalogue: by category, by what sells most, by shop. */
export function Component() {
  const t = useT();
  const { pick } = useLanguage();
  const { data, error, refetch } = useQuery(categoriesQuery);
  return (
    <>
      <PageHead title={t('categories.title')} />
      <div className="container categories">
        <SearchBox className="page-search" />
        <HotWords />
        {!data && error ? <Failure error={error} onRetry={refetch} /> : null}
        <ul className="category-grid" aria-busy={!data}>
          {data
            ? data.categories.map((category) => (
                <li key={category.categoryId}>
                  <Link to={`/search?category=${category.categoryId}`} className="category-tile">
                    <span className="category-words">
                      <strong>{pick(category.title)}</strong>
                      <small>{t('categories.count', { count: category.productCount })}</small>
                    </span>
                    <img src={category.imageUrl} alt="" width="84" height="84" decoding="async" />
                  </Link>
                </li>
              ))
            : error
              ? null
              : Array.from({ length: 14 }, (_, index) => index).map((index) => (
                  <li key={index}>
                    <Skeleton height="100%" radius="lg" className="category-tile" />
                  </li>
                ))}
        </ul>
        <Shops />
      </div>
    </>
  );
}

/** Words under which most was sold. A page without them is whole, so a failure leaves them out. */
function HotWords() {
  const t = useT();
  const { pick } = useLanguage();
  const { data, isError } = useQuery(searchWordsQuery);
  if (isError) return null;
  return (
    <section className="hot-words" aria-labelledby="hot-words">
      <h2 id="hot-words">
        <Icon name="bolt" size={16} solid /> {t('search.hot')}
      </h2>
      <ul>
        {data?.words.map((words) => (
          <li key={words.zh}>
            <Link to={`/search?q=${encodeURIComponent(pick(words))}`}>{pick(words)}</Link>
          </li>
        )) ?? <li>&nbsp;</li>}
      </ul>
    </section>
  );
}

function Shops() {
  const t = useT();
  const { pick } = useLanguage();
  const { data: shops } = useQuery(shopsQuery);
  if (!shops || shops.length === 0) return null;
  return (
    <section className="shops" aria-labelledby="shops">
      <header className="section-head">
        <h2 id="shops">{t('search.shops')}</h2>
      </header>
      <ul>
        {shops.map((shop) => (
          <li key={shop.id}>
            <Link to={`/search?shop=${shop.id}`}>
              <Icon name="shop" size={22} />
              <span>
                <strong>{pick(shop.title)}</strong>
                <small>{t('categories.count', { count: shop.count })}</small>
              </span>
              <Icon name="forward" size={16} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
