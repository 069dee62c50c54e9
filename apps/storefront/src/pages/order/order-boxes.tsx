import type { PurchaseBoxes } from '@dacu/contract/api';
import { Icon, Skeleton, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { checkPath, useOpenBoxes, usePurchaseBoxes } from '../../data/boxes.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import './order-boxes.css';

/** The boxes of a paid order: closed until the buyer opens them, one by one or all together. */
export function OrderBoxes({ purchaseId }: { purchaseId: string }) {
  const t = useT();
  const notice = useNotice();
  const words = useFailureWords();
  const { data } = usePurchaseBoxes(purchaseId);
  const open = useOpenBoxes(purchaseId);
  if (!data) return <Skeleton height="8rem" radius="lg" />;
  const closed = data.draws.filter(({ openedAt, returnedAt }) => openedAt === null && returnedAt === null);
  const openThese = (drawIds: readonly string[]) =>
    open.mutate(drawIds, { onError: (error) => notice({ words: words(error), tone: 'bad' }) });
  return (
    <section className="panel order-boxes" aria-labelledby="order-boxes-title">
      <header>
        <h2 id="order-boxes-title">{t('box.mine')}</h2>
        {closed.length > 1 ? (
          <button
            type="button"
            className="dc-button is-soft"
            disabled={open.isPending}
            onClick={() => openThese(closed.map(({ drawId }) => drawId))}
          >
            {t('box.openAll')}
          </button>
        ) : null}
      </header>
      <p>{closed.length > 0 ? t('box.mineWords', { count: closed.length }) : t('box.mineAll')}</p>
      <ul aria-live="polite">
        {data.draws.map((draw, index) => (
          <OrderBox
            key={draw.drawId}
            draw={draw}
            nth={index + 1}
            waiting={open.isPending}
            onOpen={() => openThese([draw.drawId])}
          />
        ))}
      </ul>
    </section>
  );
}

type OrderBoxProps = {
  readonly draw: PurchaseBoxes['draws'][number];
  readonly nth: number;
  readonly waiting: boolean;
  readonly onOpen: () => void;
};

function OrderBox({ draw, nth, waiting, onOpen }: OrderBoxProps) {
  const t = useT();
  const { pick } = useLanguage();
  const { result } = draw;
  if (result === null)
    return (
      <li className="order-box">
        <Icon name="box" size={28} />
        <div>
          <strong>{t('box.nth', { count: nth })}</strong>
          <small>{t(draw.returnedAt === null ? 'box.closed' : 'box.backClosed')}</small>
        </div>
        {draw.returnedAt === null ? (
          <button type="button" className="dc-button is-main" disabled={waiting} onClick={onOpen}>
            {t('box.open')} <span className="dc-hidden">{t('box.nth', { count: nth })}</span>
          </button>
        ) : null}
      </li>
    );
  return (
    <li className={`order-box is-open ${result.guaranteed ? 'is-guaranteed' : ''}`}>
      <Icon name={result.guaranteed ? 'heart' : 'box'} size={28} solid={result.guaranteed} />
      <div>
        <strong>
          <span className="dc-hidden">{t('box.got', { style: pick(result.title) })}</span>
          <span aria-hidden="true">{pick(result.title)}</span>
        </strong>
        <small>
          {t('box.nth', { count: nth })}
          {result.byPity ? ` · ${t('box.byPity')}` : ''}
        </small>
      </div>
      <Link to={checkPath(draw.poolId, result)}>{t('box.check')}</Link>
    </li>
  );
}
