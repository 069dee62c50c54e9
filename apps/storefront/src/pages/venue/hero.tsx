import type { VenueView } from '@dacu/contract/api';
import {
  Countdown,
  formatInstant,
  Mark,
  SimulatedBadge,
  Skeleton,
  ThemeArt,
  themeOf,
  useClockView,
  useLanguage,
} from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/receipt.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { useWide } from '../../shell/use-wide.ts';
import './hero.css';

/** Season art, what is on, and the one countdown that matters, on a ticket. */
export function VenueHero({ venue }: { venue: VenueView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const wide = useWide();
  const { season, phase, node, campaign, countdown } = venue;
  const span = node ?? phase;
  const headline = node ?? phase;
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
        <p className="hero-campaign">{pick(campaign.slogan ?? campaign.title)}</p>
        {span ? (
          <p className="hero-span">{first === last ? first : t('venue.phase', { from: first, to: last })}</p>
        ) : null}
      </div>
      {countdown ? (
        <div className="hero-ticket">
          <div className="hero-ticket-words">
            <span>{t(countdown.kind === 'opens' ? 'flash.opensIn' : 'flash.endsIn')}</span>
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
