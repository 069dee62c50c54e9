import type { FlashItem, FlashView } from '@dacu/contract/api';
import {
  Countdown,
  EmptyState,
  formatInstant,
  Money,
  Skeleton,
  StockBar,
  useLanguage,
  useWhenPassed,
} from '@dacu/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useAddresses } from '../../data/addresses.ts';
import { flashQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { FavouriteHeart } from '../../parts/favourite-heart.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { FlashReference } from '../../parts/price.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { KeptNote, ReserveFlash } from '../../parts/reserve-flash.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { slotThatCounts } from '../venue/flash-rail.tsx';
import './flash.css';

/** The strip's own padding. */
const INSET_PX = 16;

type Slot = FlashView['slots'][number];

/** The day's slots and what each offers. The slot is in the address, so a link opens the same one. */
export function Component() {
  const t = useT();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const { data: flash, error, refetch } = useQuery(flashQuery);
  const asked = Number(params.get('slot'));
  const slot = flash ? (flash.slots.find((each) => each.startsAt === asked) ?? slotThatCounts(flash)) : null;
  const turn = slot ? (slot.state === 'upcoming' ? slot.startsAt : slot.endsAt) : null;
  useWhenPassed(turn, () => {
    void client.invalidateQueries(flashQuery);
  });

  return (
    <>
      <PageHead title={t('flash.title')} backTo="/" />
      {!flash && error ? <Failure error={error} onRetry={refetch} /> : null}
      {!flash && !error ? <FlashSkeleton /> : null}
      {flash && !slot ? (
        <EmptyState title={t('flash.none')} words={t('flash.noneWords')} icon="bolt" className="page-state">
          <Link className="dc-button is-main" to="/categories">
            {t('search.toCategories')}
          </Link>
        </EmptyState>
      ) : null}
      {flash && slot ? (
        <div className="container flash-page">
          <SlotTabs
            slots={flash.slots}
            chosen={slot}
            onChoose={(startsAt) => setParams({ slot: String(startsAt) }, { replace: true })}
          />
          <SlotHead slot={slot} />
          {slot.state === 'upcoming' ? <WarmUp /> : null}
          <ul className="flash-list">
            {slot.items.map((item) => (
              <li key={item.activityId}>
                <FlashRow item={item} />
              </li>
            ))}
          </ul>
          <p className="fine-print">{t('flash.honest')}</p>
        </div>
      ) : null}
    </>
  );
}

function SlotTabs({
  slots,
  chosen,
  onChoose,
}: {
  slots: readonly Slot[];
  chosen: Slot;
  onChoose: (startsAt: number) => void;
}) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    // A slot that a link opens may stand outside the strip; the page itself must not move for it.
    const tab = strip.current?.querySelector<HTMLElement>('[aria-current]');
    if (strip.current && tab) strip.current.scrollLeft = tab.offsetLeft - strip.current.offsetLeft - INSET_PX;
  }, []);
  const words = { open: 'flash.slotOpen', upcoming: 'flash.slotUpcoming', ended: 'flash.slotEnded' } as const;
  return (
    <nav ref={strip} className="slot-tabs" aria-label={t('flash.slots')}>
      {slots.map((slot) => (
        <button
          key={slot.startsAt}
          type="button"
          aria-current={slot === chosen ? 'true' : undefined}
          onClick={() => onChoose(slot.startsAt)}
        >
          <small>{formatInstant(slot.startsAt, zone, lang, 'day')}</small>
          <strong>{formatInstant(slot.startsAt, zone, lang, 'clock')}</strong>
          <span>{t(words[slot.state])}</span>
        </button>
      ))}
    </nav>
  );
}

function SlotHead({ slot }: { slot: Slot }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <header className="slot-head">
      <h2>{pick(slot.title)}</h2>
      {slot.state === 'ended' ? (
        <span className="section-note">{t('flash.over')}</span>
      ) : (
        <span className="flash-rail-clock">
          <span>{t(slot.state === 'open' ? 'flash.endsIn' : 'flash.opensIn')}</span>
          <Countdown to={slot.state === 'open' ? slot.endsAt : slot.startsAt} label={pick(slot.title)} />
        </span>
      )}
    </header>
  );
}

/** What can be done before the opening: nothing is kept back for anybody, but a saved item and an address save time. */
function WarmUp() {
  const t = useT();
  const { list } = useAddresses();
  return (
    <p className="warm-up">
      {t('flash.warmUp')}
      {list.length === 0 ? <Link to="/addresses/new">{t('address.addFirst')}</Link> : null}
    </p>
  );
}

function FlashRow({ item }: { item: FlashItem }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <article className={`flash-row ${item.state === 'open' ? '' : 'is-shut'}`}>
      <Link
        to={`/products/${item.productId}`}
        className={plateOf(item.productId)}
        tabIndex={-1}
        aria-hidden="true"
      >
        <img src={item.imageUrl} alt="" width="132" height="132" loading="lazy" decoding="async" />
      </Link>
      {item.state === 'upcoming' ? <FavouriteHeart item={item} /> : null}
      <div className="flash-row-body">
        <h3>
          <Link to={`/products/${item.productId}`}>{pick(item.title)}</Link>
        </h3>
        <p className="flash-row-shop">
          <span>{pick(item.shopName)}</span>
          <span>{t('flash.perPerson', { count: item.perPersonMax })}</span>
        </p>
        {item.state === 'upcoming' ? (
          <p className="flash-row-stock">{t('flash.stock', { count: item.stockTotal })}</p>
        ) : (
          <StockBar total={item.stockTotal} taken={item.stockTaken} />
        )}
        <div className="flash-row-foot">
          <Money fen={item.flashFen} className="price-net" />
          {item.state === 'upcoming' && item.reservation ? (
            <ReserveFlash item={item} />
          ) : (
            <FlashAction item={item} />
          )}
          <FlashReference item={item} />
        </div>
        <KeptNote item={item} />
      </div>
    </article>
  );
}

/** The way in when there is one; else a plain word for why there is none, never a button that cannot be pressed. */
function FlashAction({ item }: { item: FlashItem }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  if (item.state === 'open') {
    return (
      <Link
        className="dc-button is-main flash-go"
        to={`/flash/${encodeURIComponent(item.activityId)}/checkout`}
      >
        {t('flash.buy')}
      </Link>
    );
  }
  const opensAt = t('flash.opensAt', { time: formatInstant(item.startsAt, zone, lang, 'clock') });
  const words = {
    upcoming: opensAt,
    soldOut: t('flash.soldOut'),
    ended: t('flash.ended'),
    stopped: t('flash.stopped'),
  };
  return <span className="flash-shut">{words[item.state]}</span>;
}

function FlashSkeleton() {
  const t = useT();
  return (
    <div className="container flash-page" role="status" aria-label={t('loading')}>
      <Skeleton height="4.5rem" radius="lg" />
      {[0, 1, 2, 3].map((index) => (
        <Skeleton key={index} height="9rem" radius="lg" />
      ))}
    </div>
  );
}
