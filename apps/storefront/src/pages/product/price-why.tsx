import type { QuoteView } from '@dacu/contract/api';
import { fenText, Icon, Money, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import type { MessageKey } from '../../i18n/setup.ts';
import { useT } from '../../i18n/setup.ts';
import './price-why.css';

/** Layers of the item price: they are settled before anything that depends on the cart. */
const ITEM_LAYERS: ReadonlySet<string> = new Set(['itemPrice', 'itemCut']);
type Row = QuoteView['trace'][number];

/**
 * The price as a stair: the list price on top, each promotion that took something off below it in the order of the rules,
 * what is left at the foot; then what did not apply, each with its reason.
 */
export function PriceWhy({ quote, quantity }: { quote: QuoteView; quantity: number }) {
  const t = useT();
  const applied = quote.trace.filter((row) => row.applied && row.discountFen > 0 && row.layer !== 'freight');
  const freight = quote.trace.filter((row) => row.applied && row.layer === 'freight');
  const spared = quote.trace.filter((row) => !row.applied);
  const item = applied.filter((row) => ITEM_LAYERS.has(row.layer));
  const cart = applied.filter((row) => !ITEM_LAYERS.has(row.layer));
  return (
    <div className="why">
      <ol className="why-stairs">
        <Step words={t('product.whyUnit', { count: quantity })} fen={quote.listFen} />
        {item.map((row) => (
          <Cut key={row.promotionId} row={row} />
        ))}
        {item.length > 0 && cart.length > 0 ? (
          <Step words={t('product.whyItem')} fen={quote.itemFen} />
        ) : null}
        {cart.map((row) => (
          <Cut key={`${row.promotionId}-${row.shopId}`} row={row} />
        ))}
        <li className="why-sum">
          <span>{t('product.whyGoods')}</span>
          <Money fen={quote.goodsFen} size="lg" className="price-net" />
        </li>
        <li className="why-freight">
          <span>
            {t('receipt.freight')}
            {freight[0] ? <FreightWords row={freight[0]} /> : null}
          </span>
          <span>{quote.freightFen === 0 ? t('receipt.freightFree') : fenText(quote.freightFen)}</span>
        </li>
        {quote.freightFen > 0 ? <Step words={t('product.whyPay')} fen={quote.payFen} /> : null}
      </ol>
      {applied.length === 0 ? <p className="fine-print">{t('product.whyNone')}</p> : null}
      <p className="fine-print">{t('product.whyOne', { count: quantity })}</p>
      {spared.length > 0 ? (
        <section className="why-not" aria-labelledby="why-not">
          <h3 id="why-not">{t('product.whyNot')}</h3>
          <ul>
            {spared.map((row) => (
              <li key={`${row.promotionId}-${row.shopId}`}>
                <RowWords row={row} />
                {row.missingFen === null || row.layer === 'freight' ? null : (
                  <Link to={`/search?promotion=${encodeURIComponent(row.promotionId)}`}>
                    {t('product.offerMore')} <Icon name="forward" size={13} />
                  </Link>
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Step({ words, fen }: { words: string; fen: number }) {
  return (
    <li className="why-step">
      <span>{words}</span>
      <span>{fenText(fen)}</span>
    </li>
  );
}

function Cut({ row }: { row: Row }) {
  return (
    <li className="why-cut">
      <RowWords row={row} />
      <span>−{fenText(row.discountFen)}</span>
    </li>
  );
}

function FreightWords({ row }: { row: Row }) {
  const { pick } = useLanguage();
  return <small> · {pick(row.title)}</small>;
}

function RowWords({ row }: { row: Row }) {
  const t = useT();
  const { pick } = useLanguage();
  const key = `layer.${row.layer}` as MessageKey;
  const layer = t(key);
  return (
    <span className="why-words">
      <b>{pick(row.title)}</b>
      <small>
        {layer === key ? null : <i>{layer}</i>}
        {pick(row.words)}
      </small>
    </span>
  );
}
