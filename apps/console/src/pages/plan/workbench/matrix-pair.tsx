import type { Pairing, Promotion } from '@dacu/engine/pricing';
import { EmptyState, useLanguage } from '@dacu/ui';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../../i18n/setup.ts';
import { countText, useTimes } from '../../../parts/format.ts';
import { Panel } from '../../../parts/page-head.tsx';
import { writeCart } from './cart/cart-state.ts';
import { stateOf } from './cart/price-state.ts';
import { useAudienceWords, useLayerName } from './promotion-words.ts';
import type { Sale } from './sale.ts';

/** What was not found is marked: it is not proven. */
export function pairTone(pairing: Pairing): string {
  return pairing.kind === 'never' && pairing.reason === 'notFound' ? 'is-unproven' : '';
}

/** One pair: whether they meet, why not, and the cart that shows it. */
export function MatrixPair(props: {
  sale: Sale;
  one: Promotion | undefined;
  other: Promotion | undefined;
  pairing: Pairing | undefined;
  zone: string;
}) {
  const { sale, one, other, pairing, zone } = props;
  const t = useT();
  if (!one || !other || !pairing)
    return (
      <aside className="co-panel wb-pair">
        <EmptyState icon="columns" title={t('wb.pair.choose')} words={t('wb.pair.chooseWords')} />
      </aside>
    );
  return (
    <aside className="wb-pair">
      <Panel title={t('wb.pair.title')}>
        <div className="wb-pair-body" aria-live="polite">
          <Side sale={sale} promotion={one} />
          <Side sale={sale} promotion={other} />
          <p className={`wb-verdict is-${pairing.kind}`}>
            <i className={`wb-cell is-${pairing.kind}`} aria-hidden="true" />
            <strong>{t(`wb.pair.${pairing.kind}`)}</strong>
          </p>
          {pairing.kind === 'sameGoods' ? null : (
            <p>{t(`wb.apart.${pairing.kind === 'never' ? pairing.reason : pairing.apart}`)}</p>
          )}
          {pairing.kind === 'never' ? null : <Proof sale={sale} pairing={pairing} zone={zone} />}
        </div>
      </Panel>
    </aside>
  );
}

function Side({ sale, promotion }: { sale: Sale; promotion: Promotion }) {
  const { pick } = useLanguage();
  const layer = useLayerName();
  const audience = useAudienceWords(sale);
  return (
    <p className="wb-side">
      <strong>{pick(promotion.title)}</strong>
      <span className="co-line co-quiet">
        {layer(promotion.layer)} · {audience(promotion.audience)}
        {promotion.mutexGroup === undefined ? '' : ` · ${promotion.mutexGroup}`}
      </span>
    </p>
  );
}

function Proof({
  sale,
  pairing,
  zone,
}: {
  sale: Sale;
  pairing: Exclude<Pairing, { kind: 'never' }>;
  zone: string;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const [params] = useSearchParams();
  const { request } = pairing;
  const next = writeCart(params, stateOf(request));
  next.set('view', 'cart');
  return (
    <>
      <h3>{t('wb.pair.proof')}</h3>
      <ul className="wb-proof">
        {request.lines.map(({ lineId, skuId, quantity }) => (
          <li key={lineId}>
            {pick(sale.items.get(skuId)?.title) || skuId}{' '}
            <span className="co-quiet">× {countText(quantity)}</span>
          </li>
        ))}
        <li className="co-quiet">{at(request.at, 'full')}</li>
      </ul>
      <Link className="dc-button" to={`?${next}`}>
        {t('wb.pair.open')}
      </Link>
      <p className="co-quiet co-line">{t('wb.pair.openWords')}</p>
    </>
  );
}
