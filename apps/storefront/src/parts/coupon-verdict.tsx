import type { QuoteView } from '@dacu/contract/api';
import { fenText, Icon } from '@dacu/ui';
import { type Translate, useT } from '../i18n/setup.ts';

/** What is priced: the choice is made for exactly this. */
export type Priced =
  | {
      readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
      readonly region?: string;
      readonly phone?: string;
      /** Collected in a store: no freight. */
      readonly collected?: boolean;
    }
  /** What is not priced as a cart is: its name among queries, and how it is quoted with a choice; null is the best. */
  | {
      readonly key: readonly unknown[];
      readonly quote: (choice: readonly string[] | null, signal?: AbortSignal) => Promise<QuoteView>;
    };

/** What may be said of a combination: proven the best, only looked for up to a bound, or the shopper's own and its cost. */
export function Verdict({ quote, own }: { quote: Pick<QuoteView, 'choice'>; own: boolean }) {
  const t = useT();
  const { lostFen, kind } = quote.choice;
  const costs = own && lostFen > 0;
  return (
    <p className={`verdict ${costs ? 'is-costly' : own ? '' : 'is-best'}`}>
      <Icon name={costs ? 'info' : 'check'} size={16} />
      <span>
        {verdictWords(quote, own, t)}
        {kind === 'bounded' && quote.choice.couldSaveFen > 0 ? (
          <small>{t('choice.bounded', { amount: fenText(quote.choice.couldSaveFen) })}</small>
        ) : null}
      </span>
    </p>
  );
}

function verdictWords({ choice }: Pick<QuoteView, 'choice'>, own: boolean, t: Translate): string {
  if (!own) return t('choice.best');
  return choice.lostFen > 0
    ? t('choice.lost', { amount: fenText(choice.lostFen) })
    : t(choice.kind === 'exact' ? 'choice.ownSame' : 'choice.own');
}
