import { useT } from '../i18n/setup.ts';

const DRESS: Readonly<Record<string, string>> = {
  held: 'is-info',
  depositPaid: 'is-info',
  paid: 'is-good',
  closed: '',
  forfeited: '',
  refunded: 'is-warn',
};

/** The state of a purchase in words, and in a colour that repeats them. */
export function PurchaseState({ state }: { state: string }) {
  const t = useT();
  const known = state in DRESS;
  return (
    <span className={`co-tag ${DRESS[state] ?? ''}`}>
      {known ? t(`purchase.${state}` as 'purchase.paid') : state}
    </span>
  );
}
