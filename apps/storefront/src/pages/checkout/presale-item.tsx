import { type BilingualText, useLanguage } from '@dacu/ui';
import { plateOf } from '../../parts/product-card.tsx';
import './presale.css';

type PresaleItemProps = {
  readonly item: { readonly productId: string; readonly title: BilingualText; readonly imageUrl: string };
  /** Under its name: how many, which kind, when it leaves. */
  readonly words: readonly string[];
};

/** What is booked, or paid the rest of. */
export function PresaleItem({ item, words }: PresaleItemProps) {
  const { pick } = useLanguage();
  return (
    <section className="panel presale-line">
      <span className={plateOf(item.productId)}>
        <img src={item.imageUrl} alt="" width="72" height="72" />
      </span>
      <div>
        <h2>{pick(item.title)}</h2>
        {words.map((line) => (
          <p key={line} className="fine-print">
            {line}
          </p>
        ))}
      </div>
    </section>
  );
}
