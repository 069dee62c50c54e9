import type { ProductCard as Card } from '@dacu/contract/api';
import { fenText, Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useCartActions } from '../../data/cart-actions.ts';
import { cartQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';

export type TopUp = {
  /** Of the cart as it stands: still missing to the next step, null when there is none to reach. */
  readonly missingFen: number | null;
  readonly nextOffFen: number | null;
  readonly baseFen: number;
  readonly applied: boolean;
  /** Is there a row about this offer at all? Without one nothing in the cart counts for it. */
  readonly counts: boolean;
  readonly ready: boolean;
};

/** How far the cart is from the next step of an offer, by the server's own quote. */
export function useTopUp(promotionId: string | undefined): TopUp {
  const { data: cart, isPending } = useQuery({ ...cartQuery, enabled: promotionId !== undefined });
  const rows = cart?.quote?.trace.filter((row) => row.promotionId === promotionId) ?? [];
  const ahead = rows
    .filter((row) => row.missingFen !== null)
    .sort((a, b) => (a.missingFen ?? 0) - (b.missingFen ?? 0))[0];
  const row = ahead ?? rows[0];
  return {
    missingFen: ahead?.missingFen ?? null,
    nextOffFen: ahead?.nextOffFen ?? null,
    baseFen: row?.baseFen ?? 0,
    applied: rows.some((each) => each.applied),
    counts: rows.some((each) => each.baseFen > 0),
    ready: promotionId === undefined || !isPending,
  };
}

/** The way to the step as a line, and back to the cart. */
export function TopUpHead({ topUp, title, terms }: { topUp: TopUp; title: string; terms: string }) {
  const t = useT();
  const { missingFen, nextOffFen, baseFen } = topUp;
  const share = missingFen === null ? 1 : baseFen / Math.max(1, baseFen + missingFen);
  const words =
    missingFen === null
      ? topUp.applied
        ? t('topUp.reached')
        : t('topUp.none')
      : nextOffFen === null
        ? t('topUp.missingPlain', { missing: fenText(missingFen, true) })
        : t('topUp.missing', { missing: fenText(missingFen, true), off: fenText(nextOffFen, true) });
  return (
    <section className="top-up" aria-label={t('topUp.title')}>
      <div>
        <p className="top-up-words" role="status">
          <strong>{words}</strong>
          <span>
            {title}
            {title.includes(terms) ? '' : ` · ${terms}`}
          </span>
        </p>
        {topUp.counts ? (
          <span className="top-up-track" aria-hidden="true">
            <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
          </span>
        ) : null}
        {missingFen === null ? null : <p className="fine-print">{t('topUp.sorted')}</p>}
      </div>
      <Link className="dc-button" to="/cart">
        {t('topUp.toCart')}
      </Link>
    </section>
  );
}

/**
 * The cheapest way to the step, with what it really comes to: nothing is proposed that leaves the shopper worse off.
 * Asked anew whenever the cart was.
 */
export function TopUpProposal({ promotionId, missing }: { promotionId: string; missing: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  const notice = useNotice();
  const failureWords = useFailureWords();
  const { data: cart, dataUpdatedAt } = useQuery(cartQuery);
  const { put } = useCartActions();
  const { data } = useQuery({
    queryKey: ['top-up', promotionId, dataUpdatedAt],
    queryFn: ({ signal }) => api.topUp(promotionId, signal),
    enabled: missing && cart !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!missing || data === undefined) return null;
  const { proposal } = data;
  if (proposal === null)
    return (
      <p className="top-up-way" role="status">
        {t('topUp.noGain')}
      </p>
    );
  const { items, extraFen, aloneFen } = proposal;
  const add = async () => {
    try {
      for (const { skuId, quantity } of items)
        await put.mutateAsync({ skuId, quantity: Math.min(999, quantity), selected: true });
      notice({ words: t('product.added') });
    } catch (error) {
      notice({ words: failureWords(error), tone: 'bad' });
    }
  };
  return (
    <div className="top-up-way">
      <p>
        <strong>{t('topUp.cheapest')}</strong>{' '}
        {items.map(({ skuId, productId, title, quantity }, at) => (
          <span key={skuId}>
            {at > 0 ? ' + ' : ''}
            {quantity} × <Link to={`/products/${productId}`}>{pick(title)}</Link>
          </span>
        ))}
      </p>
      <p>
        {extraFen <= 0
          ? t('topUp.paysLess', { less: fenText(-extraFen, true) })
          : t('topUp.paysMore', {
              extra: fenText(extraFen, true),
              alone: fenText(aloneFen, true),
              saved: fenText(aloneFen - extraFen, true),
            })}
      </p>
      <button type="button" className="dc-button" disabled={put.isPending} onClick={() => void add()}>
        {t('topUp.addAll')}
      </button>
    </div>
  );
}

/** Puts one into the cart without leaving the list; the line above moves when the server has priced it. */
export function TopUpAdd({ card, enough }: { card: Card; enough: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  const notice = useNotice();
  const failureWords = useFailureWords();
  const { data: cart } = useQuery(cartQuery);
  const { put } = useCartActions();
  if (card.stockState === 'out') return null;
  return (
    <span className="top-up-add">
      {enough ? <span>{t('topUp.enough')}</span> : null}
      <button
        type="button"
        aria-label={t('topUp.add', { title: pick(card.title) })}
        disabled={put.isPending}
        onClick={() => {
          const had = cart?.lines.find((line) => line.skuId === card.skuId)?.quantity ?? 0;
          put.mutate(
            { skuId: card.skuId, quantity: Math.min(999, had + 1), selected: true },
            {
              onSuccess: () => notice({ words: t('product.added') }),
              onError: (error) => notice({ words: failureWords(error), tone: 'bad' }),
            },
          );
        }}
      >
        <Icon name="plus" size={20} />
      </button>
    </span>
  );
}
