import type { VenueView } from '@dacu/contract/api';
import {
  Countdown,
  formatInstant,
  Icon,
  Mark,
  SimulatedBadge,
  Skeleton,
  ThemeArt,
  themeOf,
  useClockView,
  useLanguage,
} from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { SearchBox } from '../../parts/search-box.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { useWide } from '../../shell/use-wide.ts';
import './hero.css';

type Kind =
  | 'warmUp'
  | 'presale'
  | 'burst'
  | 'sustain'
  | 'encore'
  | 'extension'
  | 'review'
  | 'optimise'
  | 'daily';
/** In these one gathers for the day ahead. */
const LEADS_UP: ReadonlySet<string> = new Set(['warmUp', 'presale']);

/** Season art, what is on, and the one countdown that matters, on a ticket. */
export function VenueHero({ venue }: { venue: VenueView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const wide = useWide();
  const { season, phase, node, campaign, countdown } = venue;
  const span = node ?? phase;
  const headline = node ?? phase;
  const kind = phase?.kind ?? 'daily';
  const open = venue.flash.slots.some((slot) => slot.state === 'open' && slot.items.length > 0);
  const soon = venue.flash.slots.some((slot) => slot.state === 'upcoming' && slot.items.length > 0);
  const day = (at: number) => formatInstant(at, zone, lang, 'day');
  // The end is the first instant after it, so the last day is the one before.
  const [first, last] = span ? [day(span.startsAt), day(span.endsAt - 1)] : ['', ''];
  return (
    <section className="hero" aria-labelledby="hero-title">
      <ThemeArt theme={themeOf(season.theme.id)} tall={!wide} className="hero-art" />
      <div className="hero-shade" />
      <PhoneHead />
      <div className="hero-words">
        <p className="hero-season">
          {pick(season.title)}
          {phase && node ? <span>{pick(phase.title)}</span> : null}
        </p>
        <h1 id="hero-title">{headline ? pick(headline.title) : t('venue.noPhase')}</h1>
        <p className="hero-campaign">{t(`hero.${kind as Kind}`)}</p>
        <p className="hero-span">
          {pick(campaign.slogan ?? campaign.title)}
          {span ? <span>{first === last ? first : t('venue.phase', { from: first, to: last })}</span> : null}
          {venue.nextNode ? (
            <span>
              {t('hero.nextNode', {
                title: pick(venue.nextNode.title),
                day: day(venue.nextNode.startsAt),
              })}
            </span>
          ) : null}
        </p>
        <p className="hero-go">
          {open || soon ? (
            <Link to="/flash" className="hero-button">
              <Icon name="bolt" size={17} solid /> {t(open ? 'hero.go.open' : 'hero.go.soon')}
            </Link>
          ) : null}
          {LEADS_UP.has(kind) ? (
            <Link to="/favourites" className={open || soon ? 'hero-button is-quiet' : 'hero-button'}>
              <Icon name="heart" size={17} /> {t('hero.go.save')}
            </Link>
          ) : null}
        </p>
      </div>
      {countdown ? (
        <div className="hero-ticket">
          <div className="hero-ticket-words">
            <span>{t(countdown.kind === 'opens' ? 'hero.opensIn' : 'flash.endsIn')}</span>
            <strong>{pick(countdown.title)}</strong>
          </div>
          <Countdown to={countdown.to} label={pick(countdown.title)} size="lg" />
        </div>
      ) : null}
    </section>
  );
}

function PhoneHead() {
  const t = useT();
  const { lang, setLang } = useLanguage();
  const simulated = useClockView()?.databaseKind === 'simulated';
  return (
    <div className="hero-head">
      <div className="hero-head-row">
        <span className="hero-brand">
          <Mark size={26} />
          <span aria-hidden="true">Dacu</span>
          <span className="dc-hidden">{t('app.name')}</span>
        </span>
        {simulated ? <SimulatedBadge /> : null}
        <button
          type="button"
          className="hero-lang"
          lang={lang === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
        >
          {lang === 'zh' ? 'English' : '中文'}
        </button>
      </div>
      <SearchBox className="hero-search" />
    </div>
  );
}

export function VenueHeroSkeleton() {
  const t = useT();
  return (
    <div className="venue" role="status" aria-label={t('loading')}>
      <div className="hero is-waiting" />
      <div className="venue-body">
        <Skeleton height="5rem" radius="lg" />
        <div className="venue-skeleton-row">
          <Skeleton height="12rem" radius="lg" />
          <Skeleton height="12rem" radius="lg" />
          <Skeleton height="12rem" radius="lg" />
        </div>
      </div>
    </div>
  );
}
