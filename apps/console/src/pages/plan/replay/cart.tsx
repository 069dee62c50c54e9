import type { ReplayCart, ReplayDocument } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useT } from '../../../i18n/setup.ts';
import { useTimes } from '../../../parts/format.ts';

type Line = ReplayCart['lines'][number];

/** A cart line by line, then and under the draft, and what every promotion of the draft says about it. */
export function Cart({ cart, promotions }: { cart: ReplayCart; promotions: ReplayDocument['promotions'] }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes('Asia/Shanghai');
  const names = new Map(promotions.map(({ promotionId, title }) => [promotionId, pick(title)]));
  const offs = (list: Line['past']) =>
    list.length === 0
      ? t('replay.nothing')
      : list
          .map(({ promotionId, fen }) => `${names.get(promotionId) ?? promotionId} -${fenText(fen)}`)
          .join(' · ');
  const trace = [...cart.trace].sort((one, other) => Number(other.applied) - Number(one.applied));
  return (
    <>
      <p className="co-quiet">
        {t('replay.moved', { from: at(cart.at, 'full'), to: at(cart.draftAt, 'full') })}
      </p>
      <ul className="co-rp-lines">
        {cart.lines.map((line) => (
          <li key={line.skuId}>
            <p className="co-rp-line">
              <span>
                {pick(line.title)} × {line.quantity}
              </span>
              <span>
                {fenText(line.net.pastFen)} → <strong>{fenText(line.net.draftFen)}</strong>
              </span>
            </p>
            <p className="co-quiet">
              {t('replay.then')}: {offs(line.past)}
            </p>
            <p className="co-quiet">
              {t('replay.under')}: {offs(line.draft)}
            </p>
          </li>
        ))}
        {(['services', 'freight'] as const).map((charge) =>
          cart[charge].pastFen + cart[charge].draftFen > 0 ? (
            <li key={charge}>
              <p className="co-rp-line">
                <span>{t(`replay.${charge}`)}</span>
                <span>
                  {fenText(cart[charge].pastFen)} → <strong>{fenText(cart[charge].draftFen)}</strong>
                </span>
              </p>
            </li>
          ) : null,
        )}
      </ul>
      <h3>{t('replay.trace')}</h3>
      <ul className="co-rp-trace">
        {trace.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one promotion can stand here once for each shop
          <li key={place}>
            <span className={`co-tag ${entry.applied ? 'is-good' : ''}`}>
              {t(entry.applied ? 'replay.applied' : 'replay.notApplied')}
            </span>
            <span>
              {pick(entry.title)}
              {entry.discountFen > 0 && entry.applied ? ` -${fenText(entry.discountFen)}` : ''}
              <span className="co-line co-quiet">{pick(entry.explanation)}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
