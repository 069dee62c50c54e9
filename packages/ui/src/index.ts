// The face of the package.
export { ThemeArt } from './art/theme-art.tsx';
export {
  type CampaignClock,
  CampaignClockProvider,
  createCampaignClock,
  useCampaignClock,
  useCampaignNow,
  useClockView,
  useWhenPassed,
} from './clock.tsx';
export { Countdown } from './countdown.tsx';
export { Icon, type IconName, Mark } from './icons.tsx';
export {
  type BilingualText,
  initialLang,
  LANG_TAGS,
  type Lang,
  LanguageProvider,
  LanguageSwitch,
  useLanguage,
} from './language.tsx';
export {
  applyTheme,
  chooseMode,
  type Mode,
  ModeSwitch,
  restoreAppearance,
  type ThemeId,
  themeOf,
} from './mode.tsx';
export { fenParts, fenText, Money, shortCount } from './money.tsx';
export { REGIONS, regionName } from './regions.ts';
export { openSharedStream, type StreamFrame, type StreamState } from './shared-stream.ts';
export { EmptyState, FailedState, SimulatedBadge, Skeleton } from './states.tsx';
export { StockBar } from './stock-bar.tsx';
export { dayOf, formatInstant, formatMomentFrom, splitSpan, type TimeStyle } from './time.ts';
