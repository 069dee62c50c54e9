import type { ProductCard } from '@dacu/contract/api';
import { type BilingualText, useLanguage } from '@dacu/ui';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { plateOf } from '../../parts/product-card.tsx';

type Seen = { readonly productId: string; readonly title: BilingualText; readonly imageUrl: string };
const KEY = 'dacu.seen';
const SEEN_MAX = 12;

/** Kept in this browser alone: pictures and names, no price, for a price from then would be none. */
export function RecentlySeen({ current }: { current: ProductCard }) {
  const t = useT();
  const { pick } = useLanguage();
  const [seen, setSeen] = useState<readonly Seen[]>(() => others(read(), current.productId));
  const { productId, title, imageUrl } = current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each product that is opened
  useEffect(() => {
    const before = others(read(), productId);
    keep([{ productId, title, imageUrl }, ...before]);
    setSeen(before);
  }, [productId]);
  if (seen.length === 0) return null;
  return (
    <section className="recent" aria-labelledby="recent">
      <header className="section-head">
        <h2 id="recent">{t('product.recent')}</h2>
        <p>{t('product.recentWords')}</p>
        <button
          type="button"
          className="link-button"
          onClick={() => {
            keep([]);
            setSeen([]);
          }}
        >
          {t('product.recentClear')}
        </button>
      </header>
      <ul>
        {seen.map((each) => (
          <li key={each.productId}>
            <Link to={`/products/${each.productId}`}>
              <span className={plateOf(each.productId)}>
                <img src={each.imageUrl} alt="" width="88" height="88" loading="lazy" />
              </span>
              <span>{pick(each.title)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function others(seen: readonly Seen[], productId: string): Seen[] {
  return seen.filter((each) => each.productId !== productId).slice(0, SEEN_MAX);
}

function read(): Seen[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter(isSeen) : [];
  } catch {
    return [];
  }
}

function isSeen(each: unknown): each is Seen {
  const { productId, title, imageUrl } = (each ?? {}) as Partial<Seen>;
  return typeof productId === 'string' && typeof imageUrl === 'string' && typeof title?.zh === 'string';
}

function keep(seen: readonly Seen[]) {
  try {
    localStorage.setItem(KEY, JSON.stringify(seen.slice(0, SEEN_MAX + 1)));
  } catch {
    // Then nothing is remembered.
  }
}
