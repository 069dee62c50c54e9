import { useSyncExternalStore } from 'react';
import { Icon } from './icons.tsx';
import { useLanguage } from './language.tsx';

export type Mode = 'system' | 'light' | 'dark';
export type ThemeId = 'spring' | 'summer' | 'autumn' | 'future';

const MODE_KEY = 'dacu.mode';
const THEME_KEY = 'dacu.theme';
const MODES: readonly Mode[] = ['system', 'light', 'dark'];
const THEMES: readonly string[] = ['spring', 'summer', 'autumn', 'future'];

function keep(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
}
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Puts a season on the page. An id that we do not know leaves the one that is there. */
export function applyTheme(id: string): void {
  if (!THEMES.includes(id)) return;
  document.documentElement.dataset.theme = id;
  keep(THEME_KEY, id);
  paintBrowser();
}

/** The browser's own bar wears the season as well: its colour is read off the page, where the tokens are. */
function paintBrowser(): void {
  const bar = document.querySelector<HTMLMetaElement>('meta[name="theme-color"]');
  if (!bar) return;
  const probe = document.createElement('i');
  probe.style.color = 'var(--hero)';
  document.documentElement.append(probe);
  bar.content = getComputedStyle(probe).color;
  probe.remove();
}

export function themeOf(id: string): ThemeId {
  return THEMES.includes(id) ? (id as ThemeId) : 'summer';
}

function applyMode(mode: Mode): void {
  if (mode === 'system') delete document.documentElement.dataset.mode;
  else document.documentElement.dataset.mode = mode;
}

/**
 * Called once before the first paint, so that nothing flashes: the mode of the last visit, and the season that the server
 * wrote into the page. Away from the network the page is an older one; then the season of the last visit is nearer.
 */
export function restoreAppearance(): void {
  applyMode(currentMode());
  const { theme } = document.documentElement.dataset;
  applyTheme((navigator.onLine && theme) || kept(THEME_KEY) || theme || 'summer');
}

function currentMode(): Mode {
  const mode = kept(MODE_KEY) as Mode | null;
  return mode && MODES.includes(mode) ? mode : 'system';
}

/** Light, dark or as the system; kept on this device. Every switch on the page follows. */
export function chooseMode(mode: Mode): void {
  keep(MODE_KEY, mode);
  applyMode(mode);
  paintBrowser();
  for (const tell of watchers) tell();
}

const watchers = new Set<() => void>();
function watchMode(tell: () => void): () => void {
  watchers.add(tell);
  return () => void watchers.delete(tell);
}

/** What the page wears: storage may be forbidden, and the choice still holds for this page. */
function shownMode(): Mode {
  const mode = document.documentElement.dataset.mode;
  return mode === 'light' || mode === 'dark' ? mode : 'system';
}

const MODE_WORDS = {
  system: { zh: '跟随系统', en: 'System' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
} as const;
const MODE_ICONS = { system: 'device', light: 'sun', dark: 'moon' } as const;

export function ModeSwitch({ className = '' }: { className?: string }) {
  const { lang, pick } = useLanguage();
  const mode = useSyncExternalStore(watchMode, shownMode);
  return (
    <fieldset className={`dc-switch ${className}`}>
      <legend className="dc-hidden">{lang === 'zh' ? '外观' : 'Appearance'}</legend>
      {MODES.map((each) => (
        <button key={each} type="button" aria-pressed={mode === each} onClick={() => chooseMode(each)}>
          <Icon name={MODE_ICONS[each]} size={16} /> {pick(MODE_WORDS[each])}
        </button>
      ))}
    </fieldset>
  );
}
