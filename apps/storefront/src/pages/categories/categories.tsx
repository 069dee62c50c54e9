import { Skeleton, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { categoriesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import './categories.css';

export function Component() {
  const t = useT();
  const { pick } = useLanguage();
  const { data, error, refetch } = useQuery(categoriesQuery);
  return (
    <>
      <PageHead title={t('categories.title')} />
      <div className="container">
        <SearchBox className="page-search" />
        {!data && error ? <Failure error={error} onRetry={refetch} /> : null}
        <ul className="category-grid" aria-busy={!data}>
          {data
            ? data.categories.map((category, index) => (
                <li key={category.categoryId}>
                  <Link
                    to={`/search?category=${category.categoryId}`}
                    className={`category-tile tint-${index % 4}`}
                  >
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
                    <Skeleton height="6rem" radius="lg" />
                  </li>
                ))}
        </ul>
      </div>
    </>
  );
}
